import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";

/** Share of the bot's own records that must come from logging calls of the audited code. */
const ENOUGH = 0.5;

export const ownLog = runFact({
  name: "own-log",
  doc: "Whether the log was printed by this code: else what it shows cannot be laid at the door of a place in the code only because it is the only one.",
  requires: { run },
  derive: ({ run: { records, foreign, linked } }): boolean => records > foreign && linked >= (records - foreign) * ENOUGH,
});
