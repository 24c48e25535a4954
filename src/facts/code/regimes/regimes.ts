import type { Call, ClassNode, Expr, FunctionNode, Module, Node, Subscript } from "../../../ir/nodes.ts";
import { enclosingFunction, functionAround, methodsOf } from "../../../ir/walk.ts";
import { RELOADED, RELOADS, type ParameterGroup } from "../../../knowledge/regime-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { snake } from "../guard-kinds.ts";
import { entryPoints } from "../entry-points.ts";
import type { Inference } from "../inference/context.ts";
import { nameOf } from "../metrics/price-roles.ts";
import { infer } from "../inference/infer.ts";
import { isLogged } from "../logs/is-logged.ts";
import { index, type Store } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { reach, type Reachability } from "../reach.ts";
import { tradingCode } from "../trading-code.ts";
import { follower, type Follower } from "../value-follower.ts";
import { derivedValues, groupsOf, wordsOf } from "./regime-flow.ts";
import { foundOnce, type FoundOnce } from "./found-once.ts";
import { landingsOf, type Landing } from "./landings.ts";
import { isSameForAll } from "./same-for-all.ts";
import { regimeSources, type RegimeStore } from "./regime-sources.ts";
import { unreadFields, type UnreadField } from "./unread-fields.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A use of a parameter that is chosen by the regime. */
export interface FollowingRead {
  readonly node: Expr;
  readonly fn: FunctionNode;
  readonly groups: readonly ParameterGroup[];
}

/** A function that brings new parameters in, and that nothing runs. */
export interface DeadReload {
  readonly fn: FunctionNode;
  readonly store: Store;
}

export interface Regimes {
  readonly stores: readonly RegimeStore[];
  /** Statements outside of constructors that set the regime. */
  readonly changes: readonly Store[];
  /** Where the regime is read or found at all. */
  readonly reads: readonly Expr[];
  /** Uses of parameters chosen by the regime, outside of constructors, in code that trades. */
  readonly following: readonly FollowingRead[];
  /** Where a parameter of the group (null: of any) is chosen by the regime for all to see. */
  shows(group: ParameterGroup | null): Expr | null;
  /** A use or a place that shows code which trades taking a parameter of the group from the regime. */
  follows(group: ParameterGroup): Expr | null;
  /** Where such parameters are kept: attributes, fields of positions. */
  readonly landings: readonly Landing[];
  readonly deadReloads: readonly DeadReload[];
  /** Functions that run because the regime changed. */
  readonly afterChange: ReadonlySet<FunctionNode>;
  /** Parameters that are fetched into a local name which nobody reads, from where nobody else takes them. */
  readonly unused: readonly { readonly node: Expr; readonly name: string; readonly fn: FunctionNode }[];
  /** Parameters that are kept in a field which nobody reads. */
  readonly unread: readonly UnreadField[];
  /** A regime that only constructors find. */
  readonly foundOnce: readonly FoundOnce[];
  /** The regime is set, or found, outside of constructors. */
  readonly mayChange: boolean;
  isChosen(expr: Expr): boolean;
  isLive(fn: FunctionNode): boolean;
}

const ASIDE_FILE = /(^|[/_])(backtest\w*|simulat\w*|research|dashboards?|web|ui)([/_.]|$)/i;
/** Work on the strategy rather than in it, unless the running bot loads the file. */
const TOOL_FILE = /(^|[/_])(optimi[sz]\w*|validation|ml)([/_.]|$)/i;

export const regimes = codeFact({
  name: "regimes",
  doc: "Where the market's regime is kept and found, and where the parameters that it chooses go.",
  requires: { program, index, infer, callGraph, reach, entryPoints, constants, orderSites, tradingCode, follow: follower },
  derive({ program, index, infer, callGraph, reach, entryPoints, constants, orderSites, tradingCode, follow }): Regimes {
    const programs = new Set(entryPoints.all.map((one) => one.module));
    const startable = spread([...programs], (module) => entryPoints.imports(module));
    const aside = new Map<Module, boolean>([...program.modules.values()].map((module) => [module, isAside(module)]));
    const isBot = (fn: FunctionNode): boolean => !aside.get(index.moduleOf(fn))!;
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && isBot(fn);
    const inBot = (fn: FunctionNode): boolean => isBot(fn) && (reach.of(fn) !== "dead" || startable.has(index.moduleOf(fn)) || reach.loaded(index.moduleOf(fn)));
    const { stores, reads } = regimeSources(index, infer, inBot, [...index.modules].flatMap(([file, one]) => (saysRegime(program.texts.get(file)) ? [one] : [])));
    const derived = derivedValues(follow, reads);
    const changes = stores.flatMap((one) => one.stores).filter((one) => !isConstructor(one.fn) && isLive(one.fn));
    const afterChange = spread(changes.map((one) => one.fn), (fn) => index.callsIn(fn).flatMap((call) => callGraph.runs(call)));
    const runsLater = (fn: FunctionNode): boolean => !isConstructor(fn) && isLive(fn);
    // A paper account follows the regime as well: nothing is traded by it. Where no order was seen, all that runs may trade.
    const trades = (fn: FunctionNode): boolean => orderSites.length === 0 || tradingCode.of(fn) !== "other";
    const isChosen = (expr: Expr): boolean => derived.get(expr)?.chosen === true;
    const following = followingReads(derived, (fn) => isLive(fn) && trades(fn));
    const landings = landingsOf({ index, callGraph, derived, inBot, isLive }).filter((one) => !isSameForAll(one.value, { index, callGraph, constants }));
    return {
      stores, changes, reads, afterChange, isChosen,
      isLive, unused: unusedParameters(derived, infer, follow, isLive),
      foundOnce: foundOnce({ stores, reads, runsLater, isConstructor }),
      mayChange: changes.length > 0 || reads.some((one) => one.kind === "call" && runsLater(enclosingFunction(one)!)),
      unread: unreadFields({ index, infer, callGraph, follow, derived, isLive }),
      following, shows: shownIn(following, reads), follows: followsOf(following, landings, trades, follow),
      landings,
      deadReloads: stores.length + reads.length === 0 ? [] : deadReloads(),
    };

    function isAside(module: Module): boolean {
      const { file } = module;
      return UNTRADED_ROLES.has(program.roles.get(file) ?? "bot") || ASIDE_FILE.test(file) || (TOOL_FILE.test(file) && !reach.loaded(module));
    }

    function deadReloads(): DeadReload[] {
      const found: DeadReload[] = [];
      for (const one of index.modules.values()) {
        for (const store of one.stores) {
          const { fn } = store;
          if (isConstructor(fn) || found.some((each) => each.fn === fn) || !isBot(fn) || reach.of(fn) !== "dead") continue;
          if (!reloads(fn) || !(takesFromParameter(infer, store, fn) || (store.value && isChosen(store.value))) || callGraph.callersOf(fn).length > 0) continue;
          // `set_regime_map(regime, names)` says which strategies run: no parameter of an open position.
          if (!PARAMETER.test(`${snake(fn.name)} ${snake(nameOf(store.target.kind === "subscript" ? store.target.object : store.target))} ${store.value ? wordsOf(store.value) : ""}`)) continue;
          const owner = ownerClass(fn);
          if (owner && isUsed(owner, reach)) found.push({ fn, store });
        }
      }
      return found;
    }
  },
});

/** Called like a parameter of the group itself, where the regime is read: no field of a record that holds something of the regime as well. */
function shownIn(following: readonly FollowingRead[], reads: readonly Node[]): Regimes["shows"] {
  const readers = new Set(reads.map((one) => functionAround(one)));
  return (group) => following.find(({ node, fn }) => node.kind !== "attribute" && readers.has(fn) && groupsOf(wordsOf(node)).some((one) => group === null || one === group))?.node ?? null;
}

/** Used by code that trades, or kept where such code reads it. */
function followsOf(following: readonly FollowingRead[], landings: readonly Landing[], trades: (fn: FunctionNode) => boolean, follow: Follower): Regimes["follows"] {
  const isUsedToTrade = ({ fn, field }: Landing): boolean => trades(fn) || follow.attributesNamed(field).some((one) => trades(functionAround(one)));
  return (group) =>
    following.find((one) => one.groups.includes(group))?.node ?? landings.find((one) => one.live && one.groups.includes(group) && isUsedToTrade(one))?.value ?? null;
}

export const PARAMETER = /param|profile|mult|factor|scale|stop|trail|size|sizing|(^|[_ ])(sl|tp)\d?([_ ]|$)|target|risk|level|threshold|leverage|distance|limit|exit|config|setting|atr|callback|offset|width|(^|[_ ])pct([_ ]|$)/;

/** In any spelling of a name. A module without a text is looked at. */
const saysRegime = (text: string | undefined): boolean => text === undefined || text.includes("egime") || text.includes("EGIME");

export const isConstructor = (fn: FunctionNode): boolean => fn.name === "__init__" || fn.name === "__post_init__" || fn.name === "<module>";

function followingReads(derived: ReadonlyMap<Expr, { chosen: boolean; words: string }>, counts: (fn: FunctionNode) => boolean): FollowingRead[] {
  const found: FollowingRead[] = [];
  for (const [node, { chosen, words }] of derived) {
    if (!chosen) continue;
    const fn = enclosingFunction(node);
    if (!fn || isConstructor(fn) || !counts(fn)) continue;
    const groups = groupsOf(`${words} ${wordsOf(node)}`);
    if (groups.length > 0) found.push({ node, fn, groups });
  }
  return found;
}

function unusedParameters(derived: ReadonlyMap<Expr, { chosen: boolean }>, on: Inference, follow: Follower, isLive: (fn: FunctionNode) => boolean): Regimes["unused"] {
  const found: { node: Expr; name: string; fn: FunctionNode }[] = [];
  const used = new Set<string>();
  for (const [node, { chosen }] of derived) {
    if (!chosen || (node.kind !== "call" && node.kind !== "subscript")) continue;
    const fn = enclosingFunction(node);
    if (!fn || !isLive(fn) || fn.name === "<module>" || node.parent?.kind === "expression") continue;
    // `PARAMS[regime]["size"]` is told by what is taken out of it.
    if (node.parent?.kind === "subscript" && node.parent.object === node && derived.has(node.parent)) continue;
    const target = node.parent?.kind === "assign" ? node.parent.targets[0] : undefined;
    const reads = target?.kind === "name" ? follow.reads(fn, target.id) : null;
    if (target?.kind === "name" && reads?.every((one) => isLogged(one, LOGS))) {
      // One value out of a profile that is for something else (a strength, a text to show) is not what this is about.
      const key = keyOf(node);
      if ((key === null && reads.length === 0) || groupsOf(`${snake(target.id)} ${snake(key ?? "")}`).length > 0) found.push({ node, name: target.id, fn });
    } else used.add(sourceOf(node, on));
  }
  // What is fetched a second time where it is needed is only fetched in vain here.
  return found.filter((one) => !used.has(sourceOf(one.node, on)));
}

/** What is printed is shown to somebody who asked for it. */
const LOGS = /^(debug|info|warning|warn)$/;

/** `profile["size"]`, `profile.get("size", 1.0)`. */
function keyOf(node: Call | Subscript): string | null {
  const key = node.kind === "subscript" ? node.index : node.callee.kind === "attribute" && node.callee.name === "get" ? node.args[0]?.value : undefined;
  return key?.kind === "string" ? key.value : null;
}

/** The function or table that gives a parameter. A table in a local name is its function's own. */
function sourceOf(node: Expr, on: Inference): string {
  const from = node.kind === "subscript" ? node.object : node.kind !== "call" ? node : node.callee.kind === "attribute" && node.callee.name === "get" ? node.callee.object : node.callee;
  const fn = from.kind === "name" ? enclosingFunction(from) : null;
  const isLocal = fn !== null && fn.name !== "<module>" && from.kind === "name" && on.moduleIndexOf(fn).scopes.get(fn)?.has(from.id);
  return isLocal ? `${fn.qualname} ${nameOf(from)}` : nameOf(from);
}

/** Named for new parameters, and handed the regime or what it chooses. */
function reloads(fn: FunctionNode): boolean {
  const name = snake(fn.name);
  if (!RELOADS.test(name) || !RELOADED.test(name)) return false;
  const handed = fn.params.map((one) => snake(one.name));
  return /regime/.test(name) || handed.some((one) => /(^|_)regime(_|$)/.test(one));
}

/** What is stored comes from a parameter: itself, a field of it, what a local name took by it. */
function takesFromParameter(on: Inference, { value }: Store, fn: FunctionNode): boolean {
  const names = new Set(fn.params.slice(1).map((one) => one.name));
  const scope = on.moduleIndexOf(fn).scopes.get(fn);
  const step = (expr: Expr, hops: number): boolean => {
    switch (expr.kind) {
      case "attribute": return step(expr.object, hops);
      case "subscript": return step(expr.object, hops) || step(expr.index, hops);
      case "call": return expr.args.some((one) => step(one.value, hops)) || (expr.callee.kind === "attribute" && step(expr.callee.object, hops));
      case "binary": case "logical": return step(expr.left, hops) || step(expr.right, hops);
      case "name": return names.has(expr.id) || (hops > 0 && (scope?.get(expr.id) ?? []).some((one) => one.kind === "value" && step(one.expr, hops - 1)));
      default: return false;
    }
  };
  return value !== null && step(value, 2);
}

/** Other methods of its class run. */
const isUsed = (owner: ClassNode, reach: Reachability): boolean => methodsOf(owner).some((one) => one.name !== "__init__" && reach.of(one) === "live");

function ownerClass(fn: FunctionNode): ClassNode | null {
  const holder: Node | null = fn.parent?.parent ?? null;
  return holder?.kind === "class" ? holder : null;
}

function spread<T>(from: readonly T[], next: (one: T) => readonly T[]): Set<T> {
  const seen = new Set(from);
  const queue = [...seen];
  for (let i = 0; i < queue.length; i++) {
    for (const one of next(queue[i]!)) {
      if (seen.has(one)) continue;
      seen.add(one);
      queue.push(one);
    }
  }
  return seen;
}
