import type { ClassNode, FunctionNode } from "../../ir/nodes.ts";
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
      classes.push(node);
      for (const [name, use] of Object.entries(framework.hooks)) {
        for (const one of infer.hierarchy.member(node, name)?.definitions ?? []) if (one.kind === "function") all.push({ fn: one.fn, class: node, framework: framework.name, use });
      }
    }
    return { all, classes };
  },
});
