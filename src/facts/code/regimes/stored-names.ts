import { calledName } from "../../../ir/names.ts";
import type { Call, Expr } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";

/** What is stored under a name anywhere: attributes, keys, keywords, fields and constants. */
export interface StoredNames {
  of(name: string): readonly Expr[];
  /** Calls of anything by that name. */
  callsOf(name: string): readonly Call[];
}

/** Under names that only the running bot knows. */
const ANY = "*";

export const storedNames = codeFact({
  name: "stored-names",
  doc: "Values by the name that they are stored under, whatever object holds it.",
  requires: { index },
  derive({ index }): StoredNames {
    const stored = new Map<string, Expr[]>();
    const called = new Map<string, Call[]>();
    for (const { module, byKind, stores, scopes } of index.modules.values()) {
      for (const { target, value, statement } of stores) {
        const name = target.kind === "attribute" ? target.name : target.index.kind === "string" ? target.index.value : null;
        const given = statement.kind === "augmented" ? statement.value : value;
        if (name !== null && given) appendTo(stored, name, given);
      }
      for (const node of byKind.get("string") ?? []) if (node.kind === "string" && node.parent?.kind === "entry" && node.parent.key === node) appendTo(stored, node.value, node.parent.value);
      for (const node of byKind.get("call") ?? []) {
        if (node.kind !== "call") continue;
        appendTo(called, calledName(node), node);
        for (const one of node.args) if (one.name !== null) appendTo(stored, one.name, one.value);
        const [, name, value] = node.args;
        if (calledName(node) === "setattr" && name && value) appendTo(stored, name.value.kind === "string" ? name.value.value : ANY, value.value);
      }
      for (const owner of [module.root, ...module.classes]) {
        for (const [name, all] of scopes.get(owner) ?? []) for (const one of all) if (one.kind === "value" && one.item < 0) appendTo(stored, name, one.expr);
      }
    }
    const byAny = stored.get(ANY) ?? [];
    return { of: (name) => [...(stored.get(name) ?? []), ...byAny], callsOf: (name) => called.get(name) ?? [] };
  },
});
