import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import type { LogCalls } from "../logs/log-calls.ts";

/** How loudly some statements speak: a log level, and the call that says it. */
export interface Loudness {
  readonly level: number;
  readonly at: Node;
  /** By a line of the log; else by a message, an alert, an exception. */
  readonly logged: boolean;
}

export const WARNING = 30;

const MAX_DEPTH = 3;
const LOUD_RECORD = /alert|notif|telegram|warn|alarm|discord|slack|pager/;

/** The loudest log line among statements, those of the functions that they call included; null: they say nothing. */
export function loudest(graph: CallGraph, logs: LogCalls, nodes: readonly Node[]): Loudness | null {
  const seen = new Set<FunctionNode>();
  const best: { now: Loudness | null } = { now: null };
  const hear = (level: number, at: Node, logged: boolean): void => {
    if (!best.now || level > best.now.level || (level >= WARNING && logged && !best.now.logged)) best.now = { level, at, logged };
  };
  const visit = (node: Node, depth: number, from: Node | null): void => {
    // That a helper failed to write or to send is not what it was asked to tell.
    if (node.kind === "function" || (node.kind === "handler" && depth > 0)) return;
    if (node.kind === "raise") hear(40, from ?? node, false);
    if (node.kind === "call") call(node, depth, from);
    children(node, (child) => visit(child, depth, from));
  };
  const call = (node: Call, depth: number, from: Node | null): void => {
    const log = logs.of(node);
    const targets = graph.targets(node);
    if (log?.kind === "log") return hear(log.level ?? WARNING, from ?? node, true);
    if (targets.libraries.includes("warnings.warn")) return hear(WARNING, from ?? node, true);
    if (targets.functions.length > 0 && depth < MAX_DEPTH) {
      for (const fn of targets.functions.slice(0, 3)) {
        if (seen.has(fn)) continue;
        seen.add(fn);
        for (const statement of fn.body) visit(statement, depth + 1, from ?? node);
      }
    }
    if (log?.kind === "record") hear(LOUD_RECORD.test(calleeWords(node)) ? WARNING : 20, from ?? node, false);
  };
  for (const node of nodes) visit(node, 0, null);
  return best.now;
}

const calleeWords = (call: Call): string => {
  const { callee } = call;
  if (callee.kind === "name") return callee.id.toLowerCase();
  if (callee.kind !== "attribute") return "";
  const holder = ownName(callee.object);
  return `${holder}.${callee.name}`.toLowerCase();
};
