import { conditionsAt } from "../../../ir/conditions.ts";
import { isReachable, ownPoints, pointsOf, reachablePointOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { ENTRY } from "../../../ir/flow-graph.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { DECISION_WORDS } from "../../../knowledge/signal-words.ts";
import { snake } from "../guard-kinds.ts";
import { isZero } from "../guard-shapes.ts";
import { typeName } from "../signal-births.ts";

/** The signal in a function on a way to an order: where it is there, and by which names. */
export interface Candidate {
  readonly fn: FunctionNode;
  /** Where it gets its value; the entry where the caller brings it. */
  readonly born: readonly Point[];
  readonly names: ReadonlySet<string>;
  /** It is there from its birth on (given by the caller, an item of a list of signals); else a test must have said so. */
  readonly present: boolean;
  /** What is told by is the size that was worked out for its order: only tests of the size speak of it. */
  readonly sized?: true;
}

/** What a caller hands over as a signal: not only a side, which closing orders have as well. */
const CARRIED = /signal|(^|_)sig(_|$)|decision|opportunit|candidate|setup|impulse|recommendation|prediction/;

/** `tentacles_setup_config`, `signal_service`: what holds or makes signals is none. */
const isCarried = (name: string): boolean => CARRIED.test(name) && !/(^|_)(configs?|configuration|settings?|options|params|path|file|url|id|type|name|service|manager|repository|store|generator|engine|client|handler|queue|bus)$/.test(name);

/** A function that is given a signal. */
export function carriedCandidate(fn: FunctionNode): Candidate | null {
  const names = fn.params.filter((one) => isCarried(snake(one.name)) || (one.annotation !== null && isCarried(snake(typeName(one.annotation))))).map((one) => one.name);
  return names.length > 0 ? { fn, born: [ENTRY], names: new Set(names), present: true } : null;
}

const OPENING = /(^|_)(open|enter|entry|entries|signal|signals|trade|setup|opportunity)(_|$)/;

/** A function on the way below the signal that opens by its name: it is called because there is a signal. */
export function openingCandidate(fn: FunctionNode): Candidate | null {
  const name = snake(fn.name);
  if (!OPENING.test(name) || /order|request|process|loop|cycle|run|check|manage|monitor|update/.test(name)) return null;
  const names = fn.params.filter((one) => DECISION_WORDS.test(snake(one.name))).map((one) => one.name);
  // `_maybe_enter(self, context, frame)` looks for the signal itself.
  if (names.length === 0 && LOOKS_FOR_ONE.test(name)) return null;
  return { fn, born: [ENTRY], names: new Set(names.length > 0 ? names : ["signal"]), present: true };
}

const LOOKS_FOR_ONE = /(^|_)(maybe|consider|evaluate|seek|scan|look|find|search|detect)(_|$)/;

/** Local values that the call is handed and that a test before it found to be a signal. */
export function handedCandidates(fn: FunctionNode, flow: FlowGraph, at: Node): Candidate[] {
  if (at.kind !== "call") return [];
  const point = reachablePointOf(flow, at);
  if (point === undefined) return [];
  const tests = conditionsAt(flow, point);
  const found: Candidate[] = [];
  for (const { value } of at.args) {
    if (value.kind !== "name" || fn.params.some((one) => one.name === value.id)) continue;
    const names = new Set([value.id]);
    const asked = tests.find(({ node, outcome }) => presence(node, names) === (outcome ? "present" : "absent") && (CARRIED.test(snake(value.id)) || namesSide(node)));
    const born = flow.locals.defPoints.filter((one, i) => flow.locals.names[flow.locals.defVars[i]!] === value.id && isReachable(flow, one));
    if (asked && born.length > 0) found.push({ fn, born, names, present: false });
  }
  return found;
}

/** `result["signal"] != "NONE"`, `action == "BUY"`: the test itself speaks of a decision. */
function namesSide(test: Node): boolean {
  if (test.kind !== "compare") return false;
  const asks = [...wordsIn(test)].some((one) => CARRIED.test(snake(one)));
  const other = test.right.kind === "string" ? test.right.value : test.right.kind === "attribute" ? test.right.name : "";
  return asks || SIDES.test(other) || (other !== "" && NOTHING.test(other));
}

/** `for exchange_candidate in ...` */
const OF_SOMETHING_ELSE = /(^|_)(exchange|server|host|file|path|class|module|plugin|address|port|url|model|key|name)_(candidates?|setups?)$/;

/** The signal that is made in the function, by the node that makes it. */
export function bornCandidate(fn: FunctionNode, flow: FlowGraph, origin: Node): Candidate | null {
  if (origin.kind === "for") {
    const names = namesOf(origin.target).filter((one) => DECISION_WORDS.test(snake(one)) && !OF_SOMETHING_ELSE.test(snake(one)));
    return names.length > 0 ? candidate(fn, flow, origin, names, CARRIED.test(snake(names[0]!))) : null;
  }
  if (origin.kind === "assign") {
    const names = origin.targets.flatMap(namesOf);
    const deciding = names.filter((one) => DECISION_WORDS.test(snake(one)));
    const chosen = deciding.length > 0 ? deciding : names.slice(0, 1);
    return chosen.length > 0 ? candidate(fn, flow, origin, chosen, isMade(origin.value)) : null;
  }
  return null;
}

/** A constructor makes something; a question may answer None. */
const isMade = (value: Expr): boolean => value.kind === "call" && value.callee.kind === "name" && /^[A-Z]/.test(value.callee.id) && /signal|opportunit|setup|decision/i.test(value.callee.id);

function candidate(fn: FunctionNode, flow: FlowGraph, origin: Node, names: readonly string[], present: boolean): Candidate | null {
  const own = ownPoints(flow, origin);
  const born = (own.length > 0 ? own : pointsOf(flow, origin)).filter((point) => isReachable(flow, point));
  return born.length > 0 ? { fn, born, names: new Set(names), present } : null;
}

/** The names and attributes that a target binds. */
export const namesOf = (target: Expr): string[] => (target.kind === "name" ? [target.id] : target.kind === "tuple" || target.kind === "list" ? target.items.flatMap(namesOf) : target.kind === "attribute" ? [target.name] : []);

/** A test on every way to the point found the signal there. */
export function isPresentAt(flow: FlowGraph, point: Point, one: Candidate): boolean {
  return one.present || conditionsAt(flow, point).some(({ node, outcome }) => presence(node, one.names) === (outcome ? "present" : "absent"));
}

const SIDES = /(^|[_.])(buy|sell|long|short|enter|open|bull\w*|bear\w*|up|down)($|[_.])/i;
const NOTHING = /^(hold|none|neutral|wait|no_?\w*|flat|skip|stay|nothing|)$/i;

/** What a test that comes out true says of the candidate; null: it asks something else. */
export function presence(test: Node, names: ReadonlySet<string>): "present" | "absent" | null {
  switch (test.kind) {
    case "unary": return test.op === "not" ? opposite(presence(test.operand, names)) : null;
    case "name": return names.has(test.id) ? "present" : null;
    case "attribute": return names.has(test.name) || (isCandidate(test.object, names) && !/reason|error|id$/i.test(test.name)) ? "present" : null;
    case "subscript": return isCandidate(test.object, names) ? "present" : null;
    case "call": return test.callee.kind === "attribute" && isCandidate(test.callee.object, names) && /^(get|is_\w+|should_\w+|has_\w+|lower|upper|strip)$/.test(test.callee.name) ? "present" : null;
    case "bind": return names.has(test.target.id) ? "present" : null;
    case "compare": return compared(test, names);
    default: return null;
  }
}

const opposite = (one: "present" | "absent" | null): "present" | "absent" | null => (one === "present" ? "absent" : one === "absent" ? "present" : null);

function compared(test: Node & { kind: "compare" }, names: ReadonlySet<string>): "present" | "absent" | null {
  const left = isCandidate(stripped(test.left), names);
  if (!left && !isCandidate(stripped(test.right), names)) return null;
  const other = left ? test.right : test.left;
  const equal = test.op === "==" || test.op === "is" || test.op === "in";
  if (!equal && test.op !== "!=" && test.op !== "is not" && test.op !== "not in") return isZero(other) ? "present" : null;
  const words = other.kind === "tuple" || other.kind === "list" || other.kind === "set" ? other.items.map(wordOf) : [wordOf(other)];
  // `signal["symbol"] in self.positions` asks something else.
  if (words.some((one) => one === null)) return null;
  const nothing = words.some((one) => one !== null && NOTHING.test(one));
  // `side == "BUY"` that comes out false may be a SELL: it says nothing of absence, but is a question about the signal itself.
  const same = nothing ? "absent" : words.every((one) => one !== null && SIDES.test(one)) ? "present" : "absent";
  return equal ? same : opposite(same);
}

const stripped = (expr: Expr): Expr => (expr.kind === "call" && expr.callee.kind === "attribute" && expr.args.length <= 2 ? (/^(get|lower|upper|strip)$/.test(expr.callee.name) ? expr.callee.object : expr) : expr);

function isCandidate(expr: Expr, names: ReadonlySet<string>): boolean {
  if (expr.kind === "name") return names.has(expr.id);
  if (expr.kind === "attribute") return names.has(expr.name) || isCandidate(expr.object, names);
  if (expr.kind === "subscript") return isCandidate(expr.object, names);
  return expr.kind === "call" && expr.callee.kind === "attribute" && /^(get|lower|upper|strip)$/.test(expr.callee.name) && isCandidate(expr.callee.object, names);
}

const wordOf = (expr: Expr): string | null => (expr.kind === "none" || expr.kind === "boolean" ? "" : expr.kind === "string" ? expr.value : expr.kind === "attribute" ? (expr.name === "value" ? wordOf(expr.object) : isConstantName(expr.name) ? expr.name : null) : expr.kind === "number" ? (expr.value === 0 ? "" : "long") : expr.kind === "unary" ? "short" : expr.kind === "name" && isConstantName(expr.id) ? expr.id : null);
const isConstantName = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

/** Names, attributes and keys that an expression reads. */
export function wordsIn(expr: Node): Set<string> {
  const found = new Set<string>();
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "name") found.add(node.id);
    if (node.kind === "attribute") found.add(node.name);
    if (node.kind === "string" && node.value.length < 30) found.add(node.value);
    children(node, step);
  };
  step(expr);
  return found;
}
