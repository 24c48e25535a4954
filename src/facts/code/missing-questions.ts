import type { Call, ClassNode, FunctionNode } from "../../ir/nodes.ts";
import { HALT_WORDS } from "../../knowledge/guard-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { filterAnswers } from "./filter-answers.ts";
import { wordMask } from "./guard-shapes.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";
import { snake } from "./snake.ts";

/** A question to a filter on a way to an order by a name that its class does not have: the call raises. */
export interface MissingQuestion {
  readonly call: Call;
  readonly name: string;
  readonly class: ClassNode;
  /** What the class could be asked. */
  readonly instead: FunctionNode;
}

/** Called like a question of whether to trade. */
const ASKS = /^_*(can|may|should|is|has|check|allow\w*|validate|evaluate|pass\w*|approve)(_|$)/;

export const missingQuestions = codeFact({
  name: "missing-questions",
  doc: "Questions to filters, on the ways to an order, by names that their classes do not have.",
  requires: { filterAnswers, index, infer, callGraph },
  derive({ filterAnswers, index, infer, callGraph }): readonly MissingQuestion[] {
    const found: MissingQuestion[] = [];
    for (const fn of filterAnswers.region) {
      for (const call of index.callsIn(fn)) {
        const { callee } = call;
        if (callee.kind !== "attribute" || !(HALT_WORDS.test(snake(callee.name)) || ASKS.test(snake(callee.name)) || wordMask(callee.name, "answer") !== 0)) continue;
        if (callGraph.runs(call).length > 0) continue;
        const values = infer.evaluate(callee.object);
        const [only, ...more] = values;
        if (only?.kind !== "instance" || more.length > 0 || !lacks(infer, only.class, callee.name)) continue;
        const methods = only.class.body.flatMap((one) => (one.kind === "function-statement" && !one.function.name.startsWith("_") ? [one.function] : []));
        const instead = methods.find((one) => ASKS.test(snake(one.name)) || HALT_WORDS.test(snake(one.name)));
        // What guards nothing else is no filter by its name alone.
        if (instead) found.push({ call, name: callee.name, class: only.class, instead });
      }
    }
    return found;
  },
});

/** Every class that it may be is the bot's own and known to the last base, and nothing gives it the name. */
function lacks(on: Inference, owner: ClassNode, name: string): boolean {
  const all = [owner, ...on.hierarchy.ancestors(owner), ...on.hierarchy.descendants(owner)];
  return all.every((one) => !opaque(on, one) && !on.moduleIndexOf(one).scopes.get(one)?.has(name) && (on.ownStores(one, name) ?? []).length === 0);
}

/** A base that nobody sees, or names that are made up as they are asked for. */
function opaque(on: Inference, one: ClassNode): boolean {
  if (one.decorators.length > 0 || one.args.some((arg) => arg.name !== null)) return true;
  if (one.args.length > 0 && on.hierarchy.ancestors(one).length < one.args.length) return true;
  return on.moduleIndexOf(one).scopes.get(one)?.has("__getattr__") === true || on.hierarchy.libraryBases(one).some((path) => !/(^|\.)(object|ABC|Protocol)$/.test(path));
}
