import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { reach } from "../reach.ts";
import { widerCalls } from "../wider-calls.ts";
import { namesOf, presence, wordsIn } from "./candidates.ts";
import type { LogCall } from "./log-calls.ts";
import { logSummaries, type LogSummaries } from "./log-summaries.ts";
import { SUCCESS } from "./quiet-failures.ts";

/** What callers write about the answer that a function returns. */
export interface AnswerRecords {
  /** For an answer that says something (a reason, a result), that says nothing (None, False), or that says no (`Result(success=False)`). */
  of(fn: FunctionNode, answer: Answer): Told;
  /** The same for each chain of the callers alone, where only some are of interest. */
  along(fn: FunctionNode, answer: Answer, callers: Callers): readonly Told[];
}

export type Callers = (fn: FunctionNode) => readonly { readonly call: Call; readonly caller: FunctionNode }[];

export type Answer = "something" | "nothing" | "no";
type Told = { readonly records: readonly LogCall[]; readonly unsure: boolean };

const MAX_DEPTH = 3;
const NOTHING = { records: [], unsure: false };

export const answerRecords = codeFact({
  name: "answer-records",
  doc: "What the callers of a function write about the answer that it returns.",
  requires: { widerCalls, reach, logSummaries },
  derive({ widerCalls, reach, logSummaries }): AnswerRecords {
    const memo = { something: new Map<FunctionNode, Told>(), nothing: new Map<FunctionNode, Told>(), no: new Map<FunctionNode, Told>() };
    const writers = new Map<FunctionNode, readonly Writing[]>();
    const writing = (fn: FunctionNode): readonly Writing[] => {
      let own = writers.get(fn);
      if (!own) writers.set(fn, (own = writingCalls(logSummaries, fn)));
      return own;
    };
    const along = (fn: FunctionNode, answer: Answer, callers: Callers, depth: number): readonly Told[] =>
      depth > MAX_DEPTH ? [{ records: [], unsure: true }] : callers(fn).filter((one) => reach.of(one.caller) !== "dead").flatMap(({ call, caller }) => fromCaller(call, caller, answer, callers, depth));
    const fromCaller = (call: Call, caller: FunctionNode, answer: Answer, callers: Callers, depth: number): readonly Told[] => {
      const use = useOf(call);
      if (use.kind === "dropped") return [NOTHING];
      if (use.kind === "returned") return along(caller, answer, callers, depth + 1);
      const records = about(writing, caller, call, use.names, answer);
      if (records.length === 0 && use.names.size > 0 && isPassedOn(caller, call, use.names)) return along(caller, answer, callers, depth + 1);
      return [{ records, unsure: use.kind === "handed" && records.length === 0 }];
    };
    const everyCaller: Callers = (fn) => widerCalls.callersOf(fn).filter((one) => one.shift === 0);
    const ofFunction = (fn: FunctionNode, answer: Answer): Told => {
      const known = memo[answer].get(fn);
      if (known) return known;
      const each = along(fn, answer, everyCaller, 0);
      const made = { records: [...new Set(each.flatMap((one) => one.records))], unsure: each.some((one) => one.unsure) };
      memo[answer].set(fn, made);
      return made;
    };
    return { of: ofFunction, along: (fn, answer, callers) => along(fn, answer, callers, 0) };
  },
});

type Use = { readonly kind: "dropped" | "returned" | "handed" | "kept"; readonly names: ReadonlySet<string> };
const NO_NAMES: ReadonlySet<string> = new Set();

/** What becomes of the answer of a call. */
function useOf(call: Call): Use {
  let at: Node = call;
  for (let up = at.parent; up; at = up, up = up.parent) {
    switch (up.kind) {
      case "await": case "subscript": case "attribute": continue;
      case "expression": return { kind: "dropped", names: NO_NAMES };
      case "return": case "lambda": return { kind: "returned", names: NO_NAMES };
      case "assign": return { kind: "kept", names: new Set(up.targets.flatMap(namesOf)) };
      case "bind": return { kind: "kept", names: new Set([up.target.id]) };
      case "if": case "while": case "unary": case "logical": case "compare": case "conditional": return { kind: "kept", names: NO_NAMES };
      case "argument": {
        const outer = up.parent as Call;
        const name = calledName(outer);
        if (/^(create_task|ensure_future|gather|run|wait_for|shield|run_coroutine_threadsafe|to_thread)$/.test(name)) continue;
        return { kind: "handed", names: NO_NAMES };
      }
      case "call": continue;
      default: return { kind: "handed", names: NO_NAMES };
    }
  }
  return { kind: "handed", names: NO_NAMES };
}

/** `blocked = answer["reason"]`, then `return Result(reason=blocked)`: what is written about it, the callers write. */
function isPassedOn(caller: FunctionNode, call: Call, names: ReadonlySet<string>): boolean {
  const carried = new Set(names);
  let returned = false;
  walkBody(caller, (node) => {
    if (node.start < call.start) return;
    if (node.kind === "assign" && mentions(node.value, carried)) for (const one of node.targets.flatMap(namesOf)) carried.add(one);
    if (node.kind === "return" && node.value && mentions(node.value, carried)) returned = true;
  });
  return returned;
}

const mentions = (node: Node, names: ReadonlySet<string>): boolean => [...wordsIn(node)].some((one) => names.has(one));

/** Records in the caller that name the answer, or that are written under a test of it. */
function about(writing: (fn: FunctionNode) => readonly Writing[], caller: FunctionNode, call: Call, names: ReadonlySet<string>, answer: Answer): LogCall[] {
  const flow = flowOf(caller);
  const wanted = [...names].map((one) => one.toLowerCase());
  const concerns = (node: Node): boolean => {
    if (node === call) return true;
    if (names.size > 0) for (const one of wordsIn(node)) if (names.has(one)) return true;
    return node.start <= call.start && call.end <= node.end && node.kind !== "for" && node.kind !== "handler";
  };
  const found: LogCall[] = [];
  for (const { node, records } of writing(caller)) {
    if (node.start < call.start && !(names.size > 0)) continue;
    const point = pointsOf(flow, node)[0];
    if (point === undefined) continue;
    const conditions = conditionsAt(flow, point);
    // Written only when the answer says something.
    if (answer === "nothing" && conditions.some(({ node, outcome }) => presence(node, names) === (outcome ? "present" : "absent"))) continue;
    if (answer === "no" && conditions.some(({ node, outcome }) => asksSuccess(node, names) === outcome)) continue;
    const named = wanted.length > 0 && node.args.some((one) => [...wordsIn(one.value)].some((word) => names.has(word)));
    if (named || conditions.some((one) => concerns(one.node))) found.push(...records);
  }
  return found;
}

/** What a test says of success where it comes out true: `result.success`, `not answer.get("ok")`; null: it asks something else. */
function asksSuccess(test: Node, names: ReadonlySet<string>): boolean | null {
  if (test.kind === "unary" && test.op === "not") {
    const asked = asksSuccess(test.operand, names);
    return asked === null ? null : !asked;
  }
  const of = (object: Node, key: string): true | null => (object.kind === "name" && names.has(object.id) && SUCCESS.test(key) ? true : null);
  if (test.kind === "attribute") return of(test.object, test.name);
  if (test.kind === "subscript") return of(test.object, test.index.kind === "string" ? test.index.value : "");
  const first = test.kind === "call" && calledName(test) === "get" ? test.args[0]?.value : undefined;
  return test.kind === "call" && test.callee.kind === "attribute" && first?.kind === "string" ? of(test.callee.object, first.value) : null;
}

/** A call of a function that writes something, itself or through helpers. */
interface Writing { readonly node: Call; readonly records: readonly LogCall[] }

const writingCalls = (summaries: LogSummaries, fn: FunctionNode): Writing[] =>
  summaries.callsOf(fn).map((node) => ({ node, records: summaries.ofCall(node) })).filter((one) => one.records.length > 0);
