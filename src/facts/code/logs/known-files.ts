import { lineOf } from "../../../ir/nodes.ts";
import type { KnownFile } from "../../../run/known-code.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";

export const knownFiles = codeFact({
  name: "known-files",
  doc: "The bot's files and the lines of their functions: what frames of tracebacks are brought to.",
  requires: { program },
  derive({ program }): readonly KnownFile[] {
    return [...program.modules.values()].map((module) => ({
      file: module.file,
      functions: module.functions.map((fn) => ({ name: fn.name, line: lineOf(module, fn.start), endLine: lineOf(module, Math.max(fn.start, fn.end - 1)) })),
    }));
  },
});
