import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import { BOUNDED_KEY, ENDLESS_FIELD, ENDLESS_KEY, ENDLESS_OWNER } from "../../../knowledge/growth.ts";
import type { CallGraph } from "../call-graph.ts";
import { argumentFor, type HandleFlows } from "../resources/flows.ts";

export type Cardinality = "endless" | "bounded" | "unknown";

interface World {
  readonly flows: HandleFlows;
  readonly graph: CallGraph;
}

const MOST_HOPS = 5;
const MOST_CALLERS = 6;

/** How many different keys an expression gives over a bot's life: told by what it is made of, then by its names. */
export function cardinalityOf(on: World, key: Expr, hops = 0): Cardinality {
  switch (key.kind) {
    case "string": case "number": case "boolean": case "none": return "bounded";
    case "name": return ofName(on, key, hops);
    case "attribute": return ENDLESS_FIELD.test(key.name) ? ofOwner(key.object) : ofWord(key.name);
    case "subscript": return key.index.kind === "string" ? ofField(key.index.value, key.object) : "unknown";
    case "template": return joined(key.parts.map((one) => (one.kind === "interpolation" ? cardinalityOf(on, one.value, hops) : "bounded")));
    case "tuple": return joined(key.items.map((one) => cardinalityOf(on, one, hops)));
    case "logical": case "binary": return joined([cardinalityOf(on, key.left, hops), cardinalityOf(on, key.right, hops)]);
    case "conditional": return joined([cardinalityOf(on, key.then, hops), cardinalityOf(on, key.otherwise, hops)]);
    case "call": return ofCall(on, key, hops);
    default: return "unknown";
  }
}

const joined = (all: readonly Cardinality[]): Cardinality => (all.includes("endless") ? "endless" : all.every((one) => one === "bounded") ? "bounded" : "unknown");

/** `clOrdId` is cl_ord_id. */
const snake = (word: string): string => word.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/^_+/, "").toLowerCase();

function ofWord(word: string): Cardinality {
  const text = snake(word);
  if (ENDLESS_KEY.test(text)) return "endless";
  return BOUNDED_KEY.test(text) ? "bounded" : "unknown";
}

const lastWord = (expr: Expr): string => snake(ownName(expr));
const ofOwner = (owner: Expr): Cardinality => (ENDLESS_OWNER.test(lastWord(owner)) ? "endless" : "unknown");
const ofField = (field: string, owner: Expr): Cardinality => (ENDLESS_FIELD.test(field) ? ofOwner(owner) : ofWord(field));

function ofCall(on: World, call: Expr & { kind: "call" }, hops: number): Cardinality {
  const { callee } = call;
  const name = ownName(callee);
  const [first] = call.args;
  if (name === "get" && first?.value.kind === "string" && callee.kind === "attribute") return ofField(first.value.value, callee.object);
  if (callee.kind === "attribute" && TEXT_METHODS.test(name)) return cardinalityOf(on, callee.object, hops);
  if (first && /^(str|int|tuple|frozenset|hash)$/.test(name)) return cardinalityOf(on, first.value, hops);
  // `self._chat_id(update)`
  if (BOUNDED_KEY.test(snake(name))) return "bounded";
  return /^(uuid[14]|time_ns|hexdigest|token_hex)$/.test(name) ? "endless" : "unknown";
}

/** They give no more texts than they get. */
const TEXT_METHODS = /^(upper|lower|strip|replace|split|removesuffix|removeprefix|title|rsplit|partition)$/;

function ofName(on: World, key: Expr & { kind: "name" }, hops: number): Cardinality {
  const told = ofWord(key.id);
  if ((told !== "unknown" && key.id !== "cid") || hops > MOST_HOPS) return told;
  const spot = on.flows.spotOf(key);
  if (spot?.kind !== "local") return "unknown";
  const found = on.flows.definitionsOf(spot).map((one): Cardinality => {
    if (one.kind === "value" && one.item < 0) return cardinalityOf(on, one.expr, hops + 1);
    return one.kind === "parameter" ? ofParameter(on, one.fn, one.index, hops) : "unknown";
  });
  // An order's `cid` or a chat's: where it comes from tells.
  if (told === "endless") return found.length > 0 && joined(found) === "bounded" ? "bounded" : told;
  return found.length === 0 ? "unknown" : joined(found);
}

function ofParameter(on: World, fn: FunctionNode, index: number, hops: number): Cardinality {
  const given = on.graph.callersOf(fn).slice(0, MOST_CALLERS).flatMap(({ call }) => argumentFor(call, fn, index) ?? []);
  return given.length === 0 ? "unknown" : joined(given.map((one) => cardinalityOf(on, one, hops + 2)));
}
