import type { Argument, Attribute, Call, ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import type { Carriers } from "./carriers.ts";
import { positionOf } from "./arguments.ts";
import { bindParameter } from "./steps.ts";
import type { Carried } from "./tracked.ts";

/** Loads of attributes by name, made when the first store asks. */
const loads = new WeakMap<Carriers, Map<string, Attribute[]>>();

function loadsOf(on: Carriers, name: string): readonly Attribute[] {
  let byName = loads.get(on);
  if (!byName) {
    byName = new Map();
    for (const one of on.index.modules.values()) {
      for (const node of one.byKind.get("attribute") ?? []) {
        if (node.kind !== "attribute" || (node.parent?.kind === "call" && node.parent.callee === node)) continue;
        appendTo(byName, node.name, node);
      }
    }
    loads.set(on, byName);
  }
  return byName.get(name) ?? [];
}

const isStored = (node: Attribute): boolean => {
  const parent = node.parent;
  return (parent?.kind === "assign" && parent.targets.includes(node as Expr)) || (parent?.kind === "augmented" && parent.target === node);
};

/** `object.name = value`: every load of the attribute from an object of the same family of classes. */
export function store(on: Carriers, carried: Carried, target: Attribute): void {
  const classes = on.infer.evaluate(target.object).flatMap((one) => (one.kind === "instance" || one.kind === "class" ? [one.class] : []));
  spread(on, carried, classes, target.name);
}

function spread(on: Carriers, carried: Carried, classes: readonly ClassNode[], name: string): void {
  if (classes.length === 0 || (carried.value.kind === "payload" && carried.value.venue === null)) return;
  const family = new Set(classes.flatMap((one) => [...on.infer.hierarchy.ancestors(one), ...on.infer.hierarchy.descendants(one)]));
  for (const node of loadsOf(on, name)) {
    if (isStored(node)) continue;
    const fits = on.infer.evaluate(node.object).some((one) => (one.kind === "instance" || one.kind === "class") && family.has(one.class));
    if (fits) on.push(node, carried.value, null, carried);
  }
}

/** What a property returns is read where the attribute is. */
export function load(on: Carriers, carried: Carried, fn: FunctionNode): void {
  const owner = classOf(fn);
  if (owner && methodFlavour(fn) === "property") spread(on, { ...carried, stack: null }, [owner], fn.name);
}

/** Library bases whose constructors convert what they are given to the declared types. */
const CONVERTING = /(^|\.)(BaseModel|BaseSettings|SQLModel|RootModel|Model)$/;

/** An argument of a constructor: its `__init__`'s parameter, or the declared field of a data class. */
export function construct(on: Carriers, carried: Carried, argument: Argument, call: Call, node: ClassNode): void {
  if (carried.value.kind === "number") return;
  const init = on.infer.hierarchy.member(node, "__init__")?.definitions.find((one) => one.kind === "function");
  if (init?.kind === "function") return bindParameter(on, init.fn, positionOf(init.fn.params, argument, call, 1), carried, call);
  if (on.infer.hierarchy.libraryBases(node).some((one) => CONVERTING.test(one))) return;
  const fields = fieldsOf(on, node);
  const name = argument.name ?? fields[positionOf([], argument, call, 0)];
  if (name && fields.includes(name)) spread(on, carried, [node], name);
}

function fieldsOf(on: Carriers, node: ClassNode): readonly string[] {
  const fields: string[] = [];
  for (const owner of [...on.infer.hierarchy.ancestors(node)].reverse()) {
    for (const [name, definitions] of on.infer.moduleIndexOf(owner).scopes.get(owner) ?? []) {
      const declared = definitions.some((one) => one.kind === "declared" || (one.kind === "value" && one.annotation !== null));
      if (declared && !fields.includes(name)) fields.push(name);
    }
  }
  return fields;
}
