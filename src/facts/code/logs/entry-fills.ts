import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ANSWERED_FILL, ENTERED, SIMULATED } from "../../../knowledge/fill-words.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { snake } from "../guard-kinds.ts";
import { index, type Index } from "../module-index.ts";
import { openWays } from "../open-ways.ts";
import { reach } from "../reach.ts";
import type { PathStep } from "../trade-steps.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { fillSites } from "./fill-sites.ts";
import { logCalls, type LogCalls } from "./log-calls.ts";
import { complains } from "./log-summaries.ts";

/** An entry whose answer is the fill: a market order, or an order whose filled price or size is read from what came back. */
export interface EntryFill {
  readonly fn: FunctionNode;
  /** The call whose answer is the fill, in the function that makes a position of it. */
  readonly call: Call;
}

const MOST_STEPS = 4;

export const entryFills = codeFact({
  name: "entry-fills",
  doc: "Entries of a bot without a handler of fills: the answer to the order is the fill, told where it is taken.",
  requires: { program, index, openWays, reach, fillSites, logCalls },
  derive({ program, index, openWays, reach, fillSites, logCalls }): readonly EntryFill[] {
    if (fillSites.length > 0) return [];
    const found = new Map<FunctionNode, EntryFill>();
    for (const way of openWays.without(null)) {
      if ((way.kind !== "signal" && way.kind !== "unborn") || way.start === "person") continue;
      const steps = way.steps.slice(-MOST_STEPS);
      const below: PathStep[] = [];
      for (const step of steps.toReversed()) {
        below.push(step);
        const { from, at } = step;
        const file = index.moduleOf(from).file;
        if (at.kind !== "call" || step.starts || reach.of(from) !== "live" || SIMULATED.test(`${file} ${from.qualname}`) || UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
        const answered = readsFill(from, at);
        if (!answered && !((tellsEntry(logCalls, from, at) || booksEntry(index, from, at)) && below.some((one) => isMarket(one)))) continue;
        if (!found.has(from)) found.set(from, { fn: from, call: at });
        break;
      }
    }
    return [...found.values()];
  },
});

/** After the order, and not because it failed. */
const tellsEntry = (logs: LogCalls, fn: FunctionNode, order: Call): boolean =>
  logs.inside(fn).some((one) => one.call.start > order.end && one.kind !== "counter" && ENTERED.test(one.text) && !complains(one));

/** `self.positions[symbol] = Position(...)` behind the order. */
const booksEntry = (index: Index, fn: FunctionNode, order: Call): boolean =>
  index.modules.get(index.moduleOf(fn).file)!.stores.some((one) => one.fn === fn && one.statement.start > order.end && one.value?.kind !== "none" && REGISTRY_WORDS.test(snake(headName(one.target))));

const headName = (node: Node): string => (node.kind === "attribute" ? node.name : node.kind === "subscript" ? headName(node.object) : "");

/** `order = await place(...)` ... `order["average"]` */
function readsFill(fn: FunctionNode, order: Call): boolean {
  const name = assignedTo(order);
  if (name === null) return false;
  let found = false;
  walkBody(fn, (node) => {
    if (found || node.start < order.end) return;
    const field = node.kind === "attribute" ? node.name : node.kind === "subscript" && node.index.kind === "string" ? node.index.value
      : node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" && node.args[0]?.value.kind === "string" ? node.args[0].value.value : null;
    if (field === null || !ANSWERED_FILL.test(field)) return;
    const object = node.kind === "call" ? (node.callee as { object: Node }).object : (node as { object: Node }).object;
    found = headOf(object) === name;
  });
  return found;
}

function headOf(node: Node): string | null {
  for (let at: Node = node; ;) {
    if (at.kind === "name") return at.id;
    if (at.kind === "attribute" || at.kind === "subscript") at = at.object;
    else if (at.kind === "call" && at.callee.kind === "attribute") at = at.callee.object;
    else return null;
  }
}

function assignedTo(order: Call): string | null {
  for (let at: Node | null = order.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "assign") return at.targets[0]?.kind === "name" ? at.targets[0].id : null;
    if (at.kind === "if" || at.kind === "while" || at.kind === "for") return null;
  }
  return null;
}

/** A market order by what is handed on, or by the name of what is called. */
function isMarket({ at }: PathStep): boolean {
  if (at.kind !== "call") return false;
  const name = calledName(at);
  if (/(^|_)market(_|$)/i.test(name.replace(/([a-z])([A-Z])/g, "$1_$2"))) return true;
  if (at.args.some(({ value }) => isMarketWord(value) || (value.kind === "dict" && value.entries.some((one) => isMarketWord(one.value))) || (value.kind === "name" && filledIn(at, value.id)))) return true;
  return false;
}

/** `params = {"orderType": "Market"}` ... `post(params)` */
function filledIn(call: Call, name: string): boolean {
  let found = false;
  walkBody(enclosingFunction(call)!, (node) => {
    if (!found && node.kind === "assign" && node.targets[0]?.kind === "name" && node.targets[0].id === name && node.value.kind === "dict") found = node.value.entries.some((one) => isMarketWord(one.value));
  });
  return found;
}

const isMarketWord = (node: Node): boolean => (node.kind === "string" ? /^market$/i.test(node.value) : node.kind === "attribute" && /^market$/i.test(node.name));
