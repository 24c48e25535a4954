import { record } from "../../src/store/history.ts";
import { SAMPLE } from "../report/sample-audit.ts";

// A process of its own for history.test.ts: several of these start at once.
const [, , bot = "", rounds = "1"] = process.argv;
for (let round = 0; round < Number(rounds); round += 1) {
  await record(bot, SAMPLE, { at: `2026-11-23T00:00:0${round}.000Z`, scope: [], comment: null });
  process.stdout.write(".");
}
