import type { ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import type { Definition } from "../module-index.ts";
import { methodFlavour, type Lookup } from "./hierarchy.ts";
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
  const lookup = lookupOf(on, node, name);
  if (lookup.reads.length === 0) return lookup.fixed.length > 0 ? lookup.fixed : lookup.library;
  const found = [...lookup.fixed];
  for (const read of lookup.reads) {
    const values = read();
    for (let i = 0; i < values.length; i++) found.push(values[i]!);
  }
  return found.length > 0 ? found : lookup.library;
}

function lookupOf(on: Inference, node: ClassNode, name: string): Lookup {
  let byName = on.lookups.get(node);
  if (!byName) on.lookups.set(node, (byName = new Map()));
  let known = byName.get(name);
  if (!known) byName.set(name, (known = lookUp(on, node, name)));
  return known;
}

function lookUp(on: Inference, node: ClassNode, name: string): Lookup {
  const fixed: Value[] = [];
  const reads: (() => readonly Value[])[] = [];
  const method = (fn: FunctionNode): void => {
    if (methodFlavour(fn) === "property") reads.push(() => on.work.read(on.result(fn)));
    else pushMethod(on, fn, fixed);
  };
  const held = on.hierarchy.member(node, name);
  for (const one of held?.definitions ?? []) {
    if (one.kind === "function") method(one.fn);
    else if (one.kind === "class") fixed.push(on.values.class(one.class));
    else if (one.kind === "declared") reads.push(() => on.annotated(one.annotation));
    else if (one.kind === "value") {
      const { annotation, expr } = one;
      if (annotation) reads.push(() => on.annotated(annotation));
      reads.push(() => on.evaluate(expr));
    }
  }
  const isMethod = held !== null && held.definitions.every((one) => one.kind === "function");
  const open = held === null || held.definitions.every((one) => one.kind === "declared");
  const seen = new Set<ClassNode>();
  const attribute = (owner: ClassNode): void => {
    if (seen.has(owner)) return;
    seen.add(owner);
    reads.push(() => on.work.read(on.attribute(owner, name)));
  };
  // What stands above a class below counts as well: a mixin's `self` is the class that it is mixed into.
  const owners = new Set<ClassNode>(held ? [held.owner] : []);
  for (const below of on.hierarchy.descendants(node)) {
    const found = on.hierarchy.member(below, name);
    if (found && !owners.has(found.owner)) {
      owners.add(found.owner);
      for (const one of found.definitions) {
        if (one.kind === "function") method(one.fn);
        else if (held === null && one.kind === "value") reads.push(() => on.evaluate(one.expr));
      }
    }
    if (open) for (const each of on.hierarchy.ancestors(below)) if (on.ownStores(each, name)) attribute(each);
  }
  if (held === null && on.foreignNames.has(name)) for (const above of on.hierarchy.ancestors(node)) reads.push(() => mounted(on, above, name));
  for (const above of on.hierarchy.ancestors(node)) {
    if ((above === node && !isMethod) || on.ownStores(above, name)) attribute(above);
  }
  return { fixed, reads, library: on.hierarchy.libraryBases(node).flatMap((path) => (NO_MEMBERS.test(path) ? [] : [on.values.external(`${path}().${name}`)])) };
}

/** What other code puts on the class: `Wrapper.place = _place`. */
const mounted = (on: Inference, node: ClassNode, name: string): readonly Value[] =>
  on.work.read(on.variable(node, name)).map((one) => (one.kind === "function" && one.fn.params[0]?.name === "self" ? on.values.bound(one.fn) : one));

/** Bases that give an object nothing. */
const NO_MEMBERS = /(^|\.)(ABC|object|Protocol|Generic)$/;

function pushMethod(on: Inference, fn: FunctionNode, found: Value[]): void {
  const flavour = methodFlavour(fn);
  if (flavour === "property") found.push(...on.work.read(on.result(fn)));
  else found.push(flavour === "static" ? on.values.fn(fn) : on.values.bound(fn));
}

function ofSuper(on: Inference, node: ClassNode, name: string): readonly Value[] {
  const found: Value[] = [];
  const methods = (definitions: readonly Definition[]): void => {
    for (const one of definitions) if (one.kind === "function") pushMethod(on, one.fn, found);
  };
  for (const above of on.hierarchy.ancestors(node).slice(1)) {
    const own = on.moduleIndexOf(above).scopes.get(above)?.get(name);
    if (!own) continue;
    methods(own);
    return found;
  }
  // Cooperating mixins: what comes next is known by the class that they are mixed into.
  const owners = new Set<ClassNode>();
  for (const below of on.hierarchy.descendants(node)) {
    const line = on.hierarchy.ancestors(below);
    const next = line.slice(line.indexOf(node) + 1).find((one) => on.moduleIndexOf(one).scopes.get(one)?.has(name));
    if (!next || owners.has(next)) continue;
    owners.add(next);
    methods(on.moduleIndexOf(next).scopes.get(next)!.get(name)!);
  }
  return found.length > 0 ? found : on.hierarchy.libraryBases(node).map((path) => on.values.external(`${path}().${name}`));
}
