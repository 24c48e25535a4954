import type { FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { classOf, functionAround } from "../../../ir/walk.ts";
import { PRETENDING_WORDS } from "../../../knowledge/signal-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { filterAnswers, isCalledFilter, type Filter } from "../filter-answers.ts";
import { wordMask } from "../guard-shapes.ts";
import { index } from "../module-index.ts";
import { provenGuards } from "../proven-guards.ts";
import { reach } from "../reach.ts";
import { QUESTION } from "../rejections.ts";
import { snake } from "../snake.ts";
import { statementsOf } from "./statements.ts";

/** Filters of which a claim may be made: no maker of signals, no fetch and no paper book of the same questions. */
export interface SoundFilters {
  /** Called like a question, with a guard asked behind each of their passing answers and a rejecting answer of their own. */
  readonly proven: readonly Filter[];
  /** Neither it nor anything that it calls goes on after an error. */
  isClosed(filter: Filter): boolean;
  /** Neither it nor anything that it calls takes something for a value that is not there. */
  isDefinite(filter: Filter): boolean;
}

/** A filter that calls more than this is no short question. */
const MOST_CALLED = 40;

export const soundFilters = codeFact({
  name: "sound-filters",
  doc: "The filters on the ways to an order of which it is proved what they ask, and what may keep them from asking.",
  requires: { filterAnswers, provenGuards, callGraph, index, reach },
  derive({ filterAnswers, provenGuards, callGraph, index, reach }): SoundFilters {
    const behind = (filter: Filter, allows: (node: Node) => boolean): boolean => {
      const called = new Set<FunctionNode>([filter.fn]);
      for (const fn of called) {
        if (called.size > MOST_CALLED) return false;
        let allowed = true;
        statementsOf(fn, (node) => void (allowed &&= allows(node)));
        if (!allowed) return false;
        for (const call of index.callsIn(fn)) for (const one of callGraph.runs(call)) called.add(one);
      }
      return true;
    };
    const refuses = ({ body }: Handler, filter: Filter): boolean => {
      const last = body.at(-1);
      return last?.kind === "raise" || (last?.kind === "return" && functionAround(last) === filter.fn && filterAnswers.lets(filter, last.value) === false);
    };
    const rejects = (filter: Filter): boolean => index.modules.get(index.moduleOf(filter.fn).file)!.returns[filter.fn.index]!.some(({ value }) => filterAnswers.lets(filter, value) === false || value?.kind === "compare");
    return {
      proven: filterAnswers.filters.filter((one) => isAsked(one.fn) && reach.of(one.fn) !== "dead" && rejects(one) && provenGuards.behind(one) !== 0),
      isClosed: (filter) => behind(filter, (node) => node.kind !== "handler" || refuses(node, filter)),
      isDefinite: (filter) => filter.fn.params.every((one) => one.default === null) && behind(filter, (node) => !isOptional(node)),
    };
  },
});

/** `spread_ok`, `can_open_position`, `VolumeFilter.check`, and not the book of a paper account. */
const isAsked = (fn: FunctionNode): boolean =>
  (QUESTION.test(snake(fn.name)) || isCalledFilter(fn) || wordMask(fn.name, "answer") !== 0) && !PRETENDING_WORDS.test(snake(classOf(fn)?.name ?? ""));

/** `x.get("spread")`, `getattr(x, "spread", None)`, `x or 0`, `x is None` */
const isOptional = (node: Node): boolean =>
  (node.kind === "call" && ((node.callee.kind === "attribute" && node.callee.name === "get") || (node.callee.kind === "name" && node.callee.id === "getattr")))
  || (node.kind === "logical" && node.op === "or" && node.right.kind === "number") || (node.kind === "compare" && node.right.kind === "none");
