/** A supervisor without the audit that follows it: `node watch.ts DIRECTORY PLAN COMMAND...`; writes what came of it to DIRECTORY.json. */
import { writeFileSync } from "node:fs";
import { supervise } from "../../src/supervisor/supervise.ts";

const [directory = "", plan = "{}", ...command] = process.argv.slice(2);
const told: string[] = [];
const { crashAfter, ...given } = JSON.parse(plan);
if (crashAfter) setTimeout(() => { throw new Error("a bug of ours"); }, crashAfter);
try {
  const outcome = await supervise({
    command, directory, interval: 0.1, guard: null, forwardTo: { stdout: 1, stderr: 2 }, language: "en",
    tell: (weight, text) => void told.push(`${weight}: ${text.en}`), ...given,
  });
  writeFileSync(`${directory}.json`, JSON.stringify({ ...outcome, told }));
} catch (error) {
  writeFileSync(`${directory}.json`, JSON.stringify({ refused: (error as Error).name, says: (error as Error).message, told }));
}
