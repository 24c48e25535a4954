import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { STREAM_TOPICS, TOPIC_WORDS } from "../../../knowledge/venue-sources.ts";
import type { Topic } from "../../../knowledge/venue-fields.ts";
import { payload, type Tracked } from "./tracked.ts";

/** What a message is about where an expression reads it: told by the tests around it, or by the function's name. */
export function withTopic(value: Tracked, at: Expr): Tracked {
  if (value.kind !== "payload" || !value.stream || value.topic !== null) return value;
  const fn = enclosingFunction(at);
  if (!fn) return value;
  const topic = tested(at) ?? TOPIC_WORDS.find((one) => one.word.test(fn.name))?.topic ?? null;
  return topic ? payload({ ...value, topic }) : value;
}

/** `channel == "orders"`, `topic.startswith("kline")`, `"tickers" in topic` came out true on every way to here. */
function tested(at: Expr): Topic | null {
  const flow = flowOf(enclosingFunction(at)!);
  const point = pointsOf(flow, at)[0];
  if (point === undefined) return null;
  for (const { node, outcome } of conditionsAt(flow, point)) {
    if (!outcome) continue;
    const words = wordsOf(node);
    const found = words === null ? undefined : STREAM_TOPICS.find((one) => one.name.test(words));
    if (found) return found.topic;
  }
  return null;
}

function wordsOf(test: Node): string | null {
  if (test.kind === "compare" && test.op === "==") return test.right.kind === "string" ? test.right.value : test.left.kind === "string" ? test.left.value : null;
  if (test.kind === "compare" && test.op === "in") return test.left.kind === "string" ? test.left.value : null;
  const first = test.kind === "call" && test.callee.kind === "attribute" && test.callee.name === "startswith" ? test.args[0]?.value : undefined;
  return first?.kind === "string" ? first.value : null;
}
