import type { ClassNode, Expr } from "../../../ir/nodes.ts";
import { isMapping } from "./containers.ts";
import type { Inference } from "./context.ts";
import type { Value } from "./values.ts";

/** Element `item` of each value. */
export function unpacked(on: Inference, values: readonly Value[], item: number): readonly Value[] {
  const found: Value[] = [];
  for (const value of values) {
    if (value.kind === "external") found.push(on.values.elementOfExternal(value));
    else if (value.kind === "container") {
      if (value.view === "pair") {
        if (item === 1) found.push(...on.work.read(on.element(value.site, -1)));
      } else if (value.view === "itself") found.push(...on.work.read(on.element(value.site, item)));
    }
  }
  return found;
}

/** What a loop over `expr` binds (`item` of each element; -1: each element). */
export function iterated(on: Inference, expr: Expr, item: number): readonly Value[] {
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.args[0] && on.nameSlots(expr.callee) === null) {
    const argument = expr.args[item]?.value;
    switch (expr.callee.id) {
      case "enumerate": return item === 1 ? on.iterated(expr.args[0].value, -1) : [];
      case "zip": return item >= 0 && argument ? on.iterated(argument, -1) : [];
      case "list": case "tuple": case "sorted": case "reversed": case "set": return on.iterated(expr.args[0].value, item);
    }
  }
  const elements: Value[] = [];
  for (const value of on.evaluate(expr)) {
    if (value.kind === "external") elements.push(on.values.elementOfExternal(value));
    else if (value.kind === "container") elements.push(...ofContainer(on, value));
    else if (value.kind === "instance") elements.push(...ofInstance(on, value.class));
  }
  return item < 0 ? elements : on.unpacked(elements, item);
}

function ofContainer(on: Inference, value: Value & { kind: "container" }): readonly Value[] {
  if (value.view === "keys") return [];
  if (value.view === "pairs") return [on.values.container(value.site, "pair")];
  return isMapping(value.site) ? [] : on.work.read(on.element(value.site, -1));
}

/** The members of an enumeration; what an `__iter__` of the bot's own gives is not followed. */
function ofInstance(on: Inference, node: ClassNode): readonly Value[] {
  if (on.hierarchy.member(node, "__iter__") ?? on.hierarchy.member(node, "__aiter__")) return [];
  const isEnum = on.hierarchy.libraryBases(node).some((one) => /(^|\.)(Str|Int)?(Enum|Flag)$/.test(one));
  return isEnum ? [on.values.instance(node)] : [];
}

/** What `with context as name` binds. */
export function entered(on: Inference, context: Expr): readonly Value[] {
  const found: Value[] = [];
  for (const value of on.evaluate(context)) {
    if (value.kind !== "instance") {
      found.push(value);
      continue;
    }
    const enter = on.hierarchy.member(value.class, "__aenter__") ?? on.hierarchy.member(value.class, "__enter__");
    const fn = enter?.definitions.find((one) => one.kind === "function");
    if (fn?.kind === "function") found.push(...on.work.read(on.result(fn.fn)));
    else found.push(value);
  }
  return found;
}
