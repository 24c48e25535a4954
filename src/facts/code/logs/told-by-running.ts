import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { reconciliations, type Reconciliations } from "../drift/reconciliations.ts";
import { metrics } from "../metrics/metrics.ts";
import { index, type Index } from "../module-index.ts";
import { regimes } from "../regimes/regimes.ts";
import { memoryGuards } from "../stopping/memory-guards.ts";
import { stopSequence, type StopSequence } from "../stopping/stop-sequence.ts";
import { lineAfter, linesIn } from "./next-line.ts";
import { printedLines, type PrintedLine } from "./printed-lines.ts";
import { printingCalls } from "./printing-calls.ts";
import type { ToldEvent } from "./told-event.ts";

export const toldByRunning = codeFact({
  name: "told-by-running",
  doc: "Lines that report a comparison with the exchange, a change of regime, a metric, a limit, a step of the shutdown, by where they stand.",
  requires: { index, callGraph, printedLines, printingCalls, reconciliations, regimes, metrics, memoryGuards, stopSequence },
  derive({ index, callGraph, printedLines, printingCalls, reconciliations, regimes, metrics, memoryGuards, stopSequence }): readonly ToldEvent[] {
    const found: ToldEvent[] = [...synced(index, callGraph, reconciliations, printingCalls), ...stepped(callGraph, stopSequence, printedLines)];
    for (const change of regimes.changes) {
      const line = lineAfter(change.statement, printingCalls);
      if (line && printedLines.some((one) => one.call === line && speaksOfRegime(one))) found.push({ call: line, kind: "regime", name: null });
    }
    for (const metric of metrics.live) for (const { call } of metric.logged) if (printingCalls.has(call)) found.push({ call, kind: "metric", name: metric.kind });
    for (const { branch } of memoryGuards.guards) for (const call of linesIn(branch.body, printingCalls)) found.push({ call, kind: "limit-reached", name: "memory" });
    return found;
  },
});

const speaksOfRegime = (line: PrintedLine): boolean => line.draft.some((one) => /regime|режим/i.test(typeof one === "string" ? one : one.words));

/** The last line of a comparison that went through, and the lines of the handlers around it. */
function synced(index: Index, graph: CallGraph, reconciliations: Reconciliations, lines: ReadonlySet<Call>): ToldEvent[] {
  const found: ToldEvent[] = [];
  const cores = new Set<FunctionNode>();
  for (const { fn, core, whole, compared } of reconciliations.all) {
    if (!core || !whole) continue;
    cores.add(fn);
    const last = linesIn(fn.body, lines).at(-1);
    if (last && compared.every((one) => one.at.end <= last.start)) found.push({ call: last, kind: "sync", name: null });
  }
  if (cores.size === 0) return found;
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("try") ?? []) {
      if (node.kind !== "try" || node.body.length > 3) continue;
      const fn = enclosingFunction(node);
      const compares = fn !== null && one.calls[fn.index]!.some((call) => node.body.some((each) => each.start <= call.start && call.end <= each.end) && graph.runs(call).some((run) => cores.has(run)));
      if (!compares) continue;
      for (const handler of node.handlers) if (!(handler.type && /Cancel/.test(ownName(handler.type)))) for (const call of linesIn(handler.body, lines)) found.push({ call, kind: "sync-failed", name: null });
    }
  }
  return found;
}


/** Lines of code that runs for nothing but the shutdown. */
function stepped(graph: CallGraph, sequence: StopSequence, printed: readonly PrintedLine[]): ToldEvent[] {
  const byFunction = new Map<FunctionNode, Call[]>();
  for (const { call, fn } of printed) {
    appendTo(byFunction, fn, call);
  }
  const only = stoppingOnly(graph, sequence.steps.filter((one) => one.region.kind !== "task"));
  return [...only].flatMap(([fn, nodes]) => {
    const inside = (byFunction.get(fn) ?? []).filter((call) => nodes.some((one) => contains(one, call)));
    return [...new Set(inside)].map((call): ToldEvent => ({ call, kind: "shutdown-step", name: null }));
  });
}

/** Code that nothing but the shutdown runs: its regions, and functions that are called from such code alone. */
function stoppingOnly(graph: CallGraph, steps: StopSequence["steps"]): Map<FunctionNode, readonly Node[]> {
  const only = new Map<FunctionNode, readonly Node[]>();
  for (const { fn, nodes, via } of steps) if (via === null) only.set(fn, [...(only.get(fn) ?? []), ...nodes]);
  for (const { fn, nodes, via } of steps) {
    if (via === null || only.has(fn)) continue;
    const callers = graph.callersOf(fn);
    if (callers.length > 0 && callers.every(({ call, caller }) => only.get(caller)?.some((one) => contains(one, call)) === true)) only.set(fn, nodes);
  }
  return only;
}
