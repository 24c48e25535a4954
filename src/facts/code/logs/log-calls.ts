import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { COUNTER_NAMES, LOG_LEVELS, LOG_LIBRARY, LOG_WRAPPER, LOGGER_NAME, RECORDER_NAMES } from "../../../knowledge/log-words.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { constants, type Constants } from "../constants.ts";
import { index } from "../module-index.ts";
import { snake } from "../guard-kinds.ts";
import { demojibake } from "./event-texts.ts";

/** log: a log line. record: another trace of the event (message, table, file, bus). counter: how often, not what. */
export type RecordKind = "log" | "record" | "counter";

export interface LogCall {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly kind: RecordKind;
  /** 10 debug ... 50 critical; null where a variable says it. */
  readonly level: number | null;
  /** The message with `{}` for its fields, put back from mojibake; "" where it is not written here. */
  readonly text: string;
  /** What the message names and what is handed with it, in lower case: for telling which fields it carries. `order*`: put in as a whole. */
  readonly fields: string;
}

export interface LogCalls {
  of(call: Call): LogCall | null;
  inside(fn: FunctionNode): readonly LogCall[];
  readonly all: readonly LogCall[];
}

export const logCalls = codeFact({
  name: "log-calls",
  doc: "Calls that write a log line or another record of what happened, with level, text and fields.",
  requires: { index, callGraph, constants },
  derive({ index, callGraph, constants }): LogCalls {
    const byCall = new Map<Call, LogCall>();
    const byFunction = new Map<FunctionNode, LogCall[]>();
    const all: LogCall[] = [];
    for (const one of index.modules.values()) {
      const on: Reading = {
        constants,
        textsIn(fn, name) {
          const values = (one.scopes.get(fn)?.get(name) ?? []).flatMap((each) => (each.kind === "value" && each.item < 0 && isText(each.expr) ? [each.expr] : []));
          return values.length <= MOST_TEXTS ? values : [];
        },
        methodOf(fn, name) {
          const values = one.scopes.get(fn)?.get(name) ?? [];
          const [first] = values;
          return values.length === 1 && first?.kind === "value" && first.item < 0 ? methodIn(first.expr) : null;
        },
      };
      for (const fn of one.module.functions) {
        for (const call of one.calls[fn.index]!) {
          const found = recognised(callGraph, on, call, fn);
          if (!found) continue;
          byCall.set(call, found);
          all.push(found);
          appendTo(byFunction, fn, found);
        }
      }
    }
    return { of: (call) => byCall.get(call) ?? null, inside: (fn) => byFunction.get(fn) ?? [], all };
  },
});

/** What messages are read with. */
interface Reading {
  readonly constants: Constants;
  /** The texts that a local name is given. */
  textsIn(fn: FunctionNode, name: string): readonly Expr[];
  /** The method that a local name stands for. */
  methodOf(fn: FunctionNode, name: string): Method | null;
}

interface Method { readonly object: Expr; readonly name: string }

/** `write = logger.warning`, `write = getattr(logger, "warning", None)`. */
function methodIn(expr: Expr): Method | null {
  if (expr.kind === "attribute") return expr;
  const [object, name] = expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "getattr" ? expr.args : [];
  return object && name?.value.kind === "string" ? { object: object.value, name: name.value.value } : null;
}

const MOST_TEXTS = 3;

function recognised(graph: CallGraph, on: Reading, call: Call, fn: FunctionNode): LogCall | null {
  const { callee } = call;
  const { constants } = on;
  if (callee.kind === "name") {
    if (callee.id === "print") return made(on, call, fn, "log", 20, 0);
    const method = on.methodOf(fn, callee.id);
    const level = method && LOG_LEVELS[method.name];
    if (method && level !== undefined && level !== null && isLogger(graph, method.object)) return made(on, call, fn, "log", level, 0);
    if (isWrapped(callee.id, call)) return wrapped(on, call, fn);
    return recorder(on, call, fn, callee.id);
  }
  if (callee.kind !== "attribute") return null;
  const level = LOG_LEVELS[callee.name];
  const isLevel = level !== undefined || callee.name === "log";
  if (isLevel && isLogger(graph, callee.object)) {
    if (callee.name !== "log") return made(on, call, fn, "log", level!, 0);
    const first = call.args[0]?.value;
    if (first && !isText(first)) return made(on, call, fn, "log", levelOf(constants, first), 1);
    return made(on, call, fn, "log", 20, 0);
  }
  if (callee.name === "print" && isLogger(graph, callee.object)) return made(on, call, fn, "log", 20, 0);
  if (isWrapped(callee.name, call)) return wrapped(on, call, fn);
  return recorder(on, call, fn, callee.name, callee.object);
}

/** `self.log(f"...", "WARNING")`: the bot's own way into its log, with the message handed to it. */
const isWrapped = (name: string, call: Call): boolean => LOG_WRAPPER.test(name) && textAt(call) >= 0;

/** The message is its first argument, or the second behind a level. */
const textAt = (call: Call): number => call.args.slice(0, 2).findIndex((one) => one.name === null && (one.value.kind === "string" ? LOG_LEVELS[one.value.value.toLowerCase()] === undefined : isText(one.value)));

function wrapped(on: Reading, call: Call, fn: FunctionNode): LogCall {
  const text = textAt(call);
  const level = call.args.flatMap((one, i) => (i === text ? [] : (levelOf(on.constants, one.value) ?? [])))[0];
  return made(on, call, fn, "log", level ?? 20, text);
}

const isText = (expr: Expr): boolean => expr.kind === "string" || expr.kind === "template" || (expr.kind === "binary" && (isText(expr.left) || isText(expr.right)));

/** `logging.getLogger(...)`, `loguru.logger`, `self.logger`, `logger.bind(...)`. */
function isLogger(graph: CallGraph, object: Expr): boolean {
  if (object.kind === "call") return object.callee.kind === "attribute" ? isLogger(graph, object.callee.object) || LOGGER_NAME.test(object.callee.name) : object.callee.kind === "name" && LOGGER_NAME.test(object.callee.id);
  const name = ownName(object);
  if (name !== "" && LOGGER_NAME.test(name)) return true;
  return graph.valuesOf(object).some((one) => one.kind === "external" && LOG_LIBRARY.test(one.path));
}

/** `_journal(engine, "breakeven_stop", action)`: the event's name behind what writes it. */
function isEventAt(call: Call, i: number): boolean {
  const value = call.args[i]?.value;
  return value?.kind === "string" && /^[a-z]+[_. ][a-z_. ]+$/.test(value.value) && !isText(call.args[0]!.value);
}

/** A message, a table, a bus, a counter: by the name of the function or of what it is asked of, where the call leaves something behind. */
function recorder(on: Reading, call: Call, fn: FunctionNode, name: string, object?: Expr): LogCall | null {
  const words = snake(name);
  const holder = object?.kind === "attribute" ? snake(object.name) : object?.kind === "name" ? snake(object.id) : "";
  // `TrailEvent(...)` is made, not sent.
  if (/^(get|is|has|load|read|fetch|should|find|parse)(_|$)/.test(words) || /^_*[A-Z][a-z0-9]+[A-Z]\w*$/.test(name)) return null;
  if (COUNTER_NAMES.test(words) || (COUNTER_NAMES.test(holder) && call.args.length <= 2)) return made(on, call, fn, "counter", null, 0);
  if (RECORDER_NAMES.test(words) || /(^|_)(journal|notifier|telegram|alerts?|event_bus|bus|audit|tg|discord)(_|$)/.test(holder)) return made(on, call, fn, "record", null, isEventAt(call, 1) ? 1 : 0);
  return null;
}

function made({ constants, textsIn }: Reading, call: Call, fn: FunctionNode, kind: RecordKind, level: number | null, from: number): LogCall {
  const first = call.args[from];
  // `msg = f"..."` ... `logger.info(msg)`
  const named = first && nameIn(first.value);
  const written = named ? textsIn(fn, named) : [];
  const own = first ? textOf(constants, first.value, 0) : "";
  const text = demojibake(own.replace(/[{}\s]/g, "") === "" && written.length > 0 ? written.map((one) => textOf(constants, one, 0)).join(" ") : own);
  const fields: string[] = [text];
  for (const one of written) fieldsOf(one, null, fields, 0);
  for (const one of call.args.slice(from)) {
    fieldsOf(one.value, one.name, fields, 0);
    if (one !== first && one.value.kind === "name") fields.push(`${one.value.id}*`);
  }
  return { call, fn, kind, level, text, fields: fields.join(" ").toLowerCase() };
}

/** The local name that a message is: `msg`, `msg.replace("<b>", "")`. */
function nameIn(expr: Expr): string | null {
  if (expr.kind === "name") return expr.id;
  return expr.kind === "call" && expr.callee.kind === "attribute" && /^(replace|strip|rstrip|lstrip|encode)$/.test(expr.callee.name) ? nameIn(expr.callee.object) : null;
}

/** The literal parts of a message, `{}` for the rest. */
function textOf(constants: Constants, expr: Expr, depth: number): string {
  if (depth > 6) return "{}";
  switch (expr.kind) {
    case "string": return expr.value;
    case "template": return expr.parts.map((part) => (part.kind === "string" ? part.value : "{}")).join("");
    case "binary":
      if (expr.op === "%") return textOf(constants, expr.left, depth + 1);
      return expr.op === "+" ? textOf(constants, expr.left, depth + 1) + textOf(constants, expr.right, depth + 1) : "{}";
    case "call": return expr.callee.kind === "attribute" && expr.callee.name === "format" ? textOf(constants, expr.callee.object, depth + 1) : "{}";
    case "conditional": return `${textOf(constants, expr.then, depth + 1)} ${textOf(constants, expr.otherwise, depth + 1)}`;
    case "name": case "attribute": {
      const folded = constants.of(expr)?.value;
      return typeof folded === "string" ? folded : "{}";
    }
    default: return "{}";
  }
}

/** Names of what is put into a message. */
function fieldsOf(expr: Expr, keyword: string | null, into: string[], depth: number): void {
  if (keyword) into.push(keyword);
  if (depth > 5 || into.length > 60) return;
  const inner = (one: Expr): void => fieldsOf(one, null, into, depth + 1);
  switch (expr.kind) {
    case "name": into.push(expr.id); return;
    case "attribute": into.push(expr.name); return inner(expr.object);
    case "subscript": if (expr.index.kind === "string") into.push(expr.index.value); return inner(expr.object);
    case "template":
      for (const part of expr.parts) {
        if (part.kind !== "interpolation") continue;
        inner(part.value);
        if (part.value.kind === "name") into.push(`${part.value.id}*`);
      }
      return;
    case "binary": case "logical": inner(expr.left); return inner(expr.right);
    case "conditional": inner(expr.then); return inner(expr.otherwise);
    case "call": if (expr.callee.kind === "attribute") inner(expr.callee.object); for (const one of expr.args) fieldsOf(one.value, one.name, into, depth + 1); return;
    case "dict": for (const one of expr.entries) { if (one.key?.kind === "string") into.push(one.key.value); inner(one.value); } return;
    case "tuple": case "list": expr.items.forEach(inner); return;
    default:
  }
}

/** `logging.INFO`, `"INFO"`, 20. */
export function levelOf(constants: Constants, expr: Expr): number | null {
  const name = expr.kind === "attribute" && /^[A-Z]+$/.test(expr.name) ? expr.name : constants.of(expr)?.value;
  if (typeof name === "number") return name;
  return typeof name === "string" ? (LOG_LEVELS[name.toLowerCase()] ?? null) : null;
}
