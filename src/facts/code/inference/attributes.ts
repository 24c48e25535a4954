import type { ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import type { Definition } from "../module-index.ts";
import { methodFlavour } from "./hierarchy.ts";
import type { Inference } from "./context.ts";
import type { Value } from "./values.ts";

/** `value.name` for each value. */
export function attributesOf(on: Inference, objects: readonly Value[], name: string): readonly Value[] {
  if (objects.length === 1) return attribute(on, objects[0]!, name);
  return objects.flatMap((value) => attribute(on, value, name));
}

function attribute(on: Inference, value: Value, name: string): readonly Value[] {
  switch (value.kind) {
    case "external": return [on.values.memberOfExternal(value, name)];
    case "module": {
      const slot = on.moduleVariable(value.module, name, new Set());
      const found = slot ? on.work.read(slot) : [];
      return found.length > 0 ? found : submodule(on, value, name);
    }
    case "package": return submodule(on, value, name);
    case "class": return name === "__class__" ? [] : ofClass(on, value.class, name);
    case "instance": return name === "__class__" ? [on.values.class(value.class)] : ofInstance(on, value.class, name);
    case "super": return ofSuper(on, value.class, name);
    default: return [];
  }
}

function submodule(on: Inference, value: Value & { kind: "module" | "package" }, name: string): readonly Value[] {
  const child = on.table.child(value.kind === "module" ? { kind: "module", module: value.module } : { kind: "package", path: value.path }, name);
  if (!child) return [];
  return [child.kind === "module" ? on.values.module(child.module) : on.values.package(child.path)];
}

const isEnum = (on: Inference, node: ClassNode): boolean => on.hierarchy.libraryBases(node).some((one) => /(^|\.)(Str|Int)?(Enum|Flag)$/.test(one));

function ofClass(on: Inference, node: ClassNode, name: string): readonly Value[] {
  const member = on.hierarchy.member(node, name);
  if (!member) return on.hierarchy.libraryBases(node).map((path) => on.values.external(`${path}.${name}`));
  const found: Value[] = [];
  for (const one of member.definitions) {
    if (one.kind === "function") found.push(methodFlavour(one.fn) === "class" ? on.values.bound(one.fn) : on.values.fn(one.fn));
    else if (one.kind === "class") found.push(on.values.class(one.class));
    else if (one.kind === "value" && isEnum(on, node)) found.push(on.values.instance(node));
    else if (one.kind === "value" || one.kind === "declared") found.push(...on.work.read(on.variable(member.owner, name)));
  }
  return found;
}

/** Methods of the nearest ancestor and their overrides below; attributes stored anywhere in the family. */
function ofInstance(on: Inference, node: ClassNode, name: string): readonly Value[] {
  const found: Value[] = [];
  const held = on.hierarchy.member(node, name);
  const isMethod = held !== null && held.definitions.every((one) => one.kind === "function");
  if (held) member(on, held.definitions, found);
  for (const below of on.hierarchy.descendants(node)) {
    const own = on.moduleIndexOf(below).scopes.get(below)?.get(name);
    for (const one of own ?? []) if (one.kind === "function") pushMethod(on, one.fn, found);
    if (!held && on.ownStores(below, name)) found.push(...on.work.read(on.attribute(below, name)));
  }
  for (const above of on.hierarchy.ancestors(node)) {
    if ((above === node && !isMethod) || on.ownStores(above, name)) found.push(...on.work.read(on.attribute(above, name)));
  }
  if (found.length > 0) return found;
  return on.hierarchy.libraryBases(node).map((path) => on.values.external(`${path}().${name}`));
}

function member(on: Inference, definitions: readonly Definition[], found: Value[]): void {
  for (const one of definitions) {
    if (one.kind === "function") pushMethod(on, one.fn, found);
    else if (one.kind === "class") found.push(on.values.class(one.class));
    else if (one.kind === "declared") found.push(...on.annotated(one.annotation));
    else if (one.kind === "value") {
      if (one.annotation) found.push(...on.annotated(one.annotation));
      found.push(...on.evaluate(one.expr));
    }
  }
}

function pushMethod(on: Inference, fn: FunctionNode, found: Value[]): void {
  const flavour = methodFlavour(fn);
  if (flavour === "property") found.push(...on.work.read(on.result(fn)));
  else found.push(flavour === "static" ? on.values.fn(fn) : on.values.bound(fn));
}

function ofSuper(on: Inference, node: ClassNode, name: string): readonly Value[] {
  for (const above of on.hierarchy.ancestors(node).slice(1)) {
    const own = on.moduleIndexOf(above).scopes.get(above)?.get(name);
    if (!own) continue;
    const found: Value[] = [];
    for (const one of own) if (one.kind === "function") pushMethod(on, one.fn, found);
    return found;
  }
  return on.hierarchy.libraryBases(node).map((path) => on.values.external(`${path}().${name}`));
}
