import type { Node } from "../../../ir/nodes.ts";

/** The test of `while`, or a part of it. */
export function isLoopTest(test: Node): boolean {
  let at = test;
  while (at.parent && (at.parent.kind === "unary" || at.parent.kind === "logical" || at.parent.kind === "compare")) at = at.parent;
  return at.parent?.kind === "while";
}

/** Whoever lowers the stop flag closes the connection as well: what is left open then is not overwritten. */
export function whileRunning(test: Node | null): "true" | "false" | null {
  if (test?.kind === "unary") {
    const inner = test.op === "not" ? whileRunning(test.operand) : null;
    return inner === "true" ? "false" : inner === "false" ? "true" : null;
  }
  const words = test && (test.kind === "name" || test.kind === "attribute" || test.kind === "call") ? wordsOf(test) : "";
  if (/running|\b_?(is_)?active\b/i.test(words)) return "true";
  return /stop|shut_?down|closing/i.test(words) ? "false" : null;
}

export const ASKS = /connect|state|status|alive|closed|ready|initiali|start|none/i;
/** `self.should_reconnect`, `self.reconnect_attempts < self.max_attempts`: whether to try again, not whether the old one is over. */
export const POLICY = /should|re_?connect|auto_?connect|attempt|retr(y|ies)/i;
export const CLOSED = /\bCLOS(E|ED|ING)\b|\bERROR\b/;

export function wordsOf(node: Node): string {
  if (node.kind === "attribute") return `${wordsOf(node.object)} ${node.name}`;
  if (node.kind === "name") return node.id;
  if (node.kind === "unary") return wordsOf(node.operand);
  if (node.kind === "call") return wordsOf(node.callee);
  if (node.kind === "compare" || node.kind === "logical") return `${wordsOf(node.left)} ${wordsOf(node.right)}`;
  return node.kind === "tuple" || node.kind === "list" || node.kind === "set" ? node.items.map(wordsOf).join(" ") : "";
}
