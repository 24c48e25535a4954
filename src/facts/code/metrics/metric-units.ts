import type { Expr } from "../../../ir/nodes.ts";
import { PRICE_UNITS, TIME_UNITS } from "../../../knowledge/metric-words.ts";
import type { Constants } from "../constants.ts";
import { mentionsSide, nameOf } from "./price-roles.ts";
import type { MetricBirth } from "./metric-births.ts";

/** A metric on its way: its value is the fraction of the price (or the seconds) times `scale`. */
export interface Mark {
  readonly scale: number;
  /** Divided by a price. Times count as divided. */
  readonly divided: boolean;
  /** The sign is gone. */
  readonly absolute: boolean;
  /** The sign follows the side. */
  readonly side: boolean;
}

export const markOf = (birth: MetricBirth): Mark => ({ scale: birth.scale, divided: birth.divided, absolute: birth.kind === "latency", side: birth.side });

const SAME = /^(round|float|Decimal|int|max|str|Optional|float64)$/;

/** What an operation makes of a metric; null: something else (an amount of money, an average). */
export function operated(constants: Constants, parent: Expr, child: Expr, mark: Mark): Mark | null {
  switch (parent.kind) {
    case "binary": return calculated(constants, parent, child, mark);
    case "unary": return parent.op === "-" || parent.op === "+" ? mark : null;
    case "await": return mark;
    case "bind": return parent.value === child ? mark : null;
    case "conditional":
      if (parent.test === child) return null;
      return mentionsSide(parent.test) ? { ...mark, side: true } : mark;
    case "logical": return parent.op === "and" ? null : mark;
    case "attribute": return /^(total_seconds|quantize|copy_abs|real|item)$/.test(parent.name) ? { ...mark, absolute: mark.absolute || parent.name === "copy_abs" } : null;
    case "call": return called(parent, child, mark);
    default: return null;
  }
}

function called(call: Expr & { kind: "call" }, child: Expr, mark: Mark): Mark | null {
  if (call.callee === child) return mark;
  const name = nameOf(call.callee);
  if (call.args[0]?.value !== child && name !== "max") return null;
  if (name === "abs" || name === "fabs") return { ...mark, absolute: true };
  return call.callee.kind === "name" && SAME.test(call.callee.id) ? mark : call.callee.kind === "attribute" && call.callee.name === "Decimal" ? mark : null;
}

function calculated(constants: Constants, parent: Expr & { kind: "binary" }, child: Expr, mark: Mark): Mark | null {
  const other = parent.left === child ? parent.right : parent.left;
  const number = constants.numberOf(other);
  if (parent.op === "*") {
    if (number !== null && number !== 0) return { ...mark, scale: mark.scale * Math.abs(number) };
    return mentionsSide(other) ? { ...mark, side: true } : null;
  }
  if ((parent.op === "/" || parent.op === "//") && parent.left === child) {
    if (number !== null && number !== 0) return { ...mark, scale: mark.scale / Math.abs(number) };
    return mark.divided ? null : { ...mark, divided: true };
  }
  return null;
}

/** How a unit reads in a message. */
export function unitName(kind: "price" | "time", mark: Mark): string {
  if (!mark.divided) return "price";
  const near = (value: number): boolean => Math.abs(mark.scale / value - 1) < 1e-6;
  const known = (kind === "time" ? [[1, "s"], [1000, "ms"], [1e6, "µs"], [1e9, "ns"]] as const : [[1, "fraction"], [100, "%"], [1e4, "bps"]] as const).find(([value]) => near(value));
  return known?.[1] ?? "?";
}

/** The unit that a name states, as units to a fraction or a second; null: none. */
export function statedUnit(kind: "price" | "time", name: string): number | null {
  return (kind === "time" ? TIME_UNITS : PRICE_UNITS).find(([words]) => words.test(name))?.[1] ?? null;
}
