import { leaves } from "../../../ir/blocks.ts";
import type { Call, Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { decidesByName, LEVERAGE_METHODS, ORDER_POSITIONS, type Decides } from "../../../knowledge/trading-numbers.ts";
import { Closes, Opens, type OrderReach } from "../order-reach.ts";
import type { OrderSite } from "../order-sites.ts";
import type { Demand } from "./demand.ts";
import { wordsIn } from "./words-of.ts";

const seed = (expr: Expr, decides: Decides, site: Node, force: "value" | "guard"): Demand =>
  ({ expr, decides, force, site, from: null, hops: 0, compare: null, name: null, inside: null });

/** The arguments of a call that sends an order, by what they decide. */
export function orderArguments(site: OrderSite): Demand[] {
  const { call } = site;
  const positions = ORDER_POSITIONS.get(site.method);
  const found: Demand[] = [];
  site.sent.forEach((argument, i) => {
    if (argument.name !== null) {
      const decides = decidesByName(argument.name);
      if (decides) found.push(seed(argument.value, decides, call, "value"));
      else if (/^(params|data|body|payload|json|kwargs|args)$/.test(argument.name)) found.push(seed(argument.value, "size", call, "value"));
      return;
    }
    const known = positions?.[i];
    if (known && known !== "params") found.push(seed(argument.value, known, call, "value"));
    else if (known === "params" || argument.spread === "dict" || (positions === undefined && isRecord(argument.value))) found.push(seed(argument.value, site.role === "protect" ? "stop" : "size", call, "value"));
  });
  return found;
}

const isRecord = (expr: Expr): boolean => expr.kind === "dict" || (expr.kind === "name" && /param|body|payload|data|order|req|kwargs|args/i.test(expr.id));

/** The number of a call that sets the leverage at the venue. */
export function leverageArgument(call: Call): Demand | null {
  const method = call.callee.kind === "attribute" ? call.callee.name : "";
  const position = LEVERAGE_METHODS.get(method);
  if (position === undefined) return null;
  const named = call.args.find((one) => one.name !== null && /lever/i.test(one.name));
  // Wrappers of the bot take the symbol first, ccxt takes it last.
  const said = call.args.find((one) => one.name === null && (one.value.kind === "number" || /lev/i.test(wordsIn(one.value))));
  const given = named ?? said ?? (position >= 0 ? call.args[position] : undefined);
  return given && given.spread === "none" ? seed(given.value, "leverage", call, "value") : null;
}

/** The conditions that decide whether a function's calls towards orders run: those around them, and early ways out before them. */
export function guardsOf(fn: FunctionNode, calls: readonly Call[], ifs: readonly If[], reach: OrderReach): Demand[] {
  const found: Demand[] = [];
  const seen = new Set<Node>();
  let last = -1;
  let all = 0;
  for (const call of calls) {
    const bits = reach.ofCall(call);
    if (bits === 0) continue;
    all |= bits;
    last = Math.max(last, call.start);
    let child: Node = call;
    for (let node = call.parent; node && node !== fn; child = node, node = node.parent) {
      if ((node.kind !== "if" && node.kind !== "while" && node.kind !== "conditional") || node.test === child || seen.has(node)) continue;
      seen.add(node);
      found.push(seed(node.test, decidesByBits(bits), node, "guard"));
    }
  }
  for (const one of ifs) {
    if (one.end >= last || seen.has(one) || !(leaves(one.body) || leaves(one.otherwise))) continue;
    found.push(seed(one.test, decidesByBits(all), one, "guard"));
  }
  return found;
}

const decidesByBits = (bits: number): Decides => (bits & Opens ? "entry" : bits & Closes ? "exit" : "stop");

