import { ownName } from "../../../ir/names.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";

export interface StopFlags {
  /** Where the running bot lowers the flag that the loop asks before each round; null: nowhere, or it asks none. */
  loweredFor(loop: Node): Node | null;
}

export const stopFlags = codeFact({
  name: "stop-flags",
  doc: "Where the flags and events are set that loops ask whether to go on.",
  requires: { index, reach },
  derive({ index, reach }): StopFlags {
    const known = new Map<string, Node>();
    const tell = (key: string, node: Node): void => {
      const fn = enclosingFunction(node);
      if (fn && fn.name !== "__init__" && reach.of(fn) !== "dead" && !known.has(key)) known.set(key, node);
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
    return { loweredFor: (loop) => (loop.kind === "while" ? (endings(loop.test, true).map((key) => known.get(key)).find((one) => one !== undefined) ?? null) : null) };
  },
});

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

