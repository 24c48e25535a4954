import { calledName } from "../../../ir/names.ts";
import type { Compare, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ENVELOPES } from "../../../knowledge/venue-fields.ts";
import { VENUE_LIBRARIES } from "../../../knowledge/venue-sources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import type { Value } from "../inference/values.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { spelling } from "./guards.ts";
import { venueValues, type CarriedText } from "./venue-values.ts";

/** `balance.get("data", [])`, where `balance` is already what stood under "data". */
export interface MisreadAnswer {
  readonly read: Expr;
  readonly key: string;
  readonly fn: FunctionNode;
  readonly text: CarriedText;
  /** Where it was taken out. */
  readonly opened: Expr;
  /** fails: KeyError. test: a comparison that always comes out the same. default: what stands in for the key is always taken. never: the branch for it never runs, and there is no other for the answer. */
  readonly effect: "fails" | "test" | "default" | "never";
  /** The key of the rows that it stands in: asked for one level above. Null: it stands outside, one level above what was asked. */
  readonly rows: string | null;
  /** The test. */
  readonly test: Compare | null;
}

export const misreadAnswers = codeFact({
  name: "misread-answers",
  doc: "Reads of what a venue wraps its answers in, from answers that were unwrapped before.",
  requires: { program, index, venueValues, callGraph, reach },
  derive({ program, index, venueValues, callGraph, reach }): readonly MisreadAnswer[] {
    const found: MisreadAnswer[] = [];
    const seen = new Set<Expr>();
    for (const text of venueValues.outside) {
      const { expr: read } = text;
      const fn = enclosingFunction(read);
      const object = objectOf(read);
      const envelope = ENVELOPES[text.value.venue];
      if (!fn || !object || !envelope || seen.has(read) || reach.of(fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(read).file) ?? "bot")) continue;
      seen.add(read);
      const key = text.value.field;
      if (callGraph.valuesOf(object).some((one) => mayHave(one, key))) continue;
      const opened = openedAt(text);
      if (!opened) continue;
      if (read.kind === "compare") {
        if (!envelope.tells.has(key) && isOnlyWay(fn, read, object)) found.push({ read, key, fn, text, opened, rows: null, effect: "never", test: null });
        continue;
      }
      if (isAskedFor(fn, object) || (!envelope.tells.has(key) && isTakenEitherWay(fn, read, object, BESIDE))) continue;
      const made = effectOf(read, fn, !envelope.tells.has(key));
      if (made) found.push({ read, key, fn, text, opened, rows: key === envelope.opens || envelope.tells.has(key) ? null : envelope.rows ?? null, ...made });
    }
    // What is asked first decides whether the rest is reached.
    return found.sort((a, b) => a.read.start - b.read.start);
  },
});

/** Keys of envelopes. */
const BESIDE: ReadonlySet<string> = new Set(["code", "msg", "retCode", "retMsg", "error", "data", "result"]);

/** Another answer that comes here as well: one that the bot makes itself with that key, or that nobody knows. */
function mayHave(value: Value, key: string): boolean {
  if (value.kind === "external") return !ANSWER.test(value.path) && !VENUE_LIBRARIES.some((one) => one.path.test(value.path));
  if (value.kind !== "container") return false;
  // `-> dict[str, Any]`
  if (value.site.kind === "subscript") return false;
  return value.site.kind !== "dict" || value.site.entries.some((one) => one.key === null || one.key.kind !== "string" || one.key.value === key);
}

const ANSWER = /\.(json|loads)\(\)|^(json|orjson|ujson)\.loads\(\)|^(typing\.)?(dict|Dict|list|List|Any|Mapping|str|None)\b/;

const objectOf = (read: Expr): Expr | null => (read.kind === "subscript" ? read.object : read.kind === "compare" ? read.right : read.kind === "call" && read.callee.kind === "attribute" ? read.callee.object : null);

/** The read that took it out of the envelope. */
function openedAt(text: CarriedText): Expr | null {
  for (let one = text.from; one; one = one.from) {
    if (one.value.kind === "payload" && one.value.opened !== "" && one.from?.value.kind === "payload" && one.from.value.opened === "") return one.expr;
  }
  return null;
}

/** `if "data" in balance`, `isinstance(balance, list)`: its author knows that it comes in more than one shape. */
function isAskedFor(fn: FunctionNode, object: Expr): boolean {
  const words = spelling(object);
  let found = false;
  walkBody(fn, (node) => {
    found ||= (node.kind === "compare" && (node.op === "in" || node.op === "not in") && node.left.kind === "string" && spelling(node.right) === words)
      || (node.kind === "call" && calledName(node) === "isinstance" && node.args[1]?.value.kind === "name" && node.args[1].value.id === "list" && spelling(node.args[0]!.value) === words);
  });
  return found;
}

/** `if isinstance(answer, dict) and "data" in answer: ...`, and whatever else is done with the answer only shows it: no other shape is provided for. */
function isOnlyWay(fn: FunctionNode, read: Compare, object: Expr): boolean {
  const words = object.kind === "name" ? object.id : null;
  let holder: Node = read;
  while (holder.parent?.kind === "logical" && holder.parent.op === "and") holder = holder.parent;
  const up = holder.parent;
  if (words === null || up?.kind !== "if" || up.test !== holder) return false;
  let other = false;
  walkBody(fn, (node) => {
    if (node.kind !== "name" || node.id !== words || contains(up.test, node) || up.body.some((one) => contains(one, node))) return;
    other ||= !(node.parent?.kind === "assign" && node.parent.targets.includes(node)) && !isShown(node);
  });
  return !other;
}

const isShown = (node: Node): boolean => {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "call") return SHOWS.test(calledName(at));
  return false;
};
const SHOWS = /^(debug|info|warning|warn|error|exception|critical|log|print|len|type)$/;

/** `answer.get("result") or answer`, or a key of what is inside beside it: both shapes are provided for. */
function isTakenEitherWay(fn: FunctionNode, read: Expr, object: Expr, tells: ReadonlySet<string>): boolean {
  const words = spelling(object);
  if (words === null) return true;
  const isIt = (one: Expr): boolean => one !== object && spelling(one) === words;
  for (let up = read.parent; up?.kind === "logical" || up?.kind === "conditional"; up = up.parent) {
    if (up.kind === "logical" ? isIt(up.right) : isIt(up.then) || isIt(up.otherwise)) return true;
  }
  if (read.kind === "call" && read.args[1] && isIt(read.args[1].value)) return true;
  let other = false;
  walkBody(fn, (node) => {
    const key = node === read ? null : keyOf(node);
    other ||= key !== null && key !== keyOf(read) && !tells.has(key) && spelling(objectOf(node as Expr)!) === words;
  });
  return other;
}

/** The literal key of a subscript or `get`. */
function keyOf(node: Node): string | null {
  const key = node.kind === "subscript" ? node.index : node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" ? node.args[0]?.value : undefined;
  return key?.kind === "string" || key?.kind === "number" ? String(key.value) : null;
}

/** What comes of it. A status that only a log line shows changes nothing. */
function effectOf(read: Expr, fn: FunctionNode, isContent: boolean): Pick<MisreadAnswer, "effect" | "test"> | null {
  if (read.kind === "subscript") return { effect: "fails", test: null };
  if (isContent) return { effect: "default", test: null };
  const test = comparedIn(read, fn);
  return test ? { effect: "test", test } : null;
}

/** `answer.get("retCode") != 0`, there or by the name that it is given. */
function comparedIn(read: Expr, fn: FunctionNode): Compare | null {
  if (read.parent?.kind === "compare" && read.parent.left === read) return read.parent;
  const target = read.parent?.kind === "assign" ? read.parent.targets[0] : undefined;
  if (target?.kind !== "name") return null;
  let found: Compare | null = null;
  walkBody(fn, (node) => { if (!found && node.start > read.end && node.kind === "compare" && node.left.kind === "name" && node.left.id === target.id) found = node; });
  return found;
}
