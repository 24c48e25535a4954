import { ownName } from "../../../ir/names.ts";
import type { Expr, For, Handler, Node, Stmt, Try, While, With } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { ANY_ERROR, EXCEPTION_BASES, NEVER_OF_A_CONNECTION } from "../../../knowledge/connections.ts";
import { enter, receiveItems } from "./calls.ts";
import { cellOf, evaluate, instanceOf, passes } from "./expressions.ts";
import { Halt, Raised, type Event, type Frame, type Machine } from "./machine.ts";
import { binary, NONE, number, quantity, SOCKET, truth, unknown, type Value } from "./values.ts";

/** How a block ends. */
export type Completion = "next" | "break" | "continue" | "return";

export function run(machine: Machine, frame: Frame, body: readonly Stmt[]): Completion {
  for (const statement of body) {
    const done = runOne(machine, frame, statement);
    if (done !== "next") return done;
  }
  return "next";
}

function runOne(machine: Machine, frame: Frame, node: Stmt): Completion {
  machine.step();
  switch (node.kind) {
    case "expression": evaluate(machine, frame, node.value); return "next";
    case "assign": {
      const value = evaluate(machine, frame, node.value);
      for (const target of node.targets) assign(machine, frame, target, value, node);
      return "next";
    }
    case "augmented": {
      const value = binary(node.op, evaluate(machine, frame, node.target), evaluate(machine, frame, node.value));
      assign(machine, frame, node.target, value, node);
      return "next";
    }
    case "return":
      frame.result = node.value ? evaluate(machine, frame, node.value) : NONE;
      jumped(machine, frame, node);
      return "return";
    case "break": jumped(machine, frame, node); return "break";
    case "continue": return "continue";
    case "raise": throw raised(machine, frame, node);
    case "if": return run(machine, frame, passes(machine, frame, node.test, likely(machine, node)) ? node.body : node.otherwise);
    case "while": return loop(machine, frame, node);
    case "for": return iteration(machine, frame, node);
    case "try": return attempt(machine, frame, node);
    case "with": return within(machine, frame, node);
    default: return "next";
  }
}

/** Only what the way to the connection does can end the way to the connection. */
function jumped(machine: Machine, frame: Frame, node: Node): void {
  if (machine.world.leads.has(frame.fn)) machine.lastJump = node;
}

export function assign(machine: Machine, frame: Frame, target: Expr, value: Value, node: Node): void {
  if (target.kind === "name") {
    const module = machine.world.infer.moduleIndexOf(target);
    if (module.escapes.get(frame.fn)?.get(target.id) === true) machine.globals.set(`${module.module.file}#${target.id}`, value);
    else frame.locals.set(target.id, value);
    machine.store(target.id, node, value);
  } else if (target.kind === "attribute") {
    const object = evaluate(machine, frame, target.object);
    const thing = object.kind === "thing" ? object : object.kind === "unknown" ? instanceOf(machine, target.object) : null;
    thing?.fields.set(target.name, value);
    machine.store(target.name, node, value);
  } else if (target.kind === "subscript") {
    const key = cellOf(machine, frame, target);
    if (key === null) return;
    machine.cells.set(key, value);
    machine.store(ownName(target.object), node, value);
  } else if (target.kind === "tuple" || target.kind === "list") {
    target.items.forEach((item, i) => assign(machine, frame, item.kind === "spread" ? item.value : item, value.kind === "list" ? (value.items[i] ?? unknown()) : unknown(), node));
  }
}

const isAbrupt = (body: readonly Stmt[]): boolean => {
  const last = body.at(-1);
  return last !== undefined && (last.kind === "raise" || last.kind === "return" || last.kind === "break" || last.kind === "continue");
};

/** `if ok: return` and then nothing but words and `raise`: what went well is the way through. */
function elseRaises(node: Stmt): boolean {
  const { parent } = node;
  const block = parent && "body" in parent && Array.isArray(parent.body) ? (parent.body as readonly Stmt[]) : [];
  const rest = block.slice(block.indexOf(node) + 1);
  return block.includes(node) && rest.at(-1)?.kind === "raise" && rest.slice(0, -1).every((one) => one.kind === "expression" || one.kind === "assign");
}

/** Which way an undecided `if` goes: the message of a living connection is data, and nothing ends early without a reason. */
function likely(machine: Machine, node: Stmt & { kind: "if" }): boolean {
  const words = machine.world.places.snippet(node.test, 200);
  if (/\bCLOS(E|ED|ING)\b|\bERROR\b/.test(words) && (machine.connected || machine.ended)) return machine.ended;
  if (SPECIAL_ERROR.test(words) && isInHandler(node)) return false;
  if (/\b(TEXT|BINARY)\b/.test(words) && (machine.connected || machine.ended)) return !machine.ended;
  if (node.body.at(-1)?.kind === "return" && elseRaises(node)) return true;
  if (isAbrupt(node.body)) return isAbrupt(node.otherwise) && !node.body.some((one) => one.kind === "raise") ? true : false;
  return true;
}

/** `if is_rate_limit:`, `if "429" in str(e):`: a venue that cannot be reached says none of this. */
const SPECIAL_ERROR = /rate_?limit|["'](429|418|403|401)["']|["'][^"']*["']\s+in\s+(str\(|repr\(|\w*(err|exc|msg|text|reason)\w*)/i;

function isInHandler(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "handler") return true;
  return false;
}

const STILL = 3;

function loop(machine: Machine, frame: Frame, node: While): Completion {
  for (let idle = 0, before = machine.attempts; ; ) {
    const value = truth(evaluate(machine, frame, node.test));
    if (!(value ?? machine.decide(node.test, true))) {
      jumped(machine, frame, lastStore(machine, node.test) ?? node);
      return run(machine, frame, node.otherwise);
    }
    const [waits, ends, given, dead] = [machine.events.length, machine.received.size, frame.yielded?.length ?? 0, machine.deadReads];
    const done = run(machine, frame, node.body);
    if (done === "break") return "next";
    if (done === "return") return done;
    idle = machine.attempts === before && (frame.yielded?.length ?? 0) === given ? idle + 1 : 0;
    before = machine.attempts;
    if (idle > STILL && machine.deadReads > dead) swallowed(machine, node, waits);
    const sleeping = machine.events.length > waits || machine.received.size > ends;
    // It waits for another task, or for ever.
    if (idle > STILL && !countsDown(node)) {
      if (value === true && node.test.kind === "boolean" && !sleeping && idle < 50) continue;
      if (machine.world.leads.has(frame.fn) && (machine.connected || node.test.kind === "boolean")) throw new Halt("stuck");
      return "next";
    }
    if (idle > 2000) throw new Halt("stuck");
  }
}

/** The turn read a socket that had ended, and a handler of its own took the exception: so it goes on for ever. */
function swallowed(machine: Machine, node: While, since: number): void {
  const handled = machine.events.slice(since).find((one) => one.kind === "handled" && one.node.start > node.start && one.node.end <= node.end);
  if (!handled) return;
  machine.swallowedBy = handled.node;
  throw new Halt("stuck");
}

/** `while remaining > 0:` */
const countsDown = (node: While): boolean => node.test.kind === "compare" && node.test.op !== "is" && node.test.op !== "is not";

/** Where this run made the test fail. */
function lastStore(machine: Machine, test: Expr): Node | null {
  const names = new Set<string>();
  walk(test, (one) => {
    if (one.kind === "name") names.add(one.id);
    else if (one.kind === "attribute") names.add(one.name);
  });
  for (let i = machine.events.length - 1; i >= 0; i--) {
    const event = machine.events[i]!;
    if (event.kind === "store" && names.has(event.key) && event.value.kind === "boolean") return event.node;
  }
  return null;
}

function iteration(machine: Machine, frame: Frame, node: For): Completion {
  const site = node.iterable.kind === "call" ? machine.world.sites.get(node.iterable) : undefined;
  if (node.async && site?.how.shape === "socket" && site.call === machine.target) return libraryLoop(machine, frame, node, site);
  const value = evaluate(machine, frame, node.iterable);
  if (value.kind === "socket" || (node.async && value.kind === "unknown" && machine.connected)) return receiveItems(machine, node, (item) => {
    assign(machine, frame, node.target, item, node);
    return run(machine, frame, node.body);
  });
  const items = value.kind === "list" ? value.items : value.kind === "iterator" ? value.items : [unknown("%item")];
  for (let i = 0; i < items.length; i++) {
    const before = machine.events.length;
    assign(machine, frame, node.target, items[i]!, node);
    const done = run(machine, frame, node.body);
    if (done === "break") return "next";
    if (done === "return") return done;
    if (i === 1 && items.length > MANY_STEPS && pausesInSteps(machine, machine.events.slice(before), items.length - 2)) break;
  }
  if (items.length > 1) jumped(machine, frame, node);
  return run(machine, frame, node.otherwise);
}

const MANY_STEPS = 4;

/** `for _ in range(steps): time.sleep(0.1)`: one turn pauses and does nothing else, so the turns that are left are one pause. */
function pausesInSteps(machine: Machine, turn: readonly Event[], left: number): boolean {
  const [step, ...others] = turn.filter((one) => one.kind === "sleep");
  if (step?.kind !== "sleep" || others.length > 0 || !step.value || turn.some((one) => one.kind !== "sleep" && one.kind !== "call" && (one.kind !== "store" || one.value.kind !== "number"))) return false;
  const value = quantity(binary("*", number(left), step.value));
  if (!value) return false;
  machine.events.push({ ...step, value });
  return true;
}

/** `async for ws in websockets.connect(...)`: the library connects again after each turn, with its own delays. */
function libraryLoop(machine: Machine, frame: Frame, node: For, site: NonNullable<ReturnType<Machine["world"]["sites"]["get"]>>): Completion {
  for (;;) {
    const attempt = machine.next(site);
    machine.events.push({ kind: "library", node });
    if (attempt !== "lost" && attempt !== "closed") continue;
    assign(machine, frame, node.target, SOCKET, node);
    const done = run(machine, frame, node.body);
    if (done === "break") return "next";
    if (done === "return") return done;
  }
}

function raised(machine: Machine, frame: Frame, node: Stmt & { kind: "raise" }): Raised {
  jumped(machine, frame, node);
  if (!node.value) return frame.locals.get("%exception") ? currentOf(frame, node) : new Raised(["Exception"], node);
  const type = node.value.kind === "call" ? node.value.callee : node.value;
  if (node.value.kind === "name" && frame.locals.get(node.value.id)?.kind === "unknown") return currentOf(frame, node);
  const name = ownName(type);
  const own = machine.world.infer.evaluate(type).find((one) => one.kind === "class");
  if (own?.kind !== "class") return new Raised(EXCEPTION_BASES[name] ?? [name], node);
  const { hierarchy } = machine.world.infer;
  const bases = hierarchy.libraryBases(own.class).map((path) => path.slice(path.lastIndexOf(".") + 1));
  return new Raised([...hierarchy.ancestors(own.class).map((one) => one.name), ...bases.flatMap((one) => EXCEPTION_BASES[one] ?? [one])], node);
}

const currentOf = (frame: Frame, node: Node): Raised => {
  const current = frame.locals.get("%exception");
  return new Raised(current?.kind === "string" ? current.value.split(" ") : ["Exception"], node);
};

function attempt(machine: Machine, frame: Frame, node: Try): Completion {
  let done: Completion;
  try {
    done = guarded(machine, frame, node);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const last = run(machine, frame, node.finally);
    if (last !== "next") return last;
    throw error;
  }
  const last = run(machine, frame, node.finally);
  return last === "next" ? done : last;
}

function guarded(machine: Machine, frame: Frame, node: Try): Completion {
  let done: Completion;
  try {
    done = run(machine, frame, node.body);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const handler = node.handlers.find((one) => takes(machine, one, error));
    if (!handler) throw error;
    machine.events.push({ kind: "handled", node: handler });
    jumped(machine, frame, handler);
    const outer = frame.locals.get("%exception");
    frame.locals.set("%exception", { kind: "string", value: error.classes.join(" ") });
    if (handler.target) frame.locals.set(handler.target.id, unknown("%exception"));
    const ended = run(machine, frame, handler.body);
    if (outer) frame.locals.set("%exception", outer);
    else frame.locals.delete("%exception");
    return ended;
  }
  return done === "next" ? run(machine, frame, node.otherwise) : done;
}

function takes(machine: Machine, handler: Handler, error: Raised): boolean {
  return !handler.type || typesOf(machine, handler.type).some((name) => name === "Exception" || name === "BaseException" || error.classes.includes(name) || (error.classes.includes(ANY_ERROR) && !NEVER_OF_A_CONNECTION.test(name)));
}

/** The class names of `except (A, b.C)`, and of a constant tuple of classes. */
function typesOf(machine: Machine, type: Expr): string[] {
  if (type.kind === "tuple") return type.items.flatMap((one) => typesOf(machine, one));
  if (type.kind !== "name" && type.kind !== "attribute") return ["Exception"];
  for (const value of machine.world.infer.evaluate(type)) {
    if (value.kind === "container" && value.site.kind === "tuple") return typesOf(machine, value.site);
    if (value.kind === "external") return [value.path.slice(value.path.lastIndexOf(".") + 1)];
  }
  return [ownName(type)];
}

function within(machine: Machine, frame: Frame, node: With): Completion {
  let suppressed: readonly string[] | null = null;
  for (const item of node.items) {
    if (item.context.kind === "call" && ownName(item.context.callee) === "suppress") {
      suppressed = item.context.args.flatMap((one) => typesOf(machine, one.value));
      continue;
    }
    let value = evaluate(machine, frame, item.context);
    if (value.kind === "thing") value = entered(machine, value, node) ?? value;
    if (item.target) assign(machine, frame, item.target, value, item);
  }
  if (!suppressed) return run(machine, frame, node.body);
  try {
    return run(machine, frame, node.body);
  } catch (error) {
    if (error instanceof Raised && (suppressed.includes("Exception") || suppressed.some((one) => error.classes.includes(one)))) return "next";
    throw error;
  }
}

function entered(machine: Machine, thing: Value & { kind: "thing" }, node: With): Value | null {
  const member = machine.world.infer.hierarchy.member(thing.class, node.async ? "__aenter__" : "__enter__");
  const fn = member?.definitions.find((one) => one.kind === "function");
  return fn?.kind === "function" && machine.world.relevant.has(fn.fn) ? enter(machine, fn.fn, thing, new Map()) : null;
}

