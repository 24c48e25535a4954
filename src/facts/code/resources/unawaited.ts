import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A coroutine that is made and never runs. */
export interface Unawaited {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly target: FunctionNode;
  /** dropped: nobody has it. tested: it is taken for its result (`if self.allowed():`), and is always true. read: its fields are read, as if it were the result. */
  readonly how: "dropped" | "tested" | "read";
  /** Where it is taken for its result. */
  readonly use: Node | null;
}

export const unawaited = codeFact({
  name: "unawaited",
  doc: "Coroutines of the bot that are made by a call and awaited by nobody.",
  requires: { program, index, callGraph, reach },
  derive({ program, index, callGraph, reach }): readonly Unawaited[] {
    const found: Unawaited[] = [];
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      one.module.functions.forEach((fn) => {
        const calls = one.calls[fn.index]!;
        // `if asyncio.iscoroutinefunction(close): await close() else: close()`
        if (reach.of(fn) === "dead" || calls.some((call) => ASKS.has(calledName(call)))) return;
        for (const call of calls) {
          if (call.parent?.kind === "await") continue;
          // Before its uses: looking for those walks the function.
          const target = coroutineOf(callGraph, call);
          const use = target && useOf(fn, call);
          if (use) found.push({ call, fn, target, ...use });
        }
      });
    }
    return found;
  },
});

const ASKS = new Set(["iscoroutine", "iscoroutinefunction", "isawaitable"]);

/** Every function that the call may run is a plain coroutine; a decorator may have made anything of it. */
function coroutineOf(graph: CallGraph, call: Call): FunctionNode | null {
  const { how, functions, libraries, classes } = graph.targets(call);
  if (how !== "resolved" || libraries.length + classes.length > 0) return null;
  const plain = functions.every((one) => one.async && !one.generator && one.decorators.every((each) => /^(staticmethod|classmethod|abstractmethod|override|final)$/.test(ownName(each))));
  return plain ? (functions[0] ?? null) : null;
}

type Use = Pick<Unawaited, "how" | "use">;

function useOf(fn: FunctionNode, call: Call): Use | null {
  const up = call.parent;
  if (up?.kind === "expression") return { how: "dropped", use: null };
  if ((up?.kind === "if" || up?.kind === "while") && up.test === call) return { how: "tested", use: up.test };
  if (up?.kind === "unary" && up.op === "not" && (up.parent?.kind === "if" || up.parent?.kind === "while")) return { how: "tested", use: up };
  if ((up?.kind === "attribute" && !OWN_FIELDS.test(up.name)) || (up?.kind === "subscript" && up.object === call)) return { how: "read", use: up };
  const name = up?.kind === "assign" && up.value === call && up.targets.length === 1 && up.targets[0]!.kind === "name" ? up.targets[0]!.id : null;
  return name === null ? null : keptAs(fn, name, call);
}

/** What a coroutine or a task has itself. */
const OWN_FIELDS = /^(send|throw|close|cr_\w+|add_done_callback|cancel|__\w+)$/;
const LOOKS = new Set(["hasattr", "isinstance", "getattr", "len", "bool", "float", "int", "str"]);

/** Each use of the local takes it for the result. */
function keptAs(fn: FunctionNode, name: string, call: Call): Use | null {
  let other = false;
  let read: Node | null = null;
  walkBody(fn, (node) => {
    if (node.kind !== "name" || node.id !== name || (node.start >= call.parent!.start && node.end <= call.parent!.end)) return;
    const use = asResult(node);
    if (use === "other") other = true;
    else if (use) read ??= use;
  });
  return other || !read ? null : { how: "read", use: read };
}

function asResult(name: Expr & { kind: "name" }): Node | "other" | null {
  const up = name.parent;
  if (up?.kind === "assign" && up.targets.includes(name)) return null;
  if (up?.kind === "attribute") return OWN_FIELDS.test(up.name) ? "other" : up;
  if (up?.kind === "subscript") return up.object === name ? up : "other";
  if (up?.kind === "if" || up?.kind === "while" || up?.kind === "unary" || up?.kind === "logical" || up?.kind === "compare") return null;
  return up?.kind === "argument" && up.parent?.kind === "call" && LOOKS.has(calledName(up.parent)) ? null : "other";
}
