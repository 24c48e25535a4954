import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, isRepeated, walk } from "../../../ir/walk.ts";
import { BOUNDED_CONTAINERS, GROWING_METHODS, REGISTRY_NAME, RARE_EVENTS, RARE_RECORDS, SIMULATED_CLASS, READ_FROM_FILE, RECORD_NAME, SHORT_LIVED_CODE, TRIMMING_CALLS, TRIMMING_METHODS } from "../../../knowledge/growth.ts";
import { SIMULATED } from "../../../knowledge/fill-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index, type ModuleIndex } from "../module-index.ts";
import { locations, type Location } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { handleFlows } from "../resources/flows.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { membershipIn } from "./added-once.ts";
import { holderOf, holdersOf, idOf, type Holder, type HolderFinder } from "./holders.ts";
import { cardinalityOf } from "./keys.ts";
import { LastingLocals } from "./lasting-locals.ts";
import { loopAround, repeatedCode, type RepeatedCode } from "./repeated.ts";
import { lengthOf, SizeLimits } from "./size-limits.ts";
import { Trims } from "./trims.ts";
import { isUnread } from "./unread.ts";

/** A container that lives as long as the bot and gets something added again and again. */
export interface GrowingContainer {
  readonly place: Location;
  /** Containers inside of it grow, not it itself: `history[symbol].append(...)`. */
  readonly nested: boolean;
  readonly adds: readonly [Growth, ...Growth[]];
  /** What takes something out of it again and again; null: nothing is known to. */
  readonly trim: Node | null;
  /** Something takes elements out where nobody knows how often, or of a container of this name. */
  readonly doubtful: boolean;
  /** Nobody reads more of it than its length or its tail. */
  readonly unread: boolean;
}

export interface Growth {
  readonly node: Node;
  readonly container: Expr;
  readonly fn: FunctionNode;
  readonly key: Expr | null;
  /** Whether its keys never end; where that is not known, it may be a handful. */
  readonly sure: boolean;
  /** The loop or registration that runs it again and again. */
  readonly why: Node;
}

const SET_UP = new Set(["__init__", "__post_init__", "<module>", "__new__"]);

export const growth = codeFact({
  name: "growth",
  doc: "Long-lived containers that loops and handlers add to, and what takes elements out of them.",
  requires: { program, index, infer, callGraph, reach, locations, sharedState, handleFlows, repeatedCode },
  derive({ program, index, infer, callGraph, reach, locations, sharedState, handleFlows, repeatedCode }): readonly GrowingContainer[] {
    const on: HolderFinder = { locations, flows: handleFlows, graph: callGraph, infer, locals: new LastingLocals(handleFlows, infer), fields: new Map() };
    // What is defined inside of a function that runs may be handed out by a decorator.
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" || isInside(fn, (outer) => outer.name !== "<module>" && reach.of(outer) !== "dead");
    const found = new Finder(on, index, repeatedCode, sharedState, isLive);
    for (const [file, one] of index.modules) if (!UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) found.collect(one, SHORT_LIVED_CODE.test(file));
    return found.assembled();
  },
});

function isInside(fn: FunctionNode, accepts: (outer: FunctionNode) => boolean): boolean {
  for (let at = enclosingFunction(fn); at; at = enclosingFunction(at)) if (accepts(at)) return true;
  return false;
}

class Finder {
  readonly #on: HolderFinder;
  readonly #index: Index;
  readonly #repeated: RepeatedCode;
  readonly #isLive: (fn: FunctionNode) => boolean;
  readonly #adds = new Map<string, { holder: Holder; adds: Growth[] }>();
  readonly #trims: Trims;
  readonly #limits: SizeLimits;
  readonly #state: SharedState;
  readonly #longLived = new Map<ClassNode, boolean>();
  readonly #constructions = new Map<ClassNode, { call: Call; fn: FunctionNode }[]>();

  constructor(on: HolderFinder, index: Index, repeated: RepeatedCode, state: SharedState, isLive: (fn: FunctionNode) => boolean) {
    this.#on = on;
    this.#state = state;
    this.#trims = new Trims(on, repeated);
    this.#limits = new SizeLimits(on, index);
    this.#index = index;
    this.#repeated = repeated;
    this.#isLive = isLive;
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        if (!isLive(fn)) return;
        for (const call of one.calls[fn.index]!) {
          for (const made of on.graph.targets(call).classes) for (const each of on.infer.hierarchy.ancestors(made)) this.#constructions.set(each, [...(this.#constructions.get(each) ?? []), { call, fn }]);
        }
      });
    }
  }

  collect(one: ModuleIndex, onlyTrims: boolean): void {
    for (const fn of one.module.functions) {
      if (!this.#isLive(fn)) continue;
      for (const call of one.calls[fn.index]!) this.#call(call, fn, onlyTrims);
    }
    for (const { target, value, fn } of one.stores) {
      if (!this.#isLive(fn)) continue;
      if (target.kind === "attribute") this.#rebound(target, fn);
      else this.#stored(target, value, fn, onlyTrims);
    }
    this.#globals(one);
    for (const node of one.byKind.get("delete") ?? []) {
      const fn = enclosingFunction(node);
      if (node.kind !== "delete" || !fn || !this.#isLive(fn)) continue;
      for (const target of node.targets) this.#trims.container(target.kind === "subscript" ? target.object : target, node);
    }
  }

  #call(call: Call, fn: FunctionNode, onlyTrims: boolean): void {
    const { callee } = call;
    const name = ownName(callee);
    // `task.add_done_callback(tasks.discard)`
    for (const { value } of call.args) if (value.kind === "attribute" && TRIMMING_METHODS.has(value.name)) this.#trims.container(value.object, call);
    if (TRIMMING_CALLS.has(name) && call.args[0]) return this.#trims.container(call.args[0].value, call);
    if (callee.kind !== "attribute") return;
    if (TRIMMING_METHODS.has(name)) return this.#trims.container(callee.object, call);
    const at = GROWING_METHODS.get(name);
    if (at === undefined || onlyTrims) return;
    const key = at < 0 ? null : (call.args[at]?.value ?? null);
    if (at >= 0 && !key) return;
    this.#add(callee.object, call, fn, key, call.args.at(-1)?.value ?? null);
  }

  /** `d[k] = v`: a key more; `history[symbol] = history[symbol][-100:]`: what is inside is cut. */
  #stored(target: Expr & { kind: "subscript" }, value: Expr | null, fn: FunctionNode, onlyTrims: boolean): void {
    if (target.index.kind === "slice") return holdersOf(this.#on, target.object).forEach((one) => this.#trims.holder(one, target));
    if (!holderOf(this.#on, target.object)) return;
    if (value && !isFirstOne(target, value)) this.#trims.holder(holderOf(this.#on, target), target);
    if (!onlyTrims) this.#add(target.object, target, fn, target.index, null);
  }

  #rebound(target: Expr & { kind: "attribute" }, fn: FunctionNode): void {
    if (!isSetUp(this.#on.graph, fn)) this.#trims.holder(holderOf(this.#on, target), target);
  }

  /** `global seen; seen = set()` in a function. */
  #globals(one: ModuleIndex): void {
    for (const [scope, escapes] of one.escapes) {
      if (scope.kind !== "function" || !this.#isLive(scope)) continue;
      for (const node of one.byKind.get("assign") ?? []) {
        if (node.kind !== "assign" || enclosingFunction(node) !== scope) continue;
        for (const target of node.targets) if (target.kind === "name" && escapes.get(target.id)) this.#trims.holder(holderOf(this.#on, target), node);
      }
    }
  }

  #add(container: Expr, node: Node, fn: FunctionNode, key: Expr | null, value: Expr | null): void {
    const why = this.#repeated.why(node, fn);
    if (!why || SET_UP.has(fn.name) || RARE_EVENTS.test(fn.name) || (key === null && this.#repeated.isPressed(why))) return;
    const holder = holderOf(this.#on, container);
    if (!holder || holder.depth > 1 || RARE_RECORDS.test(holder.place.name) || SIMULATED.test(`${holder.place.name} ${fn.name}`) || !this.#isLongLived(holder.place)) return;
    const scope = this.#on.locals.scopeOf(holder.place);
    if (scope && !this.#outlives(scope, node, fn)) return;
    const keys = key ? cardinalityOf({ flows: this.#on.flows, graph: this.#on.graph }, key) : null;
    if (keys === "bounded" || (!key && this.#isRegistry(holder, value))) return;
    if (!this.#isPlain(container, holder) || this.#isLimited(node, fn, container, value)) return;
    const known = this.#adds.get(idOf(holder));
    const growth = { node, fn, key, why, container, sure: keys !== "unknown" && !isByContent(holder, key) };
    if (known) known.adds.push(growth);
    else this.#adds.set(idOf(holder), { holder, adds: [growth] });
  }

  #isRegistry(holder: Holder, value: Expr | null): boolean {
    return REGISTRY_NAME.test(holder.place.name) || (value !== null && this.#on.infer.evaluate(value).some((one) => one.kind === "function" || one.kind === "class" || one.kind === "coroutine"));
  }

  /** A list, dict or set that does not bound itself. */
  #isPlain(container: Expr, holder: Holder): boolean {
    const values = this.#on.infer.evaluate(container);
    const sites = values.flatMap((one) => (one.kind === "container" && one.view === "itself" ? [one.site] : []));
    // The fields of what was read from a file are plain lists and dicts.
    const isRead = holder.within !== undefined && values.length > 0 && values.every((one) => one.kind === "container" || (one.kind === "external" && READ_FROM_FILE.test(one.path)));
    if ((sites.length === 0 && !isRead) || values.some((one) => one.kind === "external" && BOUNDED_CONTAINERS.test(one.path))) return false;
    return !sites.some(isBounded);
  }

  /** Added only while it is short, or while it does not hold the element yet and such elements are few. */
  #isLimited(node: Node, fn: FunctionNode, container: Expr, value: Expr | null): boolean {
    const id = idOf(holderOf(this.#on, container)!);
    const flow = flowOf(fn);
    const [point] = pointsOf(flow, node);
    if (point === undefined || flow.position[point]! < 0) return true;
    const isSame = (expr: Expr): boolean => {
      const other = holderOf(this.#on, expr);
      return other !== null && idOf(other) === id;
    };
    return conditionsAt(flow, point).some(({ node: test, outcome }) => {
      if (this.#limits.asks(test, id)) return true;
      const asked = membershipIn(this.#worth(test));
      if (asked) return value !== null && isSame(asked.container) && cardinalityOf({ flows: this.#on.flows, graph: this.#on.graph }, asked.key) !== "endless";
      if (test.kind !== "compare") return false;
      const [left, right] = [lengthOf(test.left), lengthOf(test.right)];
      if (left && isSame(left)) return outcome ? test.op === "<" || test.op === "<=" : test.op === ">" || test.op === ">=" || test.op === "==";
      return right !== null && isSame(right) && (outcome ? test.op === ">" || test.op === ">=" : test.op === "<" || test.op === "<=");
    });
  }

  /** `known = any(...)`, then `if not known`: what the one value of a local is. */
  #worth(test: Node): Node {
    const spot = test.kind === "name" ? this.#on.flows.spotOf(test) : null;
    const [only, ...more] = spot?.kind === "local" ? this.#on.flows.definitionsOf(spot) : [];
    return only?.kind === "value" && only.item < 0 && more.length === 0 ? only.expr : test;
  }

  /** A module's variable, or an attribute of objects that are made once, when the bot starts. */
  #isLongLived({ owner }: Location): boolean {
    if (!("kind" in owner)) return true;
    const known = this.#longLived.get(owner);
    if (known !== undefined) return known;
    const made = this.#constructions.get(owner) ?? [];
    const isOnce = ({ call, fn }: { call: Call; fn: FunctionNode }): boolean => this.#repeated.why(call, fn) === null && !isRepeated(call);
    const lasting = made.filter(({ fn }) => !SHORT_LIVED_CODE.test(this.#index.moduleOf(fn).file));
    const answer = lasting.length > 0 && !RECORD_NAME.test(owner.name) && !SHORT_LIVED_CODE.test(owner.name) && !SIMULATED_CLASS.test(owner.name) && !RARE_EVENTS.test(owner.name) && lasting.some(isOnce);
    this.#longLived.set(owner, answer);
    return answer;
  }

  /** A variable of a function: its own endless loop adds to it, or what it defines does, and the function runs once. */
  #outlives(scope: FunctionNode, node: Node, fn: FunctionNode): boolean {
    return fn === scope ? loopAround(node) !== null : this.#repeated.why(scope, scope) === null;
  }

  assembled(): GrowingContainer[] {
    return [...this.#adds].map(([id, { holder, adds }]) => {
      adds.sort((a, b) => Number(b.sure) - Number(a.sure));
      return { place: holder.place, nested: holder.depth > 0, adds: adds as [Growth, ...Growth[]], ...this.#trims.of(holder, id, adds.map(({ container }) => container)), unread: isUnread(this.#state, holder) };
    });
  }
}

/** `_fsm_cache[rules_hash] = compile(rules)`: as many entries as there are different contents, which may be few. */
const isByContent = ({ place }: Holder, key: Expr | null): boolean => key !== null && /cache|compiled|memo/i.test(place.name) && /hash|digest|checksum|fingerprint/i.test(ownName(key));

/** `deque(maxlen=100)`, `cachetools.TTLCache(...)`. */
function isBounded(site: Expr): boolean {
  if (site.kind !== "call") return false;
  const name = calledName(site);
  if (BOUNDED_CONTAINERS.test(name)) return true;
  const limit = site.args.find((one) => one.name === "maxlen") ?? (name === "deque" ? site.args[1] : undefined);
  return limit !== undefined && limit.value.kind !== "none";
}

/** What only the constructor calls (`self.load_state()`) fills the container once and cuts nothing. */
function isSetUp(graph: CallGraph, fn: FunctionNode, hops = 0): boolean {
  if (SET_UP.has(fn.name)) return true;
  const callers = graph.callersOf(fn);
  return hops < 3 && callers.length > 0 && callers.every(({ caller }) => caller !== fn && caller.name !== "<module>" && isSetUp(graph, caller, hops + 1));
}

/** `if symbol not in d: d[symbol] = []`: the first container for a key, not a cut of the old one. */
function isFirstOne(target: Expr, value: Expr): boolean {
  const empty = ((value.kind === "list" || value.kind === "set") && value.items.length === 0) || (value.kind === "dict" && value.entries.length === 0) || (value.kind === "call" && /^(deque|list|dict|set|defaultdict)$/.test(value.callee.kind === "name" ? value.callee.id : ""));
  if (!empty) return !cuts(value);
  for (let at: Node | null = target; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "if" && at.test.kind === "compare" && (at.test.op === "not in" || at.test.op === "is")) return true;
    if (at.kind === "if" && at.test.kind === "unary") return true;
  }
  return false;
}

/** A slice, a filter, or the result of some function. */
function cuts(value: Expr): boolean {
  let found = false;
  walk(value, (node) => { found ||= node.kind === "slice" || node.kind === "comprehension" || node.kind === "call" || node.kind === "name"; });
  return found;
}
