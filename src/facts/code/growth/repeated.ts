import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { CALLED_LATER } from "../../../knowledge/task-starts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { isCommand, isPersons, textOf } from "../person-commands.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { neverEnds } from "../resources/endless.ts";
import { tasks, type TaskRoot } from "../tasks.ts";

/** What runs again and again while the bot lives. */
export interface RepeatedCode {
  /** The loop or the registration because of which this code runs again; null: as far as one knows it runs once. */
  why(node: Node, fn: FunctionNode): Node | null;
  /** Only a person's button, command or form runs it: as often as somebody presses it. */
  isPressed(why: Node): boolean;
}

export const repeatedCode = codeFact({
  name: "repeated-code",
  doc: "Functions that an endless loop, a stream or a callback runs again and again.",
  requires: { index, callGraph, reach, tasks },
  derive({ index, callGraph, reach, tasks }): RepeatedCode {
    const found = new Map<FunctionNode, Node>();
    const queue: FunctionNode[] = [];
    const add = (fn: FunctionNode, why: Node): void => {
      if (found.has(fn) || reach.of(fn) === "dead") return;
      found.set(fn, why);
      queue.push(fn);
    };
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        if (reach.of(fn) === "dead") return;
        for (const call of one.calls[fn.index]!) {
          const loop = loopAround(call);
          if (loop) for (const callee of ran(callGraph, call)) add(callee, loop);
        }
      });
    }
    const startedIn = new Map<FunctionNode, TaskRoot[]>();
    const pressed: TaskRoot[] = [];
    for (const root of tasks.roots) {
      if (!root.at) continue;
      if (root.kind === "callback" && (root.many || CALLED_LATER.test(root.by))) {
        if (isPressedBy(root)) pressed.push(root);
        else add(root.fn, root.at);
      }
      // `executor.submit(self.process, symbol)` hands over the function; what a task runs is called where it starts.
      if (root.kind !== "thread" && root.kind !== "process") continue;
      const loop = loopAround(root.at);
      if (loop) add(root.fn, loop);
      const starter = enclosingFunction(root.at);
      if (starter) startedIn.set(starter, [...(startedIn.get(starter) ?? []), root]);
    }
    let next = 0;
    const spread = (): void => {
      for (; next < queue.length; next++) {
        const fn = queue[next]!;
        for (const root of startedIn.get(fn) ?? []) add(root.fn, found.get(fn)!);
        for (const call of index.callsIn(fn)) for (const callee of ran(callGraph, call)) add(callee, found.get(fn)!);
      }
    };
    spread();
    // What a person starts is told only of code that nothing else repeats.
    for (const root of pressed) add(root.fn, root.at!);
    spread();
    const buttons = new Set(pressed.map((one) => one.at!));
    return { why: (node, fn) => loopAround(node) ?? found.get(fn) ?? null, isPressed: (why) => buttons.has(why) };
  },
});

/** A form of a page, a button, a chat command; what is written into a chat may be a channel's signals, and a page polls what it only reads. */
const isPressedBy = ({ by, fn }: TaskRoot): boolean => (isPersons(by, fn) || isCommand(fn)) && !/message_?handler/i.test(by) && !/(^|\.)(get|websocket|message|on_message)$/.test(by) && !fn.decorators.some((one) => /^\.(get|websocket|route|message|message_handler|on_message)$/.test(textOf(one)));

/** Constructors make objects of their own; what a guess by name runs does not count. */
function ran(graph: CallGraph, call: Call): readonly FunctionNode[] {
  const { how, functions } = graph.targets(call);
  return how === "resolved" ? functions : [];
}

/** The endless loop or the stream in whose body the node stands, in its own function. */
export function loopAround(node: Node): Node | null {
  for (let at: Node = node; at.parent && at.parent.kind !== "function"; at = at.parent) {
    const up = at.parent;
    if (up.kind === "while" && neverEnds(up)) return up;
    if (up.kind === "for" && up.async && up.iterable !== at) return up;
  }
  return null;
}
