import type { Name, Node } from "../../ir/nodes.ts";
import { BUILTINS, MODULE_NAMES } from "../../knowledge/python-library.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import type { Index, ModuleIndex } from "./module-index.ts";

/** Nothing binds the name: where it is read, NameError is raised. */
export function isUnbound(index: Index, name: Name): boolean {
  const own = index.modules.get(index.moduleOf(name).file)!;
  if (isBinding(name) || bindsUnseen(own) || BUILTINS.has(name.id) || MODULE_NAMES.has(name.id)) return false;
  return bindingsOf(name, own) === null && isRead(name);
}

/** What a file binds is not known: star imports, names made at run time, lines that could not be read. */
export function bindsUnseen(one: ModuleIndex): boolean {
  let known = unseen.get(one);
  if (known === undefined) unseen.set(one, (known = mayBindUnseen(one)));
  return known;
}

const unseen = new WeakMap<ModuleIndex, boolean>();

const mayBindUnseen = ({ module, stars, byKind }: ModuleIndex): boolean =>
  stars.length > 0 || module.damaged.length > 0 || module.language !== "python"
  || (byKind.get("call") ?? []).some((one) => one.kind === "call" && one.callee.kind === "name" && /^(exec|globals)$/.test(one.callee.id) && (one.callee.id === "exec" || one.parent?.kind !== "compare"));

/** The name is bound here, or it is part of an annotation. */
export function isBinding(name: Name): boolean {
  let child: Node = name;
  for (let at = name.parent; at; child = at, at = at.parent) {
    if (at.kind === "declare" && at.annotation === child) return true;
    if (at.kind === "assign" || at.kind === "for" || at.kind === "with-item" || at.kind === "delete" || at.kind === "function") break;
  }
  const up = name.parent;
  return (up?.kind === "assign" && up.targets.includes(name)) || (up?.kind === "for" && up.target === name) || (up?.kind === "clause" && up.target === name) || up?.kind === "delete";
}

/** `if "task" in globals()` asks whether it is there. */
function isRead(name: Name): boolean {
  for (let child: Node = name, at = name.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if ((at.kind === "if" || at.kind === "conditional") && at.test !== child && asksForName(at.test, name.id)) return false;
  }
  return true;
}

function asksForName(test: Node, name: string): boolean {
  if (test.kind === "logical") return asksForName(test.left, name) || asksForName(test.right, name);
  return test.kind === "compare" && test.op === "in" && test.left.kind === "string" && test.left.value === name;
}
