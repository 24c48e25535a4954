import type { Expr } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { Carriers } from "./carriers.ts";
import { enterPayloads } from "./sources.ts";
import { step } from "./steps.ts";
import type { Carried, VenueText } from "./tracked.ts";
import { venueHints } from "./venue-hints.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

export interface CarriedText extends Carried {
  readonly value: VenueText;
}

export interface VenueValues {
  /** Expressions that may be a venue's text, in the order of discovery; an expression may come with several fields. */
  readonly texts: readonly CarriedText[];
  /** Reads of what stands in a venue's envelope from what was taken out of it. */
  readonly outside: readonly CarriedText[];
  /** Keys asked of payloads of an exchange whose fields are not known. */
  readonly unread: ReadonlySet<Expr>;
  /** Whether payloads of a venue enter the bot at all. */
  readonly any: boolean;
  /** The field whose text an expression is, or whose conversion. */
  fieldsOf(expr: Expr): readonly string[];
  /** Of which fields an expression is the conversion by `by`, as in `float(row["size"])`. */
  convertedBy(expr: Expr, by: string): readonly string[];
  /** Payloads of several kinds may be here: what one of them never has, another may. */
  isMixed(expr: Expr): boolean;
  /** The propagation was cut short: some uses were not looked at. */
  readonly cut: boolean;
}

export const venueValues = codeFact({
  name: "venue-values",
  doc: "Which expressions hold text that a venue sent, whether it may be empty or null, and the way that it came.",
  requires: { program, index, infer, callGraph, constants, places },
  derive({ program, index, infer, callGraph, constants }): VenueValues {
    const on = new Carriers(index, infer, callGraph, constants);
    enterPayloads(on, venueHints(index, program.roles), (file) => UNTRADED_ROLES.has(program.roles.get(file) ?? "bot"));
    const any = on.queue.length > 0;
    for (let next = 0; next < on.queue.length; next++) step(on, on.queue[next]!);
    const mixed = mixedOf(on);
    return {
      any, cut: on.cut, unread: on.unread,
      isMixed: (expr) => new Set([...(on.of(expr)?.values() ?? [])].map(({ value }) => (value.kind === "payload" ? value.topic : value.id))).size > 1,
      texts: on.queue.filter((one): one is CarriedText => one.value.kind === "text" && one.value.text !== "envelope" && !isOverwritten(on, one, mixed)),
      outside: on.queue.filter((one): one is CarriedText => isOutside(on, one)),
      convertedBy: (expr, by) => [...(on.of(expr)?.values() ?? [])].flatMap(({ value }) => (value.kind === "number" && value.by === by ? [value.field] : [])),
      fieldsOf: (expr) => [...(on.of(expr)?.values() ?? [])].flatMap(({ value }) => (value.kind === "text" || value.kind === "number" ? [value.field] : [])),
    };
  },
});

/** Whatever comes here was taken out of its envelope, and nobody stores the key there. */
const isOutside = (on: Carriers, { value, from }: Carried): boolean =>
  value.kind === "text" && value.text === "envelope" && from?.value.kind === "payload" && !on.storedInside.has(value.field)
  && [...on.of(from.expr)!.values()].every((one) => one.value.kind === "payload" && one.value.opened !== "");

/** Whether a key on the way may have been stored anew: `row["size"] = float(row["size"])`, and only then compared. */
function isOverwritten(on: Carriers, carried: Carried, mixed: ReadonlySet<Expr>): boolean {
  if (on.overwritten.size + mixed.size === 0) return false;
  for (let at: Carried | null = carried; at && at.value.kind === "text"; at = at.from) {
    const { expr } = at;
    const index = expr.kind === "subscript" ? expr.index : expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" ? expr.args[0]?.value : null;
    const object = expr.kind === "subscript" ? expr.object : expr.kind === "call" && expr.callee.kind === "attribute" ? expr.callee.object : null;
    if (object && index && index.kind !== "string" && [...(on.of(object)?.values() ?? [])].some((one) => one.value.kind === "made" && mixed.has(one.value.site))) return true;
    if (index?.kind === "string" && on.overwritten.has(index.value) && !isStoredAgain(expr, index.value)) return true;
  }
  return false;
}

/** The read that the new value is made of. */
function isStoredAgain(expr: Expr, key: string): boolean {
  for (let at = expr.parent; at; at = at.parent) {
    if (at.kind === "assign") return at.targets.some((one) => one.kind === "subscript" && one.index.kind === "string" && one.index.value === key);
    if (at.kind === "function") return false;
  }
  return false;
}

/** Containers that hold venue values and others under keys that nobody can tell apart. */
function mixedOf(on: Carriers): ReadonlySet<Expr> {
  const mixed = new Set<Expr>();
  if (on.keyed.size === 0) return mixed;
  for (const { target, value } of on.infer.foreignStores) {
    if (target.kind !== "subscript" || target.index.kind === "string" || !value || value.kind === "none" || on.of(value)) continue;
    for (const one of on.infer.evaluate(target.object)) if (one.kind === "container" && on.keyed.has(one.site)) mixed.add(one.site);
  }
  return mixed;
}
