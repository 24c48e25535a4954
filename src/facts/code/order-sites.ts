import type { Argument, Call, FunctionNode } from "../../ir/nodes.ts";
import { EXCHANGE_LIBRARY, ORDER_METHODS, ORDER_PATHS, type OrderRole } from "../../knowledge/order-calls.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { index, type Index } from "./module-index.ts";
import { places } from "./places.ts";

/** A call that sends something to the venue's order book. */
export interface OrderSite {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly role: OrderRole;
  /** By what it was recognised: the library's path, a REST path, or the bare method name. */
  readonly by: string;
  readonly at: Anchor;
}

export const orderSites = codeFact({
  name: "order-sites",
  doc: "Every call that sends, amends or cancels an order, told by the API that is called.",
  requires: { index, callGraph, places },
  derive({ index, callGraph, places }): readonly OrderSite[] {
    const found: OrderSite[] = [];
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        for (const call of one.calls[fn.index]!) {
          const site = byMethod(callGraph, call) ?? byPath(callGraph, call);
          if (site) found.push({ call, fn, ...site, at: places.at(call) });
        }
      });
    }
    return found;
  },
  *show(sites) {
    for (const site of sites) yield [site.at, site.role] as const;
  },
});

function byMethod(graph: CallGraph, call: Call): Pick<OrderSite, "role" | "by"> | null {
  if (call.callee.kind !== "attribute") return null;
  const known = ORDER_METHODS.get(call.callee.name);
  if (!known) return null;
  const targets = graph.targets(call);
  if (targets.how === "resolved" || targets.how === "named") return null;
  const library = targets.libraries.find((path) => EXCHANGE_LIBRARY.test(path));
  if (!library && (!known.distinctive || targets.how === "library")) return null;
  const role = known.role === "open" && reducesOnly(call) ? "close" : known.role === "open" && isStop(call) ? "protect" : known.role;
  return { role, by: library ?? call.callee.name };
}

/** A request whose path (a literal argument, or one folded from a constant) is an order endpoint. */
function byPath(graph: CallGraph, call: Call): Pick<OrderSite, "role" | "by"> | null {
  for (const argument of call.args) {
    const text = argument.value.kind === "string" ? argument.value.value : argument.value.kind === "template" ? lastLiteral(argument.value) : null;
    if (!text || text.length > 200 || !text.includes("/")) continue;
    const known = ORDER_PATHS.find((one) => one.path.test(text));
    if (!known) continue;
    if (isDelete(call)) return { role: "cancel", by: text };
    if (isRead(call)) return null;
    return { role: known.role === "open" && reducesOnly(call) ? "close" : known.role, by: text };
  }
  void graph;
  return null;
}

const lastLiteral = (template: Extract<Argument["value"], { kind: "template" }>): string => {
  const last = template.parts.at(-1);
  return last?.kind === "string" ? last.value : "";
};

const methodWord = (call: Call): string => {
  const name = call.callee.kind === "attribute" ? call.callee.name : call.callee.kind === "name" ? call.callee.id : "";
  const literal = call.args.map((one) => (one.value.kind === "string" ? one.value.value : "")).find((text) => /^(GET|POST|PUT|DELETE)$/i.test(text));
  return (literal ?? name).toLowerCase();
};
const isDelete = (call: Call): boolean => /delete/.test(methodWord(call));
const isRead = (call: Call): boolean => /(^|_)get(_|$)|^(join|startswith|endswith|debug|info|warning|error|print|replace|format)$/.test(methodWord(call));

/** `reduceOnly` set to a true literal in the call's own arguments. */
function reducesOnly(call: Call): boolean {
  return literalFlag(call, /^(reduce_?only|close_?position)$/i);
}

function isStop(call: Call): boolean {
  return call.args.some((one) => one.value.kind === "string" && /^(stop(_market|_loss)?|take_profit(_market)?|trailing_stop(_market)?|conditional|oco|trigger|move_order_stop)$/i.test(one.value.value))
    || literalFlag(call, /^(stop_?loss_?price|take_?profit_?price|trigger_?price|trailing_?percent|stop_?price)$/i);
}

function literalFlag(call: Call, key: RegExp): boolean {
  for (const argument of call.args) {
    if (argument.name !== null && key.test(argument.name)) return isOn(argument.value);
    if (argument.value.kind !== "dict") continue;
    for (const entry of argument.value.entries) {
      if (entry.key?.kind === "string" && key.test(entry.key.value)) return isOn(entry.value);
    }
  }
  return false;
}

function isOn(value: Argument["value"]): boolean {
  if (value.kind === "boolean") return value.value;
  if (value.kind === "string") return value.value.toLowerCase() === "true";
  return value.kind !== "none";
}

/** The functions that hold an order site of a role. */
export const holders = (sites: readonly OrderSite[], index: Index, ...roles: readonly OrderRole[]): ReadonlySet<FunctionNode> => {
  void index;
  return new Set(sites.filter((one) => roles.includes(one.role)).map((one) => enclosingFunction(one.call)!));
};
