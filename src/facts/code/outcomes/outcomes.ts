import { ruledBy } from "../../../ir/blocks.ts";
import type { Expr, FunctionNode, Module, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { infer } from "../inference/infer.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import { index, type ModuleIndex } from "../module-index.ts";
import { settingReads } from "../setting-reads.ts";
import { switchedOff } from "../switched-off.ts";
import { outcomeOf } from "./mask.ts";
import { Masks } from "./masks.ts";

/** A part of a module that the bot never gets to, and the test that keeps it from there. */
export interface Barred {
  readonly from: number;
  readonly to: number;
  readonly test: Expr;
  /** The one outcome of the test. */
  readonly outcome: boolean;
}

export interface Outcomes {
  /** The only outcome that the test can have; null: it may have either, or nobody knows. */
  of(test: Expr): boolean | null;
  /** The function whose answer the test looks at, where that is one. */
  answeredBy(test: Expr): FunctionNode | null;
  /** What the bot never gets to in a module, in source order. */
  barredIn(module: Module): readonly Barred[];
}

export const outcomes = codeFact({
  name: "outcomes",
  doc: "Tests that the code itself or the shipped configuration leaves one outcome (stubs, flags that nothing sets, arguments that all callers give), and the branches that are never taken for it.",
  requires: { program, index, infer, callGraph, constants, settingReads, switchedOff },
  derive({ program, index, infer, callGraph, constants, settingReads, switchedOff }): Outcomes {
    const masks = new Masks({ program, index, infer, graph: callGraph, constants, settings: settingReads, switches: switchedOff });
    const of = (test: Expr): boolean | null => outcomeOf(masks.of(test));
    const known = new Map<Module, readonly Barred[]>();
    const answeredBy = (test: Expr): FunctionNode | null => {
      if (test.kind === "unary") return answeredBy(test.operand);
      if (test.kind === "await" || test.kind === "bind") return answeredBy(test.value);
      if (test.kind === "compare") return answeredBy(test.left);
      if (test.kind === "name") {
        const kept = bindingsOf(test, infer.moduleIndexOf(test));
        return kept?.length === 1 && kept[0]!.kind === "value" && kept[0]!.expr.kind !== "name" ? answeredBy(kept[0]!.expr) : null;
      }
      const called = test.kind === "call" ? callGraph.targets(test).functions : [];
      return called.length === 1 ? called[0]! : null;
    };
    return {
      of,
      answeredBy,
      barredIn(module) {
        let found = known.get(module);
        if (!found) known.set(module, (found = barredParts(index.modules.get(module.file)!, of)));
        return found;
      },
    };
  },
});

function barredParts(module: ModuleIndex, of: (test: Expr) => boolean | null): readonly Barred[] {
  const found: Barred[] = [];
  const bar = (nodes: readonly Node[], test: Expr, outcome: boolean): void => {
    if (nodes.length > 0) found.push({ from: nodes[0]!.start, to: nodes.at(-1)!.end, test, outcome });
  };
  for (const node of module.byKind.get("if") ?? []) {
    const outcome = node.kind === "if" ? of(node.test) : null;
    if (node.kind === "if" && outcome !== null) for (const run of ruledBy(node.test, !outcome)) bar(run, node.test, outcome);
  }
  for (const node of module.byKind.get("while") ?? []) if (node.kind === "while" && of(node.test) === false) bar(node.body, node.test, false);
  for (const node of module.byKind.get("conditional") ?? []) {
    const outcome = node.kind === "conditional" ? of(node.test) : null;
    if (node.kind === "conditional" && outcome !== null) bar([outcome ? node.otherwise : node.then], node.test, outcome);
  }
  for (const node of module.byKind.get("logical") ?? []) {
    if (node.kind !== "logical" || node.op === "??") continue;
    const outcome = of(node.left);
    if (outcome === (node.op === "or")) bar([node.right], node.left, outcome);
  }
  return found.sort((a, b) => a.from - b.from || b.to - a.to);
}

/** The test that keeps the bot from the node; null: none does. */
export const barring = (barred: readonly Barred[], { start, end }: Node): Barred | null => barred.find((one) => one.from <= start && end <= one.to) ?? null;
