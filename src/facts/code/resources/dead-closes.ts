import { statementsBehind } from "../../../ir/blocks.ts";
import type { Call, Expr, Node, Stmt } from "../../../ir/nodes.ts";
import { ownName } from "../../../ir/names.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { sayingOf, spelled } from "../missing-values/absence-tests.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** `self.session = None` and then `if self.session: await self.session.close()`: the close never runs, and nobody has the handle any more. */
export interface DeadClose {
  readonly target: Expr;
  readonly dropped: Node;
  readonly test: Expr;
  readonly close: Call;
}

const CLOSES = /^(a?close|cancel|shutdown|disconnect|terminate|stop)$/;
const MOST_BETWEEN = 6;

export const deadCloses = codeFact({
  name: "dead-closes",
  doc: "Handles that are set to None right before the code that would close them.",
  requires: { program, index, reach },
  derive({ program, index, reach }): readonly DeadClose[] {
    const found: DeadClose[] = [];
    for (const { module, byKind } of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(module.file) ?? "bot")) continue;
      for (const node of byKind.get("assign") ?? []) {
        if (node.kind !== "assign" || node.value.kind !== "none" || node.targets.length !== 1) continue;
        const [target] = node.targets;
        const words = target?.kind === "attribute" ? spelled(target) : null;
        const fn = words === null ? null : enclosingFunction(node);
        if (!fn || reach.of(fn) === "dead") continue;
        const dead = deadBehind(node, target!, words!);
        if (dead) found.push(dead);
      }
    }
    return found;
  },
});

function deadBehind(dropped: Node, target: Expr, words: string): DeadClose | null {
  for (const statement of statementsBehind(dropped).slice(0, MOST_BETWEEN)) {
    if (statement.kind === "if" && sayingOf(statement.test, true, words).kind === "there") {
      const close = closeIn(statement.body, words);
      return close && { target, dropped, test: statement.test, close };
    }
    // What is awaited, called or assigned in between may put a new one there.
    if (mayRestore(statement, words)) return null;
  }
  return null;
}

function closeIn(body: readonly Stmt[], words: string): Call | null {
  let found: Call | null = null;
  for (const statement of body) {
    walk(statement, (one) => {
      if (found || one.kind !== "call" || one.callee.kind !== "attribute" || !CLOSES.test(ownName(one.callee))) return;
      if (spelled(one.callee.object) === words) found = one;
    });
  }
  return found;
}

function mayRestore(statement: Stmt, words: string): boolean {
  let may = false;
  walk(statement, (one) => {
    may ||= one.kind === "await" || (one.kind === "assign" && one.targets.some((target) => spelled(target) === words)) || (one.kind === "call" && one.callee.kind === "attribute" && one.callee.object.kind === "name" && one.callee.object.id === "self");
  });
  return may;
}
