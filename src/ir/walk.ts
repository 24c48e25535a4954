import type { Call, ClassNode, FunctionNode, Node } from "./nodes.ts";

/** The direct children of a node in evaluation order (where there is one). Functions and classes are children of what declares them. */
export function children(node: Node, visit: (child: Node) => void): void {
  switch (node.kind) {
    case "name": case "number": case "string": case "boolean": case "none": case "ellipsis":
    case "break": case "continue": case "pass": case "import": case "import-from": case "scope": case "damage": return;
    case "attribute": return visit(node.object);
    case "subscript": visit(node.object); return visit(node.index);
    case "slice": one(node.lower, visit); one(node.upper, visit); return one(node.step, visit);
    case "argument": return visit(node.value);
    case "call": visit(node.callee); return all(node.args, visit);
    case "template": return all(node.parts, visit);
    case "interpolation": visit(node.value); return one(node.format, visit);
    case "unary": return visit(node.operand);
    case "binary": case "compare": case "logical": visit(node.left); return visit(node.right);
    case "conditional": visit(node.test); visit(node.then); return visit(node.otherwise);
    case "list": case "tuple": case "set": return all(node.items, visit);
    case "entry": one(node.key, visit); return visit(node.value);
    case "dict": return all(node.entries, visit);
    case "spread": case "await": return visit(node.value);
    case "yield": return one(node.value, visit);
    case "bind": visit(node.value); return visit(node.target);
    case "lambda": case "function-statement": return visit(node.function);
    case "class-statement": return visit(node.class);
    case "clause": visit(node.iterable); visit(node.target); return all(node.conditions, visit);
    case "comprehension": all(node.clauses, visit); visit(node.element); return one(node.value, visit);
    case "unknown": return all(node.parts, visit);
    case "value-pattern": return visit(node.value);
    case "capture-pattern": one(node.pattern, visit); return one(node.target, visit);
    case "or-pattern": return all(node.options, visit);
    case "sequence-pattern": return all(node.items, visit);
    case "star-pattern": return one(node.target, visit);
    case "mapping-pattern": all(node.keys, visit); all(node.patterns, visit); return one(node.rest, visit);
    case "class-pattern": visit(node.class); return all(node.patterns, visit);
    case "expression": return visit(node.value);
    case "assign": visit(node.value); all(node.targets, visit); return one(node.annotation, visit);
    case "declare": visit(node.annotation); return visit(node.target);
    case "augmented": visit(node.target); return visit(node.value);
    case "delete": return all(node.targets, visit);
    case "return": return one(node.value, visit);
    case "raise": one(node.value, visit); return one(node.cause, visit);
    case "if": case "while": visit(node.test); all(node.body, visit); return all(node.otherwise, visit);
    case "for": visit(node.iterable); visit(node.target); all(node.body, visit); return all(node.otherwise, visit);
    case "handler": one(node.type, visit); one(node.target, visit); return all(node.body, visit);
    case "try": all(node.body, visit); all(node.handlers, visit); all(node.otherwise, visit); return all(node.finally, visit);
    case "with-item": visit(node.context); return one(node.target, visit);
    case "with": all(node.items, visit); return all(node.body, visit);
    case "case": visit(node.pattern); one(node.guard, visit); return all(node.body, visit);
    case "match": visit(node.subject); return all(node.cases, visit);
    case "assert": visit(node.test); return one(node.message, visit);
    case "parameter": one(node.annotation, visit); return one(node.default, visit);
    case "function": all(node.decorators, visit); all(node.params, visit); one(node.returns, visit); return all(node.body, visit);
    case "class": all(node.decorators, visit); all(node.args, visit); return all(node.body, visit);
  }
}

function one(node: Node | null, visit: (child: Node) => void): void {
  if (node) visit(node);
}

function all(nodes: readonly Node[], visit: (child: Node) => void): void {
  for (let i = 0; i < nodes.length; i++) visit(nodes[i]!);
}

/** Every node below `node` (itself included), parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  const step = (one: Node): void => {
    visit(one);
    children(one, step);
  };
  step(node);
}

/**
 * Every node that runs when `fn`'s body runs, parents first: nested functions and lambdas are visited themselves (their
 * definition runs, with defaults and decorators) but not entered; class bodies are entered.
 */
export function walkBody(fn: FunctionNode, visit: (node: Node) => void): void {
  const step = (one: Node): void => {
    visit(one);
    if (one.kind !== "function") return children(one, step);
    all(one.decorators, step);
    for (const param of one.params) if (param.default) step(param.default);
  };
  for (const statement of fn.body) step(statement);
}

/** Whether a node stands within another, by its place in the same file; a node contains itself. */
export const contains = (outer: Node, inner: Node): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The function whose body contains the node (for a function node: the one that contains its definition). */
export function enclosingFunction(node: Node): FunctionNode | null {
  let at = node.parent;
  while (at && at.kind !== "function") at = at.parent;
  return at;
}

/** The function itself, or the one whose body contains the node. */
export function functionAround(node: Node): FunctionNode {
  let at = node;
  while (at.kind !== "function") at = at.parent!;
  return at;
}

/** The innermost `for` or `while` of its own function that the node stands in. */
export function loopAround(node: Node): Node | null {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for" || at.kind === "while") return at;
  return null;
}

/** Whether a `for` or `while` of its own function repeats the node. */
export const isInLoop = (node: Node): boolean => loopAround(node) !== null;

/** The same, or a comprehension does. */
export function isRepeated(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for" || at.kind === "while" || at.kind === "comprehension") return true;
  return false;
}

/** The class whose body directly contains this function's definition, if it is a method. */
export function classOf(fn: FunctionNode): ClassNode | null {
  const holder = fn.parent?.parent;
  return holder?.kind === "class" ? holder : null;
}

/** The methods that the class itself defines. */
export const methodsOf = (owner: ClassNode): readonly FunctionNode[] => owner.body.flatMap((one) => (one.kind === "function-statement" ? [one.function] : []));

/** Nobody takes what the call gives: it stands as a statement of its own, awaited or not. */
export const isDropped = (call: Call): boolean => (call.parent?.kind === "await" ? call.parent.parent : call.parent)?.kind === "expression";

/** Whether the tree has one of the names in it. */
export function mentions(node: Node, names: ReadonlySet<string>): boolean {
  if (node.kind === "name") return names.has(node.id);
  let found = false;
  children(node, (child) => { found ||= mentions(child, names); });
  return found;
}

export const mentionsName = (node: Node, name: string): boolean => mentions(node, new Set([name]));
