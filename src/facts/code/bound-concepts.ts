import type { Call, FunctionNode } from "../../ir/nodes.ts";
import type { GuardKind } from "../../knowledge/guard-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { projectConfig } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { index } from "./module-index.ts";

/** What golive.yaml says about the bot's own names: `concepts: {order-submission: [bot.orders.place], signal: [...]}`. */
export interface BoundConcepts {
  /** The bot's functions that the person named as this concept. */
  functions(concept: string): ReadonlySet<FunctionNode>;
  /** Whether the call goes to a function of this concept, or has its name where nobody knows where it goes. */
  means(concept: string, call: Call): boolean;
  /** The filters that the person says the function, or what the call goes to, is. */
  guardFunction(fn: FunctionNode): readonly GuardKind[];
  guardOf(call: Call): readonly GuardKind[];
}

/** The names of concepts in golive.yaml that speak of orders and what stands before them. */
export const ORDER_SUBMISSION = "order-submission";
export const SIGNAL = "signal";
/** Asks the venue for the account's open positions. */
export const POSITION_FETCH = "position-fetch";
export const FILTER_CONCEPTS: Readonly<Record<string, GuardKind>> = {
  "expected-value-filter": "expected-value", "gap-filter": "gap", "circuit-breaker": "breaker", "correlation-filter": "correlation",
};

const NOBODY: ReadonlySet<FunctionNode> = new Set();

export const boundConcepts = codeFact({
  name: "bound-concepts",
  doc: "The bot's own names for concepts, from golive.yaml, as functions.",
  requires: { index, callGraph, projectConfig },
  derive({ index, callGraph, projectConfig }): BoundConcepts {
    const found = new Map<string, Set<FunctionNode>>();
    for (const [concept, names] of Object.entries(projectConfig.concepts)) {
      const wanted = names.map((one) => `.${one}`);
      const functions = index.functions.filter((fn) => {
        const whole = `.${dottedFile(index.moduleOf(fn).file)}.${fn.qualname}`;
        return wanted.some((one) => whole.endsWith(one));
      });
      found.set(concept, new Set(functions));
    }
    const lastNames = new Map(Object.entries(projectConfig.concepts).map(([concept, names]) => [concept, new Set(names.map((one) => one.split(".").at(-1)!))]));
    const functions = (concept: string): ReadonlySet<FunctionNode> => found.get(concept) ?? NOBODY;
    const means = (concept: string, call: Call): boolean => {
      const names = lastNames.get(concept);
      if (!names) return false;
      const runs = callGraph.runs(call);
      if (runs.length > 0) return runs.some((fn) => functions(concept).has(fn));
      const { callee } = call;
      return callee.kind === "attribute" ? names.has(callee.name) : callee.kind === "name" && names.has(callee.id);
    };
    const guards = Object.entries(FILTER_CONCEPTS).filter(([concept]) => found.has(concept));
    return {
      functions, means,
      guardFunction: (fn) => guards.filter(([concept]) => functions(concept).has(fn)).map(([, kind]) => kind),
      guardOf: (call) => guards.filter(([concept]) => means(concept, call)).map(([, kind]) => kind),
    };
  },
});

const dottedFile = (file: string): string => file.replace(/\.[a-z]+$/, "").replace(/\/__init__$/, "").replaceAll("/", ".");
