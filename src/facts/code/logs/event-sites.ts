import { calledName } from "../../../ir/names.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { LogEvent } from "../../../knowledge/log-words.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { snake } from "../snake.ts";
import { unknownPositions } from "../drift/unknown-positions.ts";
import { confirmedRemovals } from "../drift/confirmed-removals.ts";
import { index, type Index } from "../module-index.ts";
import { Opens, orderReach } from "../order-reach.ts";
import { closingSites } from "./closing-sites.ts";
import { answers, eventCoverage, UNTOLD, type Coverage } from "./event-coverage.ts";
import { fillSites } from "./fill-sites.ts";
import { seenFills } from "./seen-fills.ts";
import { reloadSites } from "./reload-sites.ts";
import { trailSites } from "./trail-sites.ts";

/** A place where something happens that must stand in the log. */
export interface EventSite {
  readonly event: LogEvent;
  readonly fn: FunctionNode;
  readonly node: Node;
  /** What happens, in the code's own words. */
  readonly what: string;
  readonly coverage: Coverage;
}

export interface EventSites {
  of(event: LogEvent): readonly EventSite[];
}

export const eventSites = codeFact({
  name: "event-sites",
  doc: "Where positions are closed, orders filled, stops moved and the registry repaired, and what is written about it.",
  requires: { index, orderReach, closingSites, fillSites, seenFills, trailSites, reloadSites, confirmedRemovals, unknownPositions, eventCoverage },
  derive({ index, orderReach, closingSites, fillSites, seenFills, trailSites, reloadSites, confirmedRemovals, unknownPositions, eventCoverage }): EventSites {
    const memo = new Map<LogEvent, readonly EventSite[]>();
    const made = (event: LogEvent, fn: FunctionNode, node: Node, what: string): EventSite => ({ event, fn, node, what, coverage: eventCoverage.of(event, fn, node) });
    const doubted: typeof made = (event, fn, node, what) => {
      const site = made(event, fn, node, what);
      return site.coverage.silent.length === 0 ? site : { ...site, coverage: { ...site.coverage, silent: [], unsure: true } };
    };
    // An order, or the request of one, repairs no registry.
    const opens = (act: Node): boolean => act.kind === "call" && ((orderReach.ofCall(act) & Opens) !== 0 || /order$/i.test(calledName(act)));
    const lives = (fn: FunctionNode): boolean => !REHEARSES.test(`${index.moduleOf(fn).file} ${fn.qualname}`) && !SETS_FIRST.test(snake(fn.name));
    const find = (event: LogEvent): EventSite[] => {
      switch (event) {
        case "exit": return closingSites.map((one) => withoutRehearsals(made(event, one.fn, one.call, one.order.by)));
        case "fill": return [
          ...fillSites.map((one) => (one.sure && !answers(one.fn) ? made : doubted)(event, one.fn, one.node, one.fn.qualname)),
          ...seenFills.map(({ fn, node, records }): EventSite => ({ event, fn, node, what: fn.qualname, coverage: { ...UNTOLD, records } })),
        ];
        case "trail": return trailSites.map((one) => made(event, one.fn, one.node, one.what)).map((site) => ({ ...site, coverage: { ...site.coverage, silent: site.coverage.silent.filter((way) => way.every((step) => lives(step.fn))) } }));
        case "drift": return [...unknownPositions.filter((one) => !opens(one.act)).map((one) => made(event, one.fn, one.act, one.books)), ...confirmedRemovals.filter((one) => REGISTRY_WORDS.test(`${one.what} ${one.fn.name}`) && !BESIDE.test(one.what) && !mirrors(index, one.fn, one.act) && !opens(one.act)).map((one) => made(event, one.fn, one.act, one.what))];
        case "reload": return reloadSites.map((one) => made(event, one.fn, one.node, one.what));
        default: return [];
      }
    };
    return {
      of(event) {
        let known = memo.get(event);
        if (!known) memo.set(event, (known = find(event)));
        return known;
      },
    };
  },
});

/** `run_paper_loop` closes in memory: that it says nothing tells nothing of the orders. */
function withoutRehearsals(site: EventSite): EventSite {
  const silent = site.coverage.silent.filter((way) => !way.slice(1).some((step) => /(^|_)(paper|simulat\w*|back_?test\w*)(_|$)/.test(snake(step.fn.name))));
  if (silent.length === site.coverage.silent.length) return site;
  return { ...site, coverage: { ...site.coverage, silent, unsure: site.coverage.unsure || (silent.length === 0 && site.coverage.records.length === 0) } };
}

/** A way through a rehearsal or through what sets the first stop moves no stop of a live position. */
const REHEARSES = /back_?test|simulat|paper|mock|optimi[sz]|research/i;
const SETS_FIRST = /(^|_)(ensure|attach|initial|pending|queued?|confirm|missing)(_|$)/;

/** What is kept beside the registry: notes on positions, not the positions. */
const BESIDE = /(^|[_.])(meta|metadata|cache|cached|notes?|ages?|throttle\w*)([_.]|$)|_(meta|metadata|cache)$|limiter(\.|$)/i;

/** `self.position = None` beside `self.position = remote`: a copy of what the venue says, not a registry that is repaired. */
function mirrors(index: Index, fn: FunctionNode, act: Node): boolean {
  const target = act.kind === "assign" ? act.targets[0] : act;
  if (target?.kind !== "attribute") return false;
  return index.modules.get(index.moduleOf(fn).file)!.stores.some((one) => one.fn === fn && one.target !== target && one.target.kind === "attribute" && one.target.name === target.name && one.value?.kind !== "none");
}
