import { calledName, ownName } from "../../../ir/names.ts";
import type { ClassNode, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { classOf, walk } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";

/** A read of an attribute in running code. */
export interface Read { readonly fn: FunctionNode; readonly node: Node }

export interface Noticing {
  readonly graph: CallGraph;
  readonly infer: Inference;
  readsOf(name: string): readonly Read[];
}

const MAX_DEPTH = 2;

/**
 * Where code beside the connection learns that a state of it has changed. Not: the loop itself, what closes it, what asks before it
 * connects, another class's attribute of the same name, and a property that nobody reads.
 */
export function noticedAt(on: Noticing, name: string, owner: ClassNode | null, own: ReadonlySet<FunctionNode>, depth = 0): Node | null {
  const isOwn = (one: ClassNode | null): boolean => owner !== null && one !== null && (one === owner || on.infer.hierarchy.ancestors(one).includes(owner) || on.infer.hierarchy.ancestors(owner).includes(one));
  for (const { fn, node } of on.readsOf(name)) {
    if (own.has(fn) || fn.name === "<lambda>" || STOPS.test(fn.name) || asksToConnect(node)) continue;
    const reader = classOf(fn);
    const isProperty = fn.decorators.some((one) => ownName(one) === "property");
    if (isProperty && depth < MAX_DEPTH) {
      const read = noticedAt(on, fn.name, reader, own, depth + 1);
      if (read) return read;
      continue;
    }
    if (!isOwn(reader)) {
      // `self.connected` of another class is its own.
      if (node.kind === "attribute" && ownName(node.object) === "self" && reader !== null && owner !== null) continue;
      return node;
    }
    if (node.parent?.kind === "unary" && ifOf(node)) return node;
    if (handsOut(node)) {
      const asked = on.graph.callersOf(fn).find(({ caller }) => !isOwn(classOf(caller)) && !own.has(caller));
      if (asked) return asked.call;
    }
  }
  return null;
}

const STOPS = /^_*(stop|close|disconnect|shutdown|cleanup|__\w+__)/;

/** `if not client.is_connected: await client.connect()` */
function asksToConnect(node: Node): boolean {
  const test = ifOf(node);
  let connects = false;
  for (const one of test?.body ?? []) walk(one, (each) => void (connects ||= each.kind === "call" && /^_*(re)?(connect|start|open|login)/.test(calledName(each))));
  return connects;
}

/** The state is given back, or the function leaves because of it. */
function handsOut(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "return") return true;
  const last = ifOf(node)?.body.at(-1);
  return last?.kind === "raise" || last?.kind === "return";
}

/** The `if` that tests the node. */
function ifOf(node: Node): If | null {
  let from = node;
  for (let at = node.parent; at && at.kind !== "function"; from = at, at = at.parent) if (at.kind === "if") return at.test === from ? at : null;
  return null;
}
