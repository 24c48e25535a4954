import { ownName } from "../../../ir/names.ts";
import type { Expr, Node } from "../../../ir/nodes.ts";
import { TYPING_CONTAINERS, TYPING_MAPPINGS, TYPING_TRANSPARENT } from "../../../knowledge/python-library.ts";
import type { Inference } from "./context.ts";
import { scopeOf } from "./scope-of.ts";
import type { Value } from "./values.ts";
import { enclosingFunction } from "../../../ir/walk.ts";

/** The values that a type annotation admits: instances of its classes, containers by the annotation itself. */
export function annotated(on: Inference, type: Expr): readonly Value[] {
  switch (type.kind) {
    case "name": case "attribute": return on.evaluate(type).flatMap((value) => instanceOf(on, value));
    case "string": return quoted(on, type, type.value);
    case "binary": return type.op === "|" ? [...on.annotated(type.left), ...on.annotated(type.right)] : [];
    case "subscript": {
      const head = ownName(type.object);
      if (TYPING_TRANSPARENT.has(head)) return parameters(type).flatMap((one) => on.annotated(one));
      if (head === "Type" || head === "type") return parameters(type).flatMap((one) => on.evaluate(one));
      if (TYPING_CONTAINERS.has(head) || TYPING_MAPPINGS.has(head)) {
        on.annotations.add(type);
        return [on.values.container(type)];
      }
      return on.annotated(type.object);
    }
    default: return [];
  }
}

function instanceOf(on: Inference, value: Value): readonly Value[] {
  if (value.kind === "class") return [on.values.instance(value.class)];
  if (value.kind !== "external") return [];
  const last = value.path.slice(value.path.lastIndexOf(".") + 1);
  return last === "Any" || last === "None" || last === "object" || last === "Callable" ? [] : [on.values.calledExternal(value)];
}

/** What iterating or subscripting a value of the annotated container type gives. */
export function annotatedElement(on: Inference, type: Expr, item: number): readonly Value[] {
  if (type.kind !== "subscript") return [];
  const given = parameters(type);
  const head = ownName(type.object);
  if (TYPING_MAPPINGS.has(head)) return given[1] ? on.annotated(given[1]) : [];
  if (/^tuple$/i.test(head)) {
    const one = item >= 0 ? given[item] : undefined;
    return one ? on.annotated(one) : given.flatMap((each) => on.annotated(each));
  }
  return given[0] ? on.annotated(given[0]) : [];
}

const parameters = (type: Expr & { kind: "subscript" }): readonly Expr[] => (type.index.kind === "tuple" ? type.index.items : [type.index]);

/** `"RiskManager"`, `"Optional[risk.RiskManager]"`: the dotted names inside, looked up where the annotation stands. */
function quoted(on: Inference, at: Node, text: string): readonly Value[] {
  if (text.length > 200) return [];
  const found: Value[] = [];
  for (const [dotted] of text.matchAll(/[A-Za-z_][\w.]*/g)) {
    const [first, ...rest] = dotted.split(".");
    let values = named(on, at, first!);
    for (const name of rest) values = values.flatMap((value) => (value.kind === "module" ? readModule(on, value, name) : []));
    found.push(...values.flatMap((value) => instanceOf(on, value)));
  }
  return found;
}

function named(on: Inference, at: Node, name: string): readonly Value[] {
  const module = on.moduleIndexOf(at);
  for (let scope = scopeOf(at); ; ) {
    if (module.scopes.get(scope)?.has(name)) return on.work.read(on.variable(scope, name));
    const outer = enclosingFunction(scope);
    if (!outer) break;
    scope = outer;
  }
  const slot = on.moduleVariable(module.module, name, new Set());
  return slot ? on.work.read(slot) : [];
}

function readModule(on: Inference, value: Value & { kind: "module" }, name: string): readonly Value[] {
  const slot = on.moduleVariable(value.module, name, new Set());
  return slot ? on.work.read(slot) : [];
}
