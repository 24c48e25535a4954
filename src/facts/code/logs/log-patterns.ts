import type { LogPattern } from "../../../run/log-pattern.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { logCalls } from "./log-calls.ts";

export const logPatterns = codeFact({
  name: "log-patterns",
  doc: "The bot's logging calls as patterns of the lines that they print.",
  requires: { logCalls },
  derive(): readonly LogPattern[] {
    return [];
  },
});
