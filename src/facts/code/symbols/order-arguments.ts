import type { Call, Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { ACCOUNT_CALLS, ACCOUNT_PATH, INSTRUMENT_KEY } from "../../../knowledge/instrument-arguments.ts";
import type { Constants } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import type { Index } from "../module-index.ts";
import type { OrderSite } from "../order-sites.ts";
import { instrumentArgument } from "./holders.ts";

/** A venue call that acts on an instrument which the code fixes. */
export interface FixedInstrument {
  readonly call: Call;
  /** The literal. */
  readonly origin: Node;
  readonly text: string;
}

/** Orders, leverage and margin calls whose instrument folds to a literal. */
export function fixedInstruments(index: Index, on: Inference, constants: Constants, orders: readonly OrderSite[]): FixedInstrument[] {
  const found: FixedInstrument[] = [];
  const look = (call: Call): void => {
    for (const expr of instrumentsOf(on, call)) {
      const folded = constants.of(expr);
      // A setting may be changed without a release; its default in the code is judged as such.
      if (typeof folded?.value === "string" && !folded.setting) found.push({ call, origin: folded.origin, text: folded.value });
    }
  };
  const seen = new Set<Call>();
  for (const { call } of orders) seen.add(call), look(call);
  for (const one of index.modules.values()) for (const calls of one.calls) for (const call of calls) if (!seen.has(call) && actsOnAccount(call)) look(call);
  return found;
}

const actsOnAccount = (call: Call): boolean =>
  (call.callee.kind === "attribute" && ACCOUNT_CALLS.has(call.callee.name)) || call.args.some((one) => one.value.kind === "string" && ACCOUNT_PATH.test(one.value.value));

export function instrumentsOf(on: Inference, call: Call): Expr[] {
  const found: Expr[] = [];
  const direct = instrumentArgument(call);
  if (direct) found.push(direct);
  for (const { name, value } of call.args) {
    if (name !== null && INSTRUMENT_KEY.test(name) && value !== direct) found.push(value);
    const dicts = isDict(value) ? [value] : value.kind === "name" ? localDicts(on, value) : [];
    for (const dict of dicts) found.push(...entriesOf(dict));
  }
  return found;
}

/** The instruments in `{"symbol": x}` and `dict(symbol=x)`. */
function entriesOf(dict: Expr): Expr[] {
  if (dict.kind === "call") return dict.args.flatMap((one) => (one.name !== null && INSTRUMENT_KEY.test(one.name) ? [one.value] : []));
  return dict.kind !== "dict" ? [] : dict.entries.flatMap((one) => (one.key?.kind === "string" && INSTRUMENT_KEY.test(one.key.value) ? [one.value] : []));
}

const isDict = (expr: Expr): boolean => expr.kind === "dict" || (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "dict");

function localDicts(on: Inference, name: Expr & { kind: "name" }): Expr[] {
  const fn = enclosingFunction(name)!;
  return (on.moduleIndexOf(name).scopes.get(fn)?.get(name.id) ?? []).flatMap((one) => (one.kind === "value" && one.item < 0 && isDict(one.expr) ? [one.expr] : []));
}
