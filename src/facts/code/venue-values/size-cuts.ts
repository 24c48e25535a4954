import type { Binary, Call, Expr } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { HELD_SIZES } from "../../../knowledge/venue-fields.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { constants, type Constants } from "../constants.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { venueValues } from "./venue-values.ts";

/** `int(float(position["size"]) * 1000)`: a whole number of lots, turned into a float and cut. */
export interface SizeCut {
  readonly call: Call;
  readonly field: string;
  /** It is rounded to the nearest whole number instead of cut. */
  readonly rounded: boolean;
}

export const sizeCuts = codeFact({
  name: "size-cuts",
  doc: "Sizes of positions and fills that are scaled to whole lots as floats, and cut or rounded there.",
  requires: { program, index, venueValues, constants, reach },
  derive({ program, index, venueValues, constants, reach }): readonly SizeCut[] {
    const found: SizeCut[] = [];
    if (!venueValues.any) return found;
    for (const { module, byKind } of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(module.file) ?? "bot")) continue;
      for (const node of byKind.get("call") ?? []) {
        const scaled = node.kind === "call" ? node.args[0]?.value : undefined;
        if (node.kind !== "call" || scaled?.kind !== "binary") continue;
        const how = HOW.get(nameOf(node.callee));
        const size = how && scaledSize(scaled, constants);
        const field = size && venueValues.convertedBy(size, "float").find((one) => HELD_SIZES.has(one));
        if (field && reach.of(enclosingFunction(node)!) !== "dead") found.push({ call: node, field, rounded: how === "round" });
      }
    }
    return found;
  },
});

const HOW: ReadonlyMap<string, "cut" | "round"> = new Map([["int", "cut"], ["floor", "cut"], ["trunc", "cut"], ["round", "round"]]);

const nameOf = (callee: Expr): string => (callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.name : "");

/** What is multiplied by lots per unit (10, 1000, ...), or divided by the size of a lot. */
function scaledSize({ op, left, right }: Binary, constants: Constants): Expr | null {
  const number = (expr: Expr): number | null => {
    const value = constants.of(expr)?.value;
    return typeof value === "number" ? value : null;
  };
  if (op === "*") return isPowerOfTen(number(right)) ? left : isPowerOfTen(number(left)) ? right : null;
  if (op !== "/") return null;
  const lot = number(right);
  return lot === null ? (LOT.test(nameOf(right)) ? left : null) : lot < 1 ? left : null;
}

const isPowerOfTen = (value: number | null): boolean => value !== null && value >= 10 && Number.isInteger(Math.log10(value));

const LOT = /step|lot|min_?(qty|size|sz|amount)|ct_?val|contract_?(size|value)|increment|precision/i;
