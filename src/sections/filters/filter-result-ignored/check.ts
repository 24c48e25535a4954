import { callGraph, type CallGraph } from "../../../facts/code/call-graph.ts";
import { filterAnswers, isDropped } from "../../../facts/code/filter-answers.ts";
import { guardKinds, type GuardKinds } from "../../../facts/code/guard-kinds.ts";
import { wordMask } from "../../../facts/code/guard-shapes.ts";
import { index, type Index } from "../../../facts/code/module-index.ts";
import { places } from "../../../facts/code/places.ts";
import type { Call, Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, FOUR, headOf, statementsOf } from "../filter-facts.ts";

const say = catalogue({
  dropped: {
    en: "`{call}` answers whether the signal may pass, and nobody reads the answer: what the filter rejects is traded",
    ru: "`{call}` отвечает, можно ли пропустить сигнал, но ответ никто не читает: отклонённое фильтром уходит в рынок",
  },
  stays: {
    en: "`{call}` rejects the signal, but the branch does not leave: it only writes about it, and the order goes out",
    ru: "`{call}` отклоняет сигнал, но ветка никуда не выходит: она только пишет об этом, и ордер уходит",
  },
  filter: { en: "what it answers", ru: "что она отвечает" },
  fix: { en: "test the answer and leave the path when it rejects", ru: "проверять ответ и уходить с пути при отказе" },
});

export const filterResultIgnored = defineCheck({
  name: "filters/filter-result-ignored",
  claim: "The answer of every filter on the way to an order is read, and a rejection leaves the way.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, callGraph, guardKinds, index, places },
    look({ filterAnswers, callGraph, guardKinds, index, places }, see) {
      let found = 0;
      const report = (call: Call, fn: FunctionNode, key: "dropped" | "stays"): void => {
        found++;
        const says = say(key, { call: places.snippet(call, 60) });
        see.broken(places.subject("filter", call, `${key} ${fn.name}`), says, [{ at: places.at(call), note: says }, { at: headOf(fn, places), note: say("filter") }], { fix: say("fix") });
      };
      for (const fn of filterAnswers.region) {
        for (const call of index.modules.get(index.moduleOf(fn).file)!.calls[fn.index]!) {
          if (!isDropped(call)) continue;
          const filter = filterOf(call, callGraph, guardKinds, index);
          if (filter) report(call, filter, "dropped");
        }
        statementsOf(fn, (node) => {
          if (node.kind !== "if" || !onlyWrites(node)) return;
          const call = callIn(node.test);
          const filter = call && filterOf(call, callGraph, guardKinds, index);
          if (call && filter) report(call, filter, "stays");
        });
      }
      if (found === 0) allSound(filterAnswers.filters, places, see, "ignored");
    },
  },
});

/** The filter that the call asks: its name says what it answers, its answers differ, and it does nothing else. */
function filterOf(call: Call, graph: CallGraph, guards: GuardKinds, index: Index): FunctionNode | null {
  for (const fn of graph.runs(call)) {
    if ((wordMask(fn.name, "answer") & FOUR) === 0 || (guards.inside(fn) & FOUR) === 0) continue;
    const one = index.modules.get(index.moduleOf(fn).file)!;
    const answers = one.returns[fn.index]!.map((each) => each.value);
    if (answers.length >= 1 && answers.some((each) => each !== null && each.kind !== "none") && (answers.length > 1 || !isConstant(answers[0]!)) && !acts(fn, index)) return fn;
  }
  return null;
}

const isConstant = (answer: Expr | null): boolean => answer === null || answer.kind === "boolean" || answer.kind === "none";

/** It raises, or keeps what it found where others may read it. */
function acts(fn: FunctionNode, index: Index): boolean {
  const one = index.modules.get(index.moduleOf(fn).file)!;
  if (one.stores.some((store) => store.fn === fn)) return true;
  let found = false;
  statementsOf(fn, (node) => {
    if (node.kind === "raise" || node.kind === "delete" || (node.kind === "call" && node.callee.kind === "attribute" && /^(append|add|put|put_nowait|pop|update|set|clear)$/.test(node.callee.name))) found = true;
  });
  return found;
}

const WRITES = /^(debug|info|warning|warn|error|critical|exception|log|print|send_message|notify|alert|inc|count|increment|append_log)$/;

/** Nothing but log lines, and no other branch. */
const onlyWrites = (node: If): boolean =>
  node.otherwise.length === 0 && node.body.every((one) => one.kind === "pass" || (one.kind === "expression" && isWriting(one.value)));

function isWriting(expr: Expr): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  if (call.kind === "string") return true;
  if (call.kind !== "call") return false;
  return WRITES.test(call.callee.kind === "attribute" ? call.callee.name : call.callee.kind === "name" ? call.callee.id : "");
}

function callIn(test: Node): Call | null {
  if (test.kind === "call") return test;
  if (test.kind === "unary") return callIn(test.operand);
  if (test.kind === "await") return callIn(test.value);
  let found: Call | null = null;
  if (test.kind === "compare") children(test, (child) => void (found ??= child.kind === "call" || child.kind === "await" ? callIn(child) : null));
  return found;
}
