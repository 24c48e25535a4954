import type { Program } from "../ir/program.ts";
import { codeFact } from "../sdk/fact.ts";

const supplied = (): never => {
  throw new Error("a root fact is supplied by the audit, not derived");
};

/** The bot's code, lowered. */
export const program = codeFact({ name: "program", doc: "The bot's code, lowered.", requires: {}, derive: supplied as () => Program });
