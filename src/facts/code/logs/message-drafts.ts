import type { Argument, Call, Expr, FunctionNode, Interpolation } from "../../../ir/nodes.ts";
import type { Hole } from "../../../run/log-pattern.ts";
import type { Constants } from "../constants.ts";
import type { Definition } from "../module-index.ts";
import type { Draft } from "./draft.ts";
import { braced, isBraced, isPrintf, printed, type Given } from "./format-strings.ts";
import { wordsOf } from "./hole-words.ts";

export interface DraftPlace {
  readonly constants: Constants;
  readonly fn: FunctionNode;
  definitions(name: string): readonly Definition[];
}

/** A message may be built in several ways (branches before it); more are one hole. */
const MOST_WAYS = 4;
const MAX_DEPTH = 8;
const MOST_REPEATS = 200;

/** The ways in which a message may read. */
export function draftsOf(at: DraftPlace, expr: Expr, depth = 0): readonly Draft[] {
  if (depth > MAX_DEPTH) return [[holeOf(expr, null)]];
  if (expr.kind === "await" || expr.kind === "bind") return draftsOf(at, expr.value, depth + 1);
  if (expr.kind === "conditional") {
    const both = [...draftsOf(at, expr.then, depth + 1), ...draftsOf(at, expr.otherwise, depth + 1)];
    return both.length <= MOST_WAYS ? both : [[holeOf(expr, null)]];
  }
  if (expr.kind !== "name" || at.fn.params.some((one) => one.name === expr.id) || at.constants.of(expr)) return [draftOf(at, expr, null, depth)];
  const known = at.definitions(expr.id);
  const values = known.filter((one) => one.kind === "value" && one.item === -1);
  // `line += ...` puts more behind it; anything else that binds the name hides what it is.
  const grown = known.filter((one) => one.kind === "opaque" && one.node.kind === "augmented");
  const rule = ruleOf(at, expr.id);
  if (rule) return [rule];
  if (values.length === 0 || values.length + grown.length < known.length) return [[holeOf(expr, null)]];
  const ways = values.flatMap((one) => (one.kind === "value" ? draftsOf(at, one.expr, depth + 1) : []));
  if (ways.length > MOST_WAYS) return [[holeOf(expr, null)]];
  return grown.length === 0 ? ways : [...ways, ...ways.map((one) => [...one, { words: "", format: null }])];
}

function draftOf(at: DraftPlace, expr: Expr, format: string | null, depth: number): Draft {
  if (depth > MAX_DEPTH) return [holeOf(expr, format)];
  switch (expr.kind) {
    case "string": return [expr.value];
    case "template": return expr.parts.flatMap((part) => (part.kind === "string" ? [part.value] : interpolated(at, part, depth)));
    case "binary": return operated(at, expr, depth);
    case "call": return called(at, expr, format, depth);
    case "name": case "attribute": return named(at, expr, format);
    default: return [holeOf(expr, format)];
  }
}

function interpolated(at: DraftPlace, part: Interpolation, depth: number): Draft {
  const format = part.format === null ? null : part.format.kind === "string" ? part.format.value : "";
  const inner = part.value;
  if (format === null && (inner.kind === "string" || inner.kind === "template" || inner.kind === "binary")) {
    const draft = draftOf(at, inner, null, depth + 1);
    if (inner.kind !== "binary" || draft.some((one) => typeof one === "string")) return draft;
  }
  return inner.kind === "name" || inner.kind === "attribute" ? named(at, inner, format) : [holeOf(inner, format)];
}

/** A value that no setting can change is part of the text; a parameter is filled in by the callers. */
function named(at: DraftPlace, expr: Expr, format: string | null): Draft {
  if (expr.kind === "name" && at.fn.params.some((one) => one.name === expr.id)) return [{ ...holeOf(expr, format), slot: expr.id }];
  const known = format === null && !at.constants.configurable(expr) ? at.constants.of(expr) : null;
  if (typeof known?.value === "string") return [known.value];
  return (expr.kind === "name" && format === null ? ruleOf(at, expr.id) : null) ?? [holeOf(expr, format)];
}

/** `RULE = "=" * 60`, here or at the top of the module. */
function ruleOf(at: DraftPlace, name: string): Draft | null {
  const [only, ...more] = at.definitions(name);
  if (only?.kind !== "value" || more.length > 0 || only.expr.kind !== "binary" || only.expr.op !== "*") return null;
  const draft = operated(at, only.expr, MAX_DEPTH);
  return typeof draft[0] === "string" ? draft : null;
}

function operated(at: DraftPlace, expr: Expr & { kind: "binary" }, depth: number): Draft {
  if (expr.op === "%") {
    const message = draftOf(at, expr.left, null, depth + 1);
    const right = expr.right.kind === "tuple" ? expr.right.items : [expr.right];
    return isPrintf(message) ? printed(message, givenBy(at, right)) : [holeOf(expr, null)];
  }
  if (expr.op === "*") {
    const [text, times] = [at.constants.of(expr.left)?.value, at.constants.numberOf(expr.right)];
    return typeof text === "string" && times !== null && times >= 0 && times <= MOST_REPEATS ? [text.repeat(times)] : [holeOf(expr, null)];
  }
  if (expr.op !== "+") return [holeOf(expr, null)];
  const both = [...draftOf(at, expr.left, null, depth + 1), ...draftOf(at, expr.right, null, depth + 1)];
  return both.some((one) => typeof one === "string") ? both : [holeOf(expr, null)];
}

function called(at: DraftPlace, call: Call, format: string | null, depth: number): Draft {
  const { callee } = call;
  if (callee.kind === "name" && callee.id === "str" && call.args.length === 1) return draftOf(at, call.args[0]!.value, format, depth + 1);
  if (callee.kind !== "attribute") return [holeOf(call, format)];
  if (callee.name === "format") {
    const message = draftOf(at, callee.object, null, depth + 1);
    return message.some((one) => typeof one === "string") ? braced(message, givenBy(at, call.args)) : [holeOf(call, format)];
  }
  if (/^(strip|rstrip|lstrip)$/.test(callee.name) && call.args.length === 0) return draftOf(at, callee.object, format, depth + 1);
  return [holeOf(call, format)];
}

export function givenBy(at: DraftPlace, args: readonly (Expr | Argument)[]): Given {
  const plain = args.map((one) => (one.kind === "argument" ? one : { name: null, spread: "none", value: one }));
  const dict = plain.length === 1 && plain[0]!.value.kind === "dict" ? plain[0]!.value : null;
  return {
    count: plain.filter((one) => one.name === null).length,
    open: plain.some((one) => one.spread !== "none"),
    position: (i, format) => {
      const one = plain.filter((each) => each.name === null)[i];
      return one && one.spread === "none" ? draftOf(at, one.value, format, MAX_DEPTH - 2) : [{ words: "", format }];
    },
    keyword: (name, format) => {
      const one = plain.find((each) => each.name === name)?.value ?? dict?.entries.find((each) => each.key?.kind === "string" && each.key.value === name)?.value;
      return one && (one.kind === "name" || one.kind === "attribute" || one.kind === "string") ? draftOf(at, one, format, MAX_DEPTH - 2) : [{ words: name.replaceAll("_", " ").toLowerCase(), format }];
    },
  };
}

/** The message of a logging call with its arguments put in: `logger.info("x %s", a)`, `logger.info("x {}", a)`, `print(a, b)`. */
export function messagesOf(at: DraftPlace, call: Call, from: number, style: "print" | "logger"): readonly Draft[] {
  if (style === "print") return [joined(at, call)];
  const [first, ...rest] = call.args.slice(from).filter((one) => one.name === null || !OF_THE_LIBRARY.has(one.name));
  if (!first || first.name !== null || first.spread !== "none") {
    const named = call.args.find((one) => one.name === "msg" || one.name === "message" || one.name === "event");
    return named ? draftsOf(at, named.value) : [];
  }
  const given = givenBy(at, rest);
  return draftsOf(at, first.value).map((draft) => {
    if ((given.count > 0 || given.open) && isPrintf(draft)) return printed(draft, given);
    return rest.length > 0 && isBraced(draft) ? braced(draft, given) : draft;
  });
}

/** What the logging libraries take for themselves. */
export const OF_THE_LIBRARY: ReadonlySet<string> = new Set(["exc_info", "extra", "stack_info", "stacklevel"]);

function joined(at: DraftPlace, call: Call): Draft {
  const between = call.args.find((one) => one.name === "sep")?.value;
  const separator = between === undefined ? " " : between.kind === "string" ? between.value : null;
  return call.args.filter((one) => one.name === null).flatMap((one, i): Draft => {
    const part = one.spread === "none" ? (draftsOf(at, one.value).length === 1 ? draftsOf(at, one.value)[0]! : [holeOf(one.value, null)]) : [{ words: "", format: null }];
    return i === 0 ? part : [separator ?? { words: "", format: null }, ...part];
  });
}

const holeOf = (expr: Expr, format: string | null): Hole => ({ words: wordsOf(expr), format });
