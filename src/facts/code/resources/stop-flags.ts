import { ownName } from "../../../ir/names.ts";
import type { ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { mainBlocks } from "./main-blocks.ts";

export interface StopFlags {
  /** Where the running bot that starts the loop in `made` lowers the flag that it asks before each round; null: nowhere, or it asks none. */
  loweredFor(loop: Node, made: FunctionNode): Node | null;
}

export const stopFlags = codeFact({
  name: "stop-flags",
  doc: "Where the flags and events are set that loops ask whether to go on.",
  requires: { index, infer, reach, mainBlocks },
  derive({ index, infer, reach, mainBlocks }): StopFlags {
    const known = new Map<string, Node[]>();
    const tell = (key: string, node: Node): void => {
      const fn = enclosingFunction(node);
      if (fn && fn.name !== "__init__" && reach.of(fn) !== "dead") appendTo(known, key, node);
    };
    const line = (one: ClassNode): readonly ClassNode[] => infer.hierarchy.ancestors(one);
    // Each class has a `running` of its own: what an unrelated one does to its `self` is not asked here.
    const isFor = (loop: Node) => (node: Node): boolean => {
      const [asks, sets] = [classAround(loop), classAround(node)];
      return !isOwn(node) || asks === sets || (asks !== null && sets !== null && (line(asks).includes(sets) || line(sets).includes(asks)));
    };
    for (const one of index.modules.values()) {
      for (const { target, value } of one.stores) {
        const name = target.kind === "attribute" ? target.name : "";
        if (name !== "" && value?.kind === "boolean") tell(`${name} ${String(value.value)}`, target);
      }
      for (const node of one.byKind.get("call") ?? []) {
        if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "set" && node.args.length === 0) tell(`${ownName(node.callee.object)} set`, node);
      }
    }
    // What only the main block of the flag's own file does is done in no other program.
    const parts = (made: FunctionNode, node: Node): boolean => mainBlocks.parts(made, enclosingFunction(node)!);
    return { loweredFor: (loop, made) => (loop.kind === "while" ? (endings(loop.test, true).flatMap((key) => known.get(key)?.filter(isFor(loop)) ?? []).find((node) => !parts(made, node)) ?? null) : null) };
  },
});

/** `self.running`, `self._stop.set()`. */
function isOwn(node: Node): boolean {
  const at = node.kind === "call" && node.callee.kind === "attribute" ? node.callee.object : node;
  return at.kind === "attribute" && at.object.kind === "name" && at.object.id === "self";
}

/** The class around, also of what a method defines inside. */
function classAround(node: Node): ClassNode | null {
  let at = node.parent;
  while (at && at.kind !== "class") at = at.parent;
  return at?.kind === "class" ? at : null;
}

/** Each write that would end the loop: `while self.running` → "running false"; `while not self.stop.is_set()` → "stop set". */
function endings(test: Expr, goesOn: boolean): string[] {
  switch (test.kind) {
    case "unary": return test.op === "not" ? endings(test.operand, !goesOn) : [];
    case "logical": return [...endings(test.left, goesOn), ...endings(test.right, goesOn)];
    case "name": case "attribute": return [`${ownName(test)} ${String(!goesOn)}`];
    case "call": return test.callee.kind === "attribute" && test.callee.name === "is_set" && !goesOn ? [`${ownName(test.callee.object)} set`] : [];
    default: return [];
  }
}

