import type { FunctionNode, Name, Parameter } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { MARKET_CALLS } from "../../../knowledge/instrument-arguments.ts";
import { POSITION_METHODS } from "../../../knowledge/position-calls.ts";
import { wordOf } from "./holders.ts";

/** Where the function's own code names its parameter. */
export function readsOf(fn: FunctionNode, parameter: Parameter): readonly Name[] {
  const found: Name[] = [];
  for (const statement of fn.body) walk(statement, (node) => void (node.kind === "name" && node.id === parameter.name && found.push(node)));
  return found;
}

const asksMarket = (name: string): boolean => MARKET_CALLS.has(name) && !POSITION_METHODS.has(name);

/** `fetch_ticker(symbol)`, `retry(exchange.fetch_ticker, symbol)`, a text about it: the market is looked at, nothing is sent to it. */
export function onlyAsksMarket(fn: FunctionNode, parameter: Parameter): boolean {
  return readsOf(fn, parameter).every(({ parent }) => {
    if (parent?.kind === "interpolation") return true;
    const call = parent?.kind === "argument" ? parent.parent : null;
    if (call?.kind !== "call") return false;
    return asksMarket(wordOf(call.callee)) || call.args.some(({ value }) => value.kind === "attribute" && asksMarket(value.name));
  });
}
