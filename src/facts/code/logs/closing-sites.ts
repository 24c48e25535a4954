import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { infer } from "../inference/infer.ts";
import { intentOf, intentThrough, type Intent } from "../order-intent.ts";
import { isConditional } from "../order-answers.ts";
import { orderSites, type OrderSite } from "../order-sites.ts";
import { Closes, Opens, orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";

/** A call at which it is certain that a closing order goes out. */
export interface ClosingSite {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly order: OrderSite;
}

/** Functions that close by their name. */
const CLOSES = /(^|_)(close|closes|exit|flatten|liquidate|unwind|square_?off)(_|$)/;
const PROTECTS = /(^|_)(sl|tp|tps|tp\d|stop|stops|stop_?loss|take_?profits?|trail\w*|protect\w*|bracket|oco)(_|$)/;
/** Looks after many things, closing among them: what it calls closes. */
const LOOKS_AFTER = /(^|_)(watch\w*|tick|loop|poll\w*|monitor\w*|check\w*|scan\w*|process\w*|manage\w*|evaluate|should|signals?|conditions?)(_|$)/;
const OPENS = /(^|_)(open|enter|entry|reverse|flip)(_|$)/;
/** `place_exit_orders`: stop and targets behind an entry. */
const RESTS = /^_*(place|set|create|attach|setup)_(initial_)?(exits|exit_orders|exit_brackets?)$/;
/** A stop or target that rests at the venue closes nothing yet. */
const protects = (fn: FunctionNode): boolean => !ACTS_NOW.test(snake(fn.name)) && (RESTS.test(snake(fn.name)) || (PROTECTS.test(snake(fn.name)) || OPENS.test(snake(fn.name))) && !CLOSES.test(snake(fn.name)));
/** `_execute_stop_loss`: its price was hit. */
const ACTS_NOW = /^_*(execute|trigger|fire|handle|on|process|emergency)_(?!.*(open|enter|entry))/;

/** Asks the venue by the same request as orders go out. */
const ASKS = /^_*(fetch|get|load|read|query|list|is|has|check|pair|summari[sz]e)_|_(statistics|stats|history|summary|reports?|snapshot|status|metrics|signature)$/;

/** Code that closes what never was open. */
const REHEARSAL = /back_?test|simulat|optimi[sz]|research/i;

/** Sends what it is told: whoever calls it knows whether that closes. */
const SENDS = /(^|_)(place|submit|send|create|post|new|execute)_(\w+_)?order(_|$)/;

/** `asyncio.to_thread(client.create_order, ...)` */
const RUNS_ELSEWHERE = /(^|\.)(to_thread|run_in_executor|submit|run_sync)$/;

/** `_auto_exit_defaults`: what exits go by, not an exit. */
const ABOUT_EXITS = /_(defaults?|params?|parameters|config|settings|options|thresholds?|levels?|rules?|stats?|statistics|summary|report|history|profile|polic(y|ies))$/;

const MAX_HOPS = 6;

export const closingSites = codeFact({
  name: "closing-sites",
  doc: "Calls that send an order which closes a position, told where that is decided.",
  requires: { index, infer, callGraph, orderSites, orderReach, reach },
  derive({ index, infer, callGraph, orderSites, orderReach, reach }): readonly ClosingSite[] {
    const found: ClosingSite[] = [];
    const seen = new Set<Call>();
    const add = (call: Call, fn: FunctionNode, order: OrderSite): void => {
      if (!seen.has(call)) found.push({ call, fn, order });
      seen.add(call);
    };
    const inThreads = new Map<FunctionNode, { call: Call; caller: FunctionNode }[]>();
    for (const { fn, at, from, to } of callGraph.escapes) if (at.kind === "call" && RUNS_ELSEWHERE.test(to)) appendTo(inThreads, fn, { call: at, caller: from });
    const handed = (fn: FunctionNode): readonly { call: Call; caller: FunctionNode }[] => inThreads.get(fn) ?? [];
    const up = (fn: FunctionNode, intent: Intent, order: OrderSite, hops: number): void => {
      if (hops > MAX_HOPS) return;
      for (const { call, caller } of [...callGraph.callersOf(fn).filter(({ how }) => how === "resolved" || how === "named"), ...handed(fn)]) {
        if (seen.has(call) || reach.of(caller) === "dead" || protects(caller) || isConditional(call)) continue;
        const above = intentThrough(infer, call, fn, intent, classOf(fn) !== null);
        if (above === "closes") add(call, caller, order);
        else if (typeof above !== "string" || SENDS.test(snake(caller.name))) up(caller, above, order, hops + 1);
      }
    };
    const rehearses = (fn: FunctionNode): boolean => REHEARSAL.test(index.moduleOf(fn).file);
    for (const site of orderSites) {
      if (rehearses(site.fn) || reach.of(site.fn) === "dead" || site.fn.name === "<module>" || (site.role !== "open" && site.role !== "close") || protects(site.fn) || site.by === "closePosition") continue;
      const intent = site.role === "close" || CLOSES.test(snake(site.fn.name)) ? "closes" : intentOf(infer, site.call);
      if (intent === "closes") add(site.call, site.fn, site);
      else if (typeof intent !== "string" || SENDS.test(snake(site.fn.name))) up(site.fn, intent, site, 0);
    }
    // Whether an order only reduces is not always seen; a function that closes by its name and sends one is the place then.
    const known = new Set(found.map((one) => one.fn));
    for (const fn of index.functions) {
      if (known.has(fn) || rehearses(fn) || !CLOSES.test(snake(fn.name)) || LOOKS_AFTER.test(snake(fn.name)) || ABOUT_EXITS.test(snake(fn.name)) || protects(fn) || OPENS.test(snake(fn.name)) || reach.of(fn) === "dead") continue;
      // What runs a known close only hands on.
      if (index.callsIn(fn).some((call) => callGraph.runs(call).some((one) => known.has(one)))) continue;
      for (const call of index.callsIn(fn)) {
        if (ASKS.test(snake(calledName(call)))) continue;
        const runs = callGraph.runs(call);
        const order = runs.map((one) => orderReach.nearest(one)).find((one) => one !== null);
        if (!order || (orderReach.ofCall(call) & (Opens | Closes)) === 0 || runs.some((one) => CLOSES.test(snake(one.name)) || OPENS.test(snake(one.name)) || protects(one))) continue;
        add(call, fn, order);
        break;
      }
    }
    return found;
  },
});
