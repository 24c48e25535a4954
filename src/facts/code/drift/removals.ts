import type { Assign, Attribute, Call, Expr, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { DROPPING_NAMES, REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { REMOVALS } from "../races/accesses.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import { failedValue } from "./trail.ts";

/** Something that takes a position out of the bot's books. */
export interface Removal {
  readonly node: Node;
  readonly fn: FunctionNode;
  /** What is taken out, for people. */
  readonly what: string;
  /** Known by the name of the called function alone. */
  readonly byName: boolean;
  /** `trade.status = "CLOSED"`: the record stays and says that the position is gone; `what` is the field or the state. */
  readonly marks: boolean;
}

export interface Removals {
  /** What the function does itself, in source order; calls that do it further down included, as the call. */
  inside(fn: FunctionNode): readonly Removal[];
  /** The removal that a call leads to: the innermost one. */
  through(call: Call): Removal | null;
}

const DEEPEST = 4;

export const removals = codeFact({
  name: "position-removals",
  doc: "Where positions are taken out of the bot's own books: maps, attributes, rows.",
  requires: { index, callGraph, sharedState },
  derive({ index, callGraph, sharedState }): Removals {
    const known = new Map<FunctionNode, readonly Removal[]>();
    const innermost = new Map<FunctionNode, Removal | null>();
    const own = (fn: FunctionNode): readonly Removal[] => {
      let found = known.get(fn);
      if (!found) known.set(fn, (found = ownRemovals(sharedState, fn)));
      return found;
    };
    const from = (fn: FunctionNode, depth: number): Removal | null => {
      const before = innermost.get(fn);
      if (before !== undefined) return before;
      innermost.set(fn, null);
      let found: Removal | null = own(fn)[0] ?? null;
      if (!found && depth < DEEPEST) {
        for (const call of callsOf(index, fn)) {
          found = throughCall(callGraph, call, fn, (callee) => from(callee, depth + 1));
          if (found) break;
        }
      }
      innermost.set(fn, found);
      return found;
    };
    const through = (call: Call, fn: FunctionNode | null = null): Removal | null => throughCall(callGraph, call, fn, (callee) => from(callee, 1));
    return {
      through: (call) => through(call),
      inside(fn) {
        const calls = callsOf(index, fn).flatMap((call): Removal[] => {
          const found = through(call, fn);
          return found ? [{ ...found, node: call, fn }] : [];
        });
        return [...own(fn), ...calls].sort((a, b) => a.node.start - b.node.start);
      },
    };
  },
});

const callsOf = (index: Index, fn: FunctionNode): readonly Call[] => index.callsIn(fn);

const HARMLESS = /^_?(get|fetch|check|is|has|should|can|log|notify|send|alert|verify|validate|cancel|calc|calculate|estimate|format|print|count)_|^(debug|info|warning|error|exception|critical|print)$/i;

function throughCall(graph: CallGraph, call: Call, fn: FunctionNode | null, from: (callee: FunctionNode) => Removal | null): Removal | null {
  const name = calledName(call);
  if (HARMLESS.test(name)) return null;
  const { how, functions } = graph.targets(call);
  if (how !== "unresolved" && functions.length > 0 && functions.length <= 6) {
    for (const callee of functions) {
      const found = callee === fn || callee.name === "__init__" ? null : from(callee);
      if (found) return found;
    }
  }
  return DROPPING_NAMES.test(name) ? { node: call, fn: fn!, what: name, byName: true, marks: false } : null;
}

function ownRemovals(state: SharedState, fn: FunctionNode): readonly Removal[] {
  if (fn.name === "__init__" || fn.name === "<module>") return [];
  const found: Removal[] = [];
  const add = (node: Node, what: string, marks = false): void => void found.push({ node, fn, what, byName: false, marks });
  const taken = new Set<Node>();
  for (const { place, access } of state.inside(fn)) {
    const { label } = place.location;
    if (!REGISTRY_WORDS.test(label) || NOT_BOOKS.test(place.location.name)) continue;
    // `trades_of[symbol] = []` makes a place for what comes.
    const isEmptied = access.node.kind === "assign" && (access.kind === "rebind" || (access.kind === "store" && access.node.value.kind !== "list")) && failedValue(access.node.value) !== null && !keepsRecord(access.node);
    if (!REMOVALS.has(access.kind) && !isEmptied) continue;
    taken.add(access.node);
    add(access.node, label);
  }
  walkBody(fn, (node) => {
    if (node.kind === "assign" && !taken.has(node)) {
      for (const target of node.targets) if (closesRecord(target, node.value)) add(node, target.kind === "attribute" ? target.name : target.kind === "subscript" && target.index.kind === "string" ? target.index.value : "record", true);
    } else if (node.kind === "call" && isStatement(node)) add(node, "SQL");
    else if (node.kind === "call" && isKey(node)) add(node, wordsIn(node.args[0]!.value));
    else if (node.kind === "call" && isGiven(node, fn)) add(node, ownName((node.callee as Attribute).object));
    else if (node.kind === "call" && saysFlat(node)) add(node, "position", true);
    else if (node.kind === "call") {
      const state = closedState(node);
      if (state !== null) add(node, state, true);
    }
  });
  return found;
}

/** `positions[coin] = (opened_at, None, tier)`: a part of the record is unset, the record stays. */
const keepsRecord = ({ targets, value }: Assign): boolean =>
  value.kind === "tuple" && targets.every((one) => one.kind !== "tuple") && value.items.some((one) => one.kind !== "none" && failedValue(one) === null);

/** Maps beside the books: prices, locks, timers, counters, the pace of requests (`_current_backoff`). */
const NOT_BOOKS = /price|recent|back_?off|throttl|delay|interval|streak|consecutive|lock|cache|cooldown|task|timer|time|count|seen|last_|log|alert|warn|notif|pending_|history|metric|stat(s|istics)$|error|fail|retry|attempt|_ts$|orders?$|order_id|confirm|clos(e|ing)_|audit|percent|pct|ratio|level|trail|(stop|profit)_?(loss|price|order)?$/i;

const CLOSED_FIELD = /^(status|state|is_open|is_active|active|open|closed|is_closed|exited|is_exited|position_closed|in_position|in_trade|position|position_(type|entry)|size|qty|quantity|amount|contracts|position_(side|size|amt|qty)|closed_at|exit_reason|close_reason|side)$/i;

/** `trade.status = "CLOSED"`, `record["closed"] = True`, `position.size = 0`. */
function closesRecord(target: Expr, value: Expr): boolean {
  const name = target.kind === "attribute" ? target.name : target.kind === "subscript" && target.index.kind === "string" ? target.index.value : null;
  if (name === null || !CLOSED_FIELD.test(name)) return false;
  if (/closed|exited/i.test(name) && value.kind === "boolean") return value.value;
  const word = value.kind === "string" ? value.value : value.kind === "attribute" ? (value.name === "value" && value.object.kind === "attribute" ? value.object.name : value.name) : null;
  if (word !== null && /^(closed?|exited|flat|inactive|phantom|ghost|none|stale|external\w*|closed_\w+)$/i.test(word)) return true;
  return failedValue(value) !== null && !/reason|closed|exited/i.test(name);
}

/** `positions.remove(one)`, where the books came in as a parameter. */
const isGiven = ({ callee }: Call, fn: FunctionNode): boolean => callee.kind === "attribute" && /^(remove|pop|discard)$/.test(callee.name) && callee.object.kind === "name"
  && /(^|_)(positions|open_trades|active_trades|holdings)$/i.test(callee.object.id) && fn.params.some((one) => one.name === (callee.object as Name).id);

/** `redis.delete(f"position:{symbol}")`, `redis.hdel("open_positions", symbol)`, `redis.delete(self._pos_key(symbol))`. */
const isKey = ({ callee, args }: Call): boolean => callee.kind === "attribute" && /^(delete|unlink|hdel|srem)$/.test(callee.name) && /(^|_)(redis|rdb|redis_client|redis_conn)$/i.test(ownName(callee.object))
  && args[0] !== undefined && KEPT_UNDER.test(wordsIn(args[0].value));

const KEPT_UNDER = /(^|[^a-z])(pos|positions?|open_trades?|active_trades?|trades?|deals?|slots?|holdings?)([^a-z]|$)/i;
const wordsIn = (expr: Expr): string => (expr.kind === "string" ? expr.value : expr.kind === "template" ? expr.parts.map((part) => (part.kind === "string" ? part.value : "")).join(" ") : expr.kind === "call" ? ownName(expr.callee) : ownName(expr));

/** `self._transition_to(TradeState.CLOSED)`: the record is the state of an object, and whoever steps it forward sees nothing to do from there. */
function closedState(call: Call): string | null {
  if (!TRANSITIONS.test(calledName(call))) return null;
  for (const { value } of call.args) {
    const word = value.kind === "string" ? value.value : value.kind === "attribute" ? value.name : "";
    if (/^(closed|flat|exited|idle|no_position)$/i.test(word)) return value.kind === "attribute" && value.object.kind === "name" ? `${value.object.id}.${word}` : word;
  }
  return null;
}

const TRANSITIONS = /^_*((transition|switch|move|go|change|set|update)_?(to|state|status|phase|trade_state|position_state)|transition(_state)?|(transition|change|set|update)_(trade|position)_(state|status))(_to)?$/i;

/** `Result(state=State.FLAT, position=None)`: whoever gets it takes the position out. */
const saysFlat = (call: Call): boolean => call.args.some(({ name, value }) => name !== null && /(^|_)position$/.test(name) && value.kind === "none")
  && call.args.some(({ name, value }) => name !== null && /(^|_)(state|status)$/.test(name) && value.kind === "attribute" && /^(flat|closed|idle|no_position)$/i.test(value.name));

function isStatement(call: Call): boolean {
  return call.args.some(({ value }) => {
    const text = value.kind === "string" ? value.value : value.kind === "template" ? value.parts.map((part) => (part.kind === "string" ? part.value : "?")).join("") : "";
    return /\bdelete\s+from\s+\S*(position|trade)/i.test(text) || /\bupdate\s+\S*(position|trade)\S*\s+set\b[^]*clos/i.test(text);
  });
}
