import type { ClassNode, FunctionNode, Stmt } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { STRATEGY_FRAMEWORKS, type HookUse } from "../../knowledge/strategy-frameworks.ts";
import { program } from "../roots.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";

/** A method that a framework calls by itself, and what it makes of the answer. */
export interface StrategyHook {
  readonly fn: FunctionNode;
  readonly class: ClassNode;
  readonly framework: string;
  readonly use: HookUse;
}

export interface StrategyHooks {
  readonly all: readonly StrategyHook[];
  /** Strategies: nobody in the bot needs to make an object of them. */
  readonly classes: readonly ClassNode[];
}

const NOT_LIVE = new Set(["test", "docs", "vendored", "backup", "generated", "research", "example"]);

export const strategyHooks = codeFact({
  name: "strategy-hooks",
  doc: "Classes that extend a framework's strategy, which the framework loads itself, and the methods that it calls.",
  requires: { program, index, infer },
  derive({ program, index, infer }): StrategyHooks {
    const all: StrategyHook[] = [];
    const classes: ClassNode[] = [];
    for (const node of index.classes) {
      const paths = infer.hierarchy.libraryBases(node);
      const framework = paths.length > 0 ? STRATEGY_FRAMEWORKS.find((one) => paths.some((path) => one.base.test(path))) : undefined;
      if (!framework || NOT_LIVE.has(program.roles.get(index.moduleOf(node).file) ?? "bot")) continue;
      const hooks: StrategyHook[] = [];
      for (const [name, use] of Object.entries(framework.hooks)) {
        for (const one of infer.hierarchy.member(node, name)?.definitions ?? []) if (one.kind === "function") hooks.push({ fn: one.fn, class: node, framework: framework.name, use });
      }
      if (framework.marksEntries && neverEnters(hooks, framework.marksEntries)) continue;
      classes.push(node);
      all.push(...hooks);
    }
    return { all, classes };
  },
});

/** A strategy that tries the plumbing out: it has nothing but marks, and those of entries are zeros. One that has more may be told to enter from outside. */
function neverEnters(hooks: readonly StrategyHook[], marksEntries: RegExp): boolean {
  const entries = hooks.filter((one) => marksEntries.test(one.fn.name));
  return entries.length > 0 && hooks.every((one) => one.use === "mark" || one.use === "data") && entries.every(({ fn }) => fn.body.every(marksNothing));
}

/** A docstring, `dataframe["enter_long"] = 0`, `return dataframe`. */
function marksNothing(step: Stmt): boolean {
  if (step.kind === "assign") return (step.value.kind === "number" && step.value.value === 0) || (step.value.kind === "boolean" && !step.value.value) || step.value.kind === "none";
  return step.kind === "pass" || (step.kind === "expression" && step.value.kind === "string") || (step.kind === "return" && step.value?.kind === "name");
}
