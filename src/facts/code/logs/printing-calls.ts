import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { printedLines } from "./printed-lines.ts";

/** The calls that print a line: logging calls, and calls of helpers that end in one. */
export const printingCalls = codeFact({
  name: "printing-calls",
  doc: "Calls that print a line of the log, themselves or through a helper.",
  requires: { printedLines },
  derive: ({ printedLines }): ReadonlySet<Call> => new Set(printedLines.map((one) => one.call)),
});
