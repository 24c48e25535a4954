import type { FunctionNode, Interpolation } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { index } from "./module-index.ts";
import { reach } from "./reach.ts";
import { UNTRADED_ROLES } from "./untraded-roles.ts";

/** `{price:.2f}`. */
export interface NumberFormat {
  readonly node: Interpolation;
  readonly fn: FunctionNode;
  readonly format: string;
  /** What stands behind a complete format, so that Python refuses all of it; null: the format can be read. */
  readonly rest: string | null;
}

/** Fill, sign, width and grouping, a precision and its letter, and what follows them. Dates have formats of their own, without these. */
const WITH_PRECISION = /^(?:.?[<>=^])?[-+ ]?z?#?0?\d*[_,]?\.\d+[eEfFgG%](.*)$/s;

export const numberFormats = codeFact({
  name: "number-formats",
  doc: "Formats with a precision in f-strings, and whether Python can read them.",
  requires: { program, index, reach },
  derive({ program, index, reach }): readonly NumberFormat[] {
    const found: NumberFormat[] = [];
    for (const { module, byKind } of index.modules.values()) {
      if (module.language !== "python" || UNTRADED_ROLES.has(program.roles.get(module.file) ?? "bot")) continue;
      for (const node of byKind.get("template") ?? []) {
        if (node.kind !== "template") continue;
        for (const part of node.parts) {
          if (part.kind !== "interpolation" || part.format?.kind !== "string") continue;
          const rest = WITH_PRECISION.exec(part.format.value)?.[1];
          const fn = rest === undefined ? null : enclosingFunction(node);
          if (!fn || reach.of(fn) === "dead") continue;
          found.push({ node: part, fn, format: part.format.value, rest: rest || null });
        }
      }
    }
    return found;
  },
});
