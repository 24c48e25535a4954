import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, For, FunctionNode } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { RECEIVE_METHODS, SLEEP_CALLS } from "../../../knowledge/connections.ts";
import { TASK_STARTS } from "../../../knowledge/task-starts.ts";
import { builtin, nextItem } from "./builtins.ts";
import { connect } from "./connecting.ts";
import { Enough, evaluate, field } from "./expressions.ts";
import { Raised, type Frame, type Machine } from "./machine.ts";
import { run, type Completion } from "./statements.ts";
import { NONE, quantity, standIn, unknown, wordsOf, type Thing, type Value } from "./values.ts";

const LOGGING = /^(debug|info|warning|warn|error|exception|critical|log|print|success|trace)$/;

export function call(machine: Machine, frame: Frame, node: Call): Value {
  const site = machine.world.sites.get(node);
  const name = ownName(node.callee);
  if (site) return connect(machine, frame, node, site);
  if (LOGGING.test(name)) {
    machine.events.push({ kind: "call", node, name: `log ${name}` });
    return NONE;
  }
  const targets = machine.world.graph.targets(node);
  const path = targets.libraries[0] ?? (targets.how === "resolved" ? "" : pathOf(node.callee));
  const paused = pause(machine, frame, node, path);
  if (paused) return paused;
  const started = TASK_STARTS.find((one) => one.path.test(path || name));
  if (started && targets.how !== "resolved") return start(machine, frame, node, started.kind, started.runs, name);
  if (name === "wait_for" && node.args[0]?.value.kind === "call" && ownName(node.args[0].value.callee) === "wait") return timedWait(machine, frame, node);
  return own(machine, frame, node, path);
}

const pathOf = (callee: Expr): string => (callee.kind === "name" ? callee.id : callee.kind === "attribute" ? `${pathOf(callee.object)}.${callee.name}` : "");

function pause(machine: Machine, frame: Frame, node: Call, path: string): Value | null {
  const known = SLEEP_CALLS.find((one) => one.path.test(path));
  if (!known) return null;
  const given = node.args.find((one) => one.name === known.keyword)?.value ?? node.args.filter((one) => one.name === null)[known.argument]?.value;
  if (!given) return path.endsWith(".wait") ? unknown() : null;
  sleep(machine, node, evaluate(machine, frame, given), given);
  return path.endsWith(".wait") ? { kind: "boolean", value: false } : NONE;
}

function sleep(machine: Machine, node: Call, value: Value, given: Expr, inCallback = machine.inCallback > 0): void {
  machine.events.push({ kind: "sleep", node, value: quantity(value) ?? standIn(wordsOf(given) || machine.world.places.snippet(given, 40)), inCallback });
}

/** `wait_for(stop.wait(), timeout=delay)`: a pause that a shutdown interrupts; without one it raises TimeoutError. */
function timedWait(machine: Machine, frame: Frame, node: Call): Value {
  const given = node.args.find((one) => one.name === "timeout")?.value ?? node.args[1]?.value;
  if (!given || given.kind === "none") return unknown();
  sleep(machine, node, evaluate(machine, frame, given), given);
  throw new Raised(["TimeoutError", "OSError"], node);
}

/** What runs beside: only what leads to another connection, or waits on this one, is followed. */
function start(machine: Machine, frame: Frame, node: Call, kind: string, runs: number | string, name: string): Value {
  if (kind === "main" || name === "gather" || name === "wait" || name === "as_completed") {
    for (const one of node.args) if (leadsOn(machine, one.value, machine.world.relevant)) evaluate(machine, frame, one.value);
    return unknown();
  }
  const given = typeof runs === "number" ? node.args.filter((one) => one.name === null)[runs]?.value : node.args.find((one) => one.name === runs)?.value;
  if (!given || !leadsOn(machine, given, node.parent?.kind === "await" ? machine.world.relevant : machine.world.beside)) return unknown();
  const delay = name === "Timer" || name === "call_later" ? node.args[0]?.value : undefined;
  if (delay) sleep(machine, node, evaluate(machine, frame, delay), delay, false);
  if (node.parent?.kind === "await") return given.kind === "call" ? evaluate(machine, frame, given) : unknown();
  machine.pending.push(() => {
    if (given.kind === "call") evaluate(machine, frame, given);
    else for (const fn of functionsOf(machine, given)) enter(machine, fn, machine.selfOf(fn), new Map());
  });
  return unknown();
}

const functionsOf = (machine: Machine, expr: Expr): FunctionNode[] =>
  [...new Set(machine.world.graph.valuesOf(expr).flatMap((one) => (one.kind === "function" || one.kind === "coroutine" ? [one.fn] : one.kind === "partial" && one.of.kind === "function" ? [one.of.fn] : [])))].slice(0, 2);

function leadsOn(machine: Machine, expr: Expr, among: ReadonlySet<FunctionNode>): boolean {
  if (expr.kind === "call") {
    if (machine.world.sites.has(expr)) return true;
    if (machine.world.graph.runs(expr).some((fn) => among.has(fn))) return true;
    return expr.args.some((one) => leadsOn(machine, one.value, among));
  }
  return functionsOf(machine, expr).some((fn) => machine.world.leads.has(fn));
}

function own(machine: Machine, frame: Frame, node: Call, path: string): Value {
  const receiver = node.callee.kind === "attribute" ? evaluate(machine, frame, node.callee.object) : null;
  if (receiver?.kind === "none" && node.callee.kind === "attribute") evaluate(machine, frame, node.callee);
  const name = ownName(node.callee);
  if (receiver && isReceiving(machine, receiver, name)) return receive(machine, node, name);
  const args: Value[] = [];
  const keywords = new Map<string, Value>();
  for (const one of node.args) {
    const value = evaluate(machine, frame, one.value);
    if (one.name !== null) keywords.set(one.name, value);
    else if (one.spread === "none") args.push(value);
  }
  const targets = machine.world.graph.targets(node);
  if (targets.classes.length === 1) return construct(machine, node, args, keywords);
  const known = method(machine, receiver, name) ?? (targets.functions.length === 1 ? { fn: targets.functions[0]!, self: receiver?.kind === "thing" ? receiver : null } : null);
  if (known) return entersOf(machine, node, known, args, keywords);
  if (path === "next" || path === "anext") return args[0] ? nextItem(args[0], args[1]) : unknown();
  if (name === "__next__" || name === "__anext__") return receiver ? nextItem(receiver, undefined) : unknown();
  if (path === "range") machine.counts(frame.fn);
  if (path === "range") args.forEach((one) => machine.compared(quantity(one)?.text ?? null));
  const value = builtin(path, args, keywords);
  if (value) return value;
  if (path === "wait_for" || /(^|\.)(wait_for|shield)$/.test(path)) return args[0] ?? unknown();
  if ((name === "get" || name === "getenv" || name === "getattr") && args.length >= 2) return fallback(args);
  if (targets.how !== "library" || targets.functions.length > 0) machine.events.push({ kind: "call", node, name });
  return unknown();
}

/** `cfg.get("base_delay", 5)`: the setting by its name, its fallback as the stand-in. */
function fallback(args: readonly Value[]): Value {
  const [key, value] = args.length > 2 ? [args[1]!, args[2]!] : [args[0]!, args[1]!];
  const text = key.kind === "string" ? key.value : "";
  if (value.kind === "number" && value.text === null && text !== "") return { ...value, text };
  return value.kind === "string" ? value : unknown(text);
}

function method(machine: Machine, receiver: Value | null, name: string): { fn: FunctionNode; self: Thing | null } | null {
  if (receiver?.kind === "function") return receiver;
  if (receiver?.kind !== "thing") return null;
  const found = field(machine, receiver, name);
  return found.kind === "function" ? found : null;
}

/** Worth entering: what connects, waits or pauses, and short functions that only compute or remember something. */
function entersOf(machine: Machine, node: Call, known: { fn: FunctionNode; self: Thing | null }, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  const { fn } = known;
  const elsewhere = machine.handling !== undefined && (classOf(fn) !== machine.handling || fn.body.length > 15);
  if (elsewhere || !machine.world.relevant.has(fn) && fn.body.length > 15) {
    machine.events.push({ kind: "call", node, name: fn.name });
    return unknown();
  }
  machine.events.push({ kind: "call", node, name: fn.name });
  const self = known.self ?? machine.selfOf(fn);
  const shift = classOf(fn) && !fn.decorators.some((one) => ownName(one) === "staticmethod") ? 1 : 0;
  const locals = new Map<string, Value>();
  fn.params.forEach((param, i) => {
    if (i < shift || param.flavour === "rest" || param.flavour === "keyword-rest") return;
    const given = keywords.get(param.name) ?? args[i - shift];
    if (given) locals.set(param.name, given);
    else if (param.default) locals.set(param.name, evaluate(machine, machine.frame(fn, new Map(), self), param.default));
  });
  return enter(machine, fn, self, locals);
}

const DEEPEST = 160;

/** Runs a function of the bot; a generator is read ahead. */
export function enter(machine: Machine, fn: FunctionNode, self: Thing | null, locals: Map<string, Value>): Value {
  if (machine.depth > DEEPEST) return unknown();
  machine.depth++;
  machine.entered.add(fn);
  const frame = machine.frame(fn, locals, self);
  try {
    run(machine, frame, fn.body);
  } catch (error) {
    if (!(error instanceof Enough) || !frame.yielded) throw error;
  } finally {
    machine.depth--;
  }
  return frame.yielded ? { kind: "iterator", items: frame.yielded, at: 0 } : frame.result;
}

function construct(machine: Machine, node: Call, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  const made = machine.world.graph.targets(node).classes[0]!;
  const { hierarchy } = machine.world.infer;
  const thing: Thing = { kind: "thing", class: made, fields: new Map() };
  const init = hierarchy.member(made, "__init__")?.definitions.find((one) => one.kind === "function");
  if (init?.kind === "function") {
    init.fn.params.slice(1).forEach((param, i) => {
      const given = keywords.get(param.name) ?? args[i];
      if (given && given.kind !== "unknown") seed(thing, init.fn, param.name, given);
    });
    return thing;
  }
  for (const [name, value] of keywords) thing.fields.set(name, value);
  return thing;
}

/** `self.x = x` in the constructor takes what this call passes. */
function seed(thing: Thing, init: FunctionNode, name: string, value: Value): void {
  for (const statement of init.body) {
    if (statement.kind !== "assign" || statement.value.kind !== "name" || statement.value.id !== name) continue;
    for (const target of statement.targets) if (target.kind === "attribute") thing.fields.set(target.name, value);
  }
}

function isReceiving(machine: Machine, receiver: Value, name: string): boolean {
  if (receiver.kind === "socket") return RECEIVE_METHODS.has(name) || name === "__anext__";
  return receiver.kind === "unknown" && RECEIVE_METHODS.has(name) && (machine.connected || machine.isDead);
}

/** The first message of a connection arrives, then the connection ends. */
function receive(machine: Machine, node: Call, name: string): Value {
  const times = (machine.received.get(node) ?? 0) + 1;
  machine.received.set(node, times);
  if (times === 1 && !machine.isDead) return unknown("%message");
  const how = machine.site?.how;
  if (!how) return unknown("%message");
  if (machine.isDead && node.callee.kind === "attribute" && node.callee.object.kind === "name") machine.deadReads++;
  const raises = machine.endedBy(node);
  if (raises) throw raises;
  // Sockets with a raising `recv` raise at a polite close too; aiohttp's typed readers do not take a close message.
  if (how.errors.lost.length > 0) throw new Raised(["ConnectionClosedOK", ...how.errors.lost], node);
  if (/^receive_/.test(name)) throw new Raised(["TypeError", "WSMessageTypeError"], node);
  return unknown("%closed");
}

/**
 * `async for message in ws`: one message, then the connection ends. Where a library raises nothing, what is lost may still tell of
 * itself by one last message (aiohttp's ERROR), a polite close does not; and a socket that has ended gives nothing any more.
 */
export function receiveItems(machine: Machine, node: For, body: (item: Value) => Completion): Completion {
  if (machine.isDead) {
    const { lost } = machine.site!.how.errors;
    if (machine.stood === "lost" && lost.length > 0) throw new Raised(lost, node);
    return "next";
  }
  const outer = machine.handling;
  const fn = enclosingFunction(node);
  machine.handling = fn ? classOf(fn) : null;
  const done = body(unknown("%message"));
  machine.handling = outer;
  if (done === "break") return "next";
  if (done === "return") return done;
  const raises = machine.endedBy(node);
  if (raises) throw raises;
  if (!machine.endedQuietly()) return "next";
  const last = body(unknown("%message"));
  return last === "return" ? last : "next";
}
