import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";

/** Where the running bot may notice that a library has given up: it asks whether the client is connected, or looks for the message of the end. */
export function endNoticed(index: Index, isLive: (fn: FunctionNode) => boolean): Node | null {
  for (const { byKind } of index.modules.values()) {
    for (const call of byKind.get("call") as readonly Call[]) if (ASKS.test(calledName(call)) && isRun(call)) return call;
    for (const node of byKind.get("compare")!) if (node.kind === "compare" && [node.left, node.right].some(isEnd) && isRun(node)) return node;
  }
  return null;

  function isRun(node: Node): boolean {
    const fn = enclosingFunction(node);
    return fn !== null && isLive(fn);
  }
}

const ASKS = /^_?(is_?connected|is_?alive|is_?running|check_?connection|(start|stop|check)_?\w*(watchdog|heartbeat|health))$/i;

/** `msg["e"] == "error"`, python-binance's last message. */
const isEnd = (expr: Expr): boolean => expr.kind === "string" && /^(error|Max reconnect retries reached)$/.test(expr.value);

/** `WebSocket(retries=0)`: as often as it takes. */
export const triesForEver = (call: Call): boolean => call.args.some(({ name, value }) => name === "retries" && (value.kind !== "number" || value.value <= 0));
