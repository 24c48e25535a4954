import { ownName } from "../../../ir/names.ts";
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
    const heldField = (expr: Expr): string | undefined => venueValues.convertedBy(expr, "float").find((one) => HELD_SIZES.has(one));
    for (const { module, byKind } of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(module.file) ?? "bot")) continue;
      for (const node of byKind.get("call") ?? []) {
        const scaled = node.kind === "call" ? node.args[0]?.value : undefined;
        if (node.kind !== "call" || scaled?.kind !== "binary") continue;
        const how = HOW.get(ownName(node.callee));
        const size = how && [scaled.left, scaled.right].find((one) => heldField(one) !== undefined);
        const field = size && isScaled(scaled, size, constants) ? heldField(size) : undefined;
        if (field && reach.of(enclosingFunction(node)!) !== "dead") found.push({ call: node, field, rounded: how === "round" });
      }
    }
    return found;
  },
});

const HOW: ReadonlyMap<string, "cut" | "round"> = new Map([["int", "cut"], ["floor", "cut"], ["trunc", "cut"], ["round", "round"]]);


/** Multiplied by lots per unit (10, 1000, ...), or divided by the size of a lot. */
function isScaled({ op, left, right }: Binary, size: Expr, constants: Constants): boolean {
  const other = size === left ? right : left;
  if ((op !== "*" && op !== "/") || (op === "/" && other === left)) return false;
  const folded = constants.of(other)?.value;
  if (typeof folded !== "number") return op === "/" && LOT.test(ownName(other));
  return op === "*" ? isPowerOfTen(folded) : folded < 1;
}

const isPowerOfTen = (value: number): boolean => value >= 10 && Number.isInteger(Math.log10(value));

const LOT = /step|lot|min_?(qty|size|sz|amount)|ct_?val|contract_?(size|value)|increment|precision/i;
