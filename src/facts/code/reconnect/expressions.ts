import { ownName } from "../../../ir/names.ts";
import type { Compare, Expr, FunctionNode, Name, Subscript } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { definitionsOf } from "../constants.ts";
import { call } from "./calls.ts";
import { Raised, parameterValue, type Frame, type Machine } from "./machine.ts";
import { binary, boolean, compare, NONE, number, quantity, truth, unknown, wordsOf, type Thing, type Value } from "./values.ts";

/** What the expression gives; connecting, sleeping and waiting inside of it happen. */
export function evaluate(machine: Machine, frame: Frame, expr: Expr): Value {
  machine.step();
  switch (expr.kind) {
    case "number": return { kind: "number", low: expr.value, high: expr.value, text: null, whole: expr.integer };
    case "string": return { kind: "string", value: expr.value };
    case "boolean": return boolean(expr.value);
    case "none": return NONE;
    case "name": return variable(machine, frame, expr);
    case "attribute": return attribute(machine, frame, expr);
    case "subscript": return subscript(machine, frame, expr);
    case "call": return call(machine, frame, expr);
    case "await": return evaluate(machine, frame, expr.value);
    case "unary": return unary(expr.op, evaluate(machine, frame, expr.operand));
    case "binary": return binary(expr.op, evaluate(machine, frame, expr.left), evaluate(machine, frame, expr.right));
    case "compare": return comparison(machine, frame, expr);
    case "logical": return logical(machine, frame, expr);
    case "conditional": return evaluate(machine, frame, passes(machine, frame, expr.test, true) ? expr.then : expr.otherwise);
    case "list": case "tuple": return { kind: "list", items: expr.items.map((one) => evaluate(machine, frame, one)) };
    case "bind": {
      const value = evaluate(machine, frame, expr.value);
      frame.locals.set(expr.target.id, value);
      return value;
    }
    case "yield": return yielded(machine, frame, expr);
    default: return unknown();
  }
}

const MOST_YIELDS = 40;

/** A generator runs ahead of its reader, up to as many elements as any schedule needs. */
export class Enough {}

function yielded(machine: Machine, frame: Frame, expr: Expr & { kind: "yield" }): Value {
  const value = expr.value ? evaluate(machine, frame, expr.value) : NONE;
  if (expr.delegate && value.kind === "iterator") frame.yielded?.push(...value.items);
  else frame.yielded?.push(value);
  if ((frame.yielded?.length ?? 0) >= MOST_YIELDS) throw new Enough();
  return NONE;
}

/** Whether the test passes; `preset` answers where the state does not. */
export function passes(machine: Machine, frame: Frame, test: Expr, preset: boolean): boolean {
  return truth(evaluate(machine, frame, test)) ?? machine.decide(test, preset);
}

function unary(op: string, value: Value): Value {
  if (op === "not") {
    const known = truth(value);
    return known === null ? unknown() : boolean(!known);
  }
  const own = quantity(value);
  if (!own || op === "~") return unknown();
  return op === "-" ? { ...own, low: -own.high, high: -own.low } : own;
}

function comparison(machine: Machine, frame: Frame, expr: Compare): Value {
  const [left, right] = [evaluate(machine, frame, expr.left), evaluate(machine, frame, expr.right)];
  const decided = compare(expr.op, left, right);
  if (decided !== null && (left.kind === "number" || right.kind === "number")) machine.counts(frame.fn);
  if (decided !== null) machine.compared(quantity(right)?.text ?? quantity(left)?.text ?? null);
  return decided === null ? unknown() : boolean(decided);
}

function logical(machine: Machine, frame: Frame, expr: Expr & { kind: "logical" }): Value {
  const left = evaluate(machine, frame, expr.left);
  const known = expr.op === "??" ? left.kind !== "none" : truth(left);
  if (known === null) {
    const right = evaluate(machine, frame, expr.right);
    // `delays or [1, 2, 5]`: the list that is written here.
    if (expr.op === "or" && left.kind === "unknown" && right.kind === "list") return right;
    if (expr.op === "and" && truth(right) === false) return right;
    return expr.op === "or" && left.kind === "unknown" && left.text === "" ? (truth(right) === true && right.kind === "boolean" ? right : right.kind === "number" ? right : unknown()) : expr.op === "or" ? left : unknown();
  }
  return known === (expr.op === "and") ? evaluate(machine, frame, expr.right) : left;
}

function variable(machine: Machine, frame: Frame, expr: Name): Value {
  const own = frame.locals.get(expr.id);
  if (own) return own;
  if (frame.self && frame.fn.params[0]?.name === expr.id) return frame.self;
  const owner = machine.world.infer.selfClass(expr, frame.fn);
  if (owner) return frame.self ?? machine.thingOf(owner);
  const key = `${machine.world.places.moduleOf(expr).file}#${expr.id}`;
  const known = machine.globals.get(key);
  if (known) return known;
  const folded = machine.world.constants.numberOf(expr);
  if (folded !== null) return number(folded);
  const parameter = ownerOfParameter(frame.fn, expr.id);
  if (parameter) return parameterValue(machine, parameter.fn, parameter.at, (inner) => evaluate(machine, frame, inner));
  const value = fromDefinitions(machine, frame, expr);
  const module = machine.world.infer.moduleIndexOf(expr);
  if (module.scopes.get(module.module.root)?.has(expr.id)) machine.globals.set(key, value);
  return value;
}

function ownerOfParameter(fn: FunctionNode, name: string): { fn: FunctionNode; at: number } | null {
  for (let at: FunctionNode | null = fn; at; at = enclosingFunction(at)) {
    const position = at.params.findIndex((one) => one.name === name);
    if (position >= 0) return { fn: at, at: position };
  }
  return null;
}

/** The first of the values that are bound to it: what it starts with. */
function fromDefinitions(machine: Machine, frame: Frame, expr: Expr & { kind: "name" | "attribute" }): Value {
  const definitions = definitionsOf(machine.world.infer, expr);
  const first = definitions?.[0];
  if (!first || first === expr || machine.depth > 60) return unknown(wordsOf(expr));
  // `HAVE_PROTO = False` before the `try: import` that makes it true.
  if (definitions!.length > 1 && (first.kind === "boolean" || first.kind === "string")) return unknown(wordsOf(expr));
  if (!["number", "list", "tuple", "string", "boolean", "call", "binary", "logical"].includes(first.kind)) return instanceOf(machine, expr) ?? unknown(wordsOf(expr));
  if (first.kind === "call" && first.callee.kind === "name" && frame.fn === enclosingFunction(first)) return unknown(wordsOf(expr));
  machine.depth++;
  const value = evaluate(machine, machine.frame(enclosingFunction(first) ?? frame.fn, new Map(), frame.self), first);
  machine.depth--;
  return value.kind === "unknown" ? unknown(wordsOf(expr)) : value;
}

/** The bot's own object that the expression stands for. */
export function instanceOf(machine: Machine, expr: Expr): Thing | null {
  const values = machine.world.infer.evaluate(expr);
  const found = values.find((one) => one.kind === "instance");
  return found?.kind === "instance" ? machine.thingOf(found.class) : null;
}

function attribute(machine: Machine, frame: Frame, expr: Expr & { kind: "attribute" }): Value {
  const object = evaluate(machine, frame, expr.object);
  if (object.kind === "thing") return field(machine, object, expr.name);
  if (object.kind === "socket" && expr.name === "closed") return boolean(!machine.connected);
  if (object.kind === "none" && isStored(machine, expr.object)) throw new Raised(["AttributeError"], expr);
  const thing = instanceOf(machine, expr.object);
  const stored = thing?.fields.get(expr.name);
  if (stored) return stored;
  const folded = machine.world.constants.numberOf(expr);
  if (folded !== null) return number(folded);
  if (thing) return field(machine, thing, expr.name);
  return instanceOf(machine, expr) ?? unknown(wordsOf(expr));
}

/** None is only believed where this run stored it. */
const isStored = (machine: Machine, expr: Expr): boolean => {
  const key = ownName(expr);
  return machine.attempts > 0 && machine.events.some((one) => one.kind === "store" && one.key === key && one.value.kind === "none");
};

/** An attribute of a simulated object: what the run stored, else what it starts with. */
export function field(machine: Machine, thing: Thing, name: string): Value {
  const known = thing.fields.get(name);
  if (known) return known;
  thing.fields.set(name, unknown(name));
  const value = initial(machine, thing, name);
  thing.fields.set(name, value);
  return value;
}

function initial(machine: Machine, thing: Thing, name: string): Value {
  const { infer } = machine.world;
  const exprs: { expr: Expr; fn: FunctionNode | null }[] = [];
  let stores = 0;
  for (const owner of infer.hierarchy.ancestors(thing.class)) {
    for (const store of infer.ownStores(owner, name) ?? []) {
      stores++;
      if (store.value && (store.fn.name === "__init__" || store.fn.name === "__post_init__")) exprs.push({ expr: store.value, fn: store.fn });
    }
  }
  const member = infer.hierarchy.member(thing.class, name)?.definitions;
  for (const one of member ?? []) {
    if (one.kind === "function") return property(thing, one.fn);
    if (one.kind === "value" && one.item < 0) exprs.push({ expr: one.expr, fn: null });
  }
  const first = exprs[0];
  if (!first) return unknown(name);
  machine.depth++;
  const from = first.fn ?? thing.class;
  const frame = machine.frame(first.fn ?? machineFn(machine, from), new Map(), thing);
  const value = machine.depth > 60 ? unknown(name) : initialValue(machine, frame, first.expr);
  machine.depth--;
  // A flag or None that is set elsewhere is in whatever state the bot is in when it runs.
  const sure = value.kind === "boolean" || value.kind === "none" || value.kind === "string" ? stores + (member?.length ?? 0) <= 1 && !infer.foreignNames.has(name) : true;
  return value.kind === "unknown" || !sure ? named(value, name) : value;
}

const named = (value: Value, name: string): Value => (value.kind === "unknown" && value.text !== "" && !value.text.startsWith("%") ? value : unknown(name));

function initialValue(machine: Machine, frame: Frame, expr: Expr): Value {
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "field") {
    const given = expr.args.find((one) => one.name === "default");
    return given ? evaluate(machine, frame, given.value) : unknown();
  }
  return evaluate(machine, frame, expr);
}

const machineFn = (machine: Machine, node: import("../../../ir/nodes.ts").Node): FunctionNode => enclosingFunction(node) ?? machine.world.places.moduleOf(node).root;

function property(thing: Thing, fn: FunctionNode): Value {
  const isProperty = fn.decorators.some((one) => one.kind === "name" && /property$/.test(one.id));
  return isProperty ? unknown(fn.name) : { kind: "function", fn, self: classOf(fn) ? thing : null };
}

function subscript(machine: Machine, frame: Frame, expr: Expr & { kind: "subscript" }): Value {
  const object = evaluate(machine, frame, expr.object);
  if (expr.index.kind === "slice") return unknown();
  const index = evaluate(machine, frame, expr.index);
  if (object.kind === "list" && index.kind === "number") {
    const at = index.low < 0 ? object.items.length + index.low : index.low;
    const found = object.items[at];
    if (!found) throw new Raised(["IndexError", "LookupError"], expr);
    return found;
  }
  const key = cellOf(machine, frame, expr);
  const known = key === null ? undefined : (machine.cells.get(key) ?? firstIn(machine, frame, expr));
  return known ?? (index.kind === "string" ? unknown(index.value) : unknown());
}

/** `self.attempts["public"]`: what a dictionary keeps under a written key; null: the key is not known. */
export function cellOf(machine: Machine, frame: Frame, expr: Subscript): string | null {
  if (expr.index.kind === "slice") return null;
  const index = evaluate(machine, frame, expr.index);
  const name = wordsOf(expr.object);
  return index.kind === "string" && name !== "" ? `${name}[${index.value}]` : null;
}

/** What the dictionary was written with. */
function firstIn(machine: Machine, frame: Frame, { object, index }: Subscript): Value | undefined {
  if (index.kind !== "string" || (object.kind !== "name" && object.kind !== "attribute")) return undefined;
  const [first] = definitionsOf(machine.world.infer, object) ?? [];
  const entry = first?.kind === "dict" ? first.entries.find(({ key }) => key?.kind === "string" && key.value === index.value) : undefined;
  return entry && (entry.value.kind === "number" || entry.value.kind === "boolean") ? evaluate(machine, frame, entry.value) : undefined;
}
