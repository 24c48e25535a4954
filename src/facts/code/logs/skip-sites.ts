import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { Edge, flowOf, isReachable, ownPoints, pointsOf, testsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { pointsBefore } from "../../../ir/paths.ts";
import type { Call, Expr, FunctionNode, If, Node, Stmt } from "../../../ir/nodes.ts";
import { calledName } from "../../../ir/names.ts";
import { children, walkBody } from "../../../ir/walk.ts";
import { EXIT_WORDS } from "../../../knowledge/metric-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { openWays, type Way } from "../open-ways.ts";
import type { PathStep } from "../trade-steps.ts";
import { closesByName } from "../order-intent.ts";
import { Opens, orderReach, type OrderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";
import { signalBirths } from "../signal-births.ts";
import { switchedOff, type SwitchedOff } from "../switched-off.ts";
import { answersOf, gatesAt } from "./signal-gates.ts";
import { isAskedAbove } from "./asked-above.ts";
import { isHandedKept, staysKept } from "./kept-signals.ts";
import { asksForData, asksForSignal, isOperational, isSettled, isSwitchAlone, isWarmUp } from "./what-tests-ask.ts";
import { asksForSize, sizedCandidates } from "./sized-candidates.ts";
import { askedFor, isOwnLookup, isPartOf, isSideOf, partAskedFor } from "./sides-of-signals.ts";
import { bornCandidate, carriedCandidate, handedCandidates, isPresentAt, openingCandidate, wordsIn, type Candidate } from "./candidates.ts";
import type { LogCall } from "./log-calls.ts";
import { logSummaries, type LogSummaries } from "./log-summaries.ts";
import { saysNo } from "./quiet-failures.ts";
import { answerRecords, type AnswerRecords, type Callers } from "./answer-records.ts";

/** A branch in which a signal that is there is dropped on its way to an order. */
export interface SkipSite {
  readonly fn: FunctionNode;
  readonly branch: If;
  readonly test: Expr;
  /** `return` or `continue`; the branch itself where its test just passes the order by. */
  readonly leave: Stmt;
  readonly candidate: string;
  readonly way: Way;
  /** What is written about it: in the branch, before it, in the helper that rejected, in the callers. */
  readonly records: readonly LogCall[];
  /** What the branch itself writes on every way, or a helper that it calls. */
  readonly inBranch: readonly LogCall[];
  /** Where a helper that is asked answers no, which writes nothing about it either. */
  readonly refusals: readonly Node[];
  /** The branch is taken where data is missing: no filter turned the signal down. */
  readonly withoutData: boolean;
  /** Code that could not be followed may write something, or the signal lives on elsewhere. */
  readonly unsure: boolean;
}

export const skipSites = codeFact({
  name: "skip-sites",
  doc: "Branches on the way to an order that drop a signal which is there, and what is written about it.",
  requires: { index, openWays, orderReach, reach, signalBirths, logSummaries, answerRecords, switchedOff },
  derive({ index, openWays, orderReach, reach, signalBirths, logSummaries, answerRecords, switchedOff }): readonly SkipSite[] {
    const seen = new Set<Node>();
    const ways = openWays.without(null).filter((way) => way.kind === "signal" && way.start !== "unknown");
    const on: On = { index, orderReach, summaries: logSummaries, answers: answerRecords, off: switchedOff, callers: callersOn(ways), runs: logSummaries.runs };
    const found: SkipSite[] = [];
    for (const way of ways) {
      way.steps.slice(way.born).forEach((step, i) => {
        const fn = step.from;
        if (seen.has(step.at) || reach.of(fn) === "dead" || closesByName(fn)) return;
        seen.add(step.at);
        const flow = flowOf(fn);
        const origin = i === 0 ? signalBirths.origin(step) : null;
        const add = (sites: readonly SkipSite[]): void => {
          for (const site of sites) if (!seen.has(site.branch)) found.push(site);
          for (const site of sites) seen.add(site.branch);
        };
        for (const one of candidatesOf(step, flow, origin, i > 0)) add(dropsIn(on, one, flow, actsOf(on, one.fn, step.at), way));
        for (const { call, caller, gate } of gatesAt(on, fn, step.at)) {
          const given = seen.has(gate.fn) ? null : gate;
          seen.add(gate.fn);
          if (given) add(dropsIn({ ...on, callers: (one) => (one === gate.fn ? [{ call, caller }] : on.callers(one)) }, given, flowOf(gate.fn), answersOf(on, gate.fn), way));
        }
      });
    }
    return found;
  },
});

function candidatesOf(step: PathStep, flow: FlowGraph, origin: Node | null, below: boolean): Candidate[] {
  const born = origin ? bornCandidate(step.from, flow, origin) : null;
  const given = born ?? carriedCandidate(step.from) ?? (below ? openingCandidate(step.from) : null);
  return [...(given ? [given] : []), ...handedCandidates(step.from, flow, step.at), ...sizedCandidates(step.from, flow, step.at)];
}

/** Who calls on the ways of signals. */
function callersOn(ways: readonly Way[]): Callers {
  const known = new Map<FunctionNode, Map<Call, FunctionNode>>();
  for (const { steps } of ways) {
    for (let i = 1; i < steps.length; i++) {
      const [above, fn] = [steps[i - 1]!, steps[i]!.from];
      if (above.at.kind === "call") known.set(fn, (known.get(fn) ?? new Map()).set(above.at, above.from));
    }
  }
  return (fn) => [...(known.get(fn) ?? [])].map(([call, caller]) => ({ call, caller }));
}

interface On { runs(call: Call): readonly FunctionNode[]; readonly callers: Callers; readonly index: Index; readonly orderReach: OrderReach; readonly summaries: LogSummaries; readonly answers: AnswerRecords; readonly off: SwitchedOff }

/** The step of the way, and whatever else opens there. */
const actsOf = (on: On, fn: FunctionNode, at: Node): ReadonlySet<Node> =>
  new Set<Node>([at, ...on.index.callsIn(fn).filter((call) => (on.orderReach.ofCall(call) & Opens) !== 0 && !EXIT_WORDS.test(snake(calledName(call))))]);

function dropsIn(on: On, candidate: Candidate, flow: FlowGraph, acts: ReadonlySet<Node>, way: Way): SkipSite[] {
  const { fn } = candidate;
  const goals = [...acts].flatMap((node) => pointsOf(flow, node)).filter((point) => isReachable(flow, point));
  const born = new Set(candidate.born);
  const leading = new Set(goals.flatMap((goal) => pointsBefore(flow, goal, (point) => born.has(point))));
  const found: SkipSite[] = [];
  const kept = isHandedKept(on.index, fn, candidate, on.callers);
  walkBody(fn, (node) => {
    if (node.kind !== "if") return;
    for (const body of [node.body, node.otherwise]) {
      const leave = body.at(-1);
      if (leave?.kind !== "return" && leave?.kind !== "continue") continue;
      if (body.some((one) => holdsAny(one, acts))) continue;
      const points = testPoints(flow, node.test).filter((point) => leading.has(point) && candidate.born.some((from) => dominates(dominatorsOf(flow), from, point)));
      const first = points[0];
      if (first === undefined || !isPresentAt(flow, first, candidate) || goesOn(flow, leave, leading)) continue;
      if (staysKept(leave, body, candidate, kept)) continue;
      const site = judged(on, candidate, flow, first, node, body, leave, way);
      if (site) found.push(site);
    }
    // Where the goals are answers, what does not give one may still give another.
    const passing = isAnswering(acts) ? null : passedBy(flow, node, acts, leading);
    if (passing === null || !candidate.born.some((from) => dominates(dominatorsOf(flow), from, passing)) || !isPresentAt(flow, passing, candidate)) return;
    const site = judged(on, candidate, flow, passing, node, [], node, way);
    if (site) found.push({ ...site, records: [...site.records, ...after(on, candidate.fn, node)] });
  });
  return found;
}

const isAnswering = (acts: ReadonlySet<Node>): boolean => [...acts].every((one) => one.kind === "return");

/** `if allowed: enter(signal)` without an `else`, and no order afterwards: where the test fails the signal is dropped as well. */
function passedBy(flow: FlowGraph, node: If, acts: ReadonlySet<Node>, leading: ReadonlySet<Point>): Point | null {
  if (node.otherwise.length > 0 || !node.body.some((one) => holdsAny(one, acts))) return null;
  const points = testPoints(flow, node.test).filter((point) => leading.has(point));
  const first = points[0];
  if (first === undefined) return null;
  for (const point of points) {
    const { start, point: to, kind } = flow.next;
    for (let i = start[point]!; i < start[point + 1]!; i++) if (kind[i] !== Edge.exception && kind[i] !== Edge.cancel && leading.has(to[i]!) && !inside(flow, to[i]!, node)) return null;
  }
  return first;
}

const inside = (flow: FlowGraph, point: Point, node: Node): boolean => {
  const at = flow.nodes[point];
  return at != null && node.start <= at.start && at.end <= node.end;
};

/** What is written in the function after the branch. */
function after(on: On, fn: FunctionNode, branch: If): LogCall[] {
  return on.summaries.callsOf(fn).filter((call) => call.start >= branch.end).flatMap((call) => on.summaries.ofCall(call));
}

/** `continue` of a loop that stands before the order, or that tries again. */
function goesOn(flow: FlowGraph, leave: Stmt, leading: ReadonlySet<Point>): boolean {
  if (leave.kind !== "continue") return false;
  let loop: Node | null = leave.parent;
  while (loop && loop.kind !== "for" && loop.kind !== "while") loop = loop.parent;
  return loop === null || ownPoints(flow, loop).some((point) => leading.has(point));
}

/** The branches that a test consists of, first to last. */
function testPoints(flow: FlowGraph, test: Expr): Point[] {
  const own = [...testsOf(flow, test)];
  const inner = test.kind === "logical" ? [...testPoints(flow, test.left), ...testPoints(flow, test.right)] : test.kind === "unary" && test.op === "not" ? testPoints(flow, test.operand) : [];
  return [...own, ...inner].filter((point) => isReachable(flow, point));
}

function holdsAny(node: Node, wanted: ReadonlySet<Node>): boolean {
  let found = false;
  const step = (one: Node): void => {
    if (found || one.kind === "function") return;
    found = wanted.has(one);
    if (!found) children(one, step);
  };
  step(node);
  return found;
}

function judged(on: On, candidate: Candidate, flow: FlowGraph, point: Point, branch: If, body: readonly Stmt[], leave: Stmt, way: Way): SkipSite | null {
  const { test } = branch;
  const words = wordsIn(test);
  if ((candidate.sized ? !asksForSize(test, candidate.names) : asksForSignal(test, candidate.names)) || asksForSide(on, candidate, test) || isOperational(words) || isSwitchAlone(test) || on.off.truth(test) !== null || isWarmUp(test) || isSettled(on.index, on.runs, test, branch.body.includes(leave))) return null;
  if (leave !== branch && branch.body.includes(leave) && isAskedAbove(candidate.fn, test, on.callers)) return null;
  const records: LogCall[] = [];
  // Whoever makes the signal puts its parts in: whether one can be missing is not followed.
  let unsure = asksForPart(on, candidate, test) || isReadAs(on, candidate, askedFor(test), isOwnLookup);
  for (const statement of body) for (const call of callsIn(statement)) {
    const written = on.summaries.ofCall(call);
    records.push(...written);
    if (written.length === 0 && !isHarmless(call)) unsure = true;
  }
  // Under a further test stands what is told of another way: `if free: self.enter(signal)`.
  const inBranch = body.flatMap((statement) => (ALWAYS.test(statement.kind) ? callsIn(statement).flatMap((call) => on.summaries.ofCall(call)) : [])).filter((one) => one.kind === "log");
  if (body.some(keeps)) unsure = true;
  for (const call of [...callsIn(test), ...definedBy(on, candidate.fn, test)]) {
    records.push(...on.summaries.ofCall(call).filter((one) => one.kind !== "counter"));
    if (on.summaries.opaque(call)) unsure = true;
  }
  records.push(...before(on, candidate, flow, point, words), ...finallyRecords(on, branch));
  if (leave.kind === "return" && records.length === 0 && answers(on, candidate.fn)) {
    const answer = saysNothing(leave.value) ? "nothing" : saysNo(leave.value) !== null ? "no" : "something";
    const each = on.answers.along(candidate.fn, answer, on.callers);
    const told = each.length > 0 ? each : [on.answers.of(candidate.fn, answer)];
    // Where one of the callers on the ways of signals says nothing, the signal is gone without a word there.
    if (!told.some((one) => one.records.length === 0 && !one.unsure)) records.push(...told.flatMap((one) => one.records));
    unsure ||= told.some((one) => one.unsure);
  }
  return { fn: candidate.fn, branch, test, leave, candidate: [...candidate.names][0]!, way, records, inBranch, refusals: records.length > 0 ? [] : refusalsOf(on, test), withoutData: asksForData(test), unsure };
}

/** `return False` of what the test asks. */
const refusalsOf = (on: On, test: Expr): readonly Node[] =>
  callsIn(test).flatMap((call) => on.runs(call)).flatMap((fn) => on.index.modules.get(on.index.moduleOf(fn).file)!.returns[fn.index]!.filter((one) => saysNothing(one.value))).slice(0, 4);

const saysNothing = (value: Expr | null): boolean => value === null || value.kind === "none" || (value.kind === "boolean" && !value.value);

/** The function gives its callers something to judge by. */
const answers = (on: On, fn: FunctionNode): boolean =>
  on.index.modules.get(on.index.moduleOf(fn).file)!.returns[fn.index]!.some((one) => one.value !== null && one.value.kind !== "none");

/** Whether the test asks for a side that was read out of the signal. */
const asksForSide = (on: On, one: Candidate, test: Expr): boolean => isReadAs(on, one, askedFor(test), isSideOf);

const asksForPart = (on: On, one: Candidate, test: Expr): boolean => isReadAs(on, one, partAskedFor(test), isPartOf);

function isReadAs(on: On, { fn, names }: Candidate, name: string | null, isIt: (expr: Expr, signal: ReadonlySet<string>) => boolean): boolean {
  const values = name === null ? [] : on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name) ?? [];
  return values.length > 0 && values.every((one) => one.kind === "value" && isIt(one.expr, names));
}

function callsIn(node: Node): Call[] {
  const found: Call[] = [];
  const step = (one: Node): void => {
    if (one.kind === "function") return;
    if (one.kind === "call") found.push(one);
    children(one, step);
  };
  step(node);
  return found;
}

/** Calls whose answers the tested names hold. */
function definedBy(on: On, fn: FunctionNode, test: Expr): Call[] {
  const scope = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn);
  const found: Call[] = [];
  for (const name of wordsIn(test)) {
    for (const one of scope?.get(name) ?? []) if (one.kind === "value") found.push(...callsIn(one.expr));
  }
  return found;
}

/** Written on every way to the branch, since the signal is there, about what is tested. */
function before(on: On, candidate: Candidate, flow: FlowGraph, point: Point, words: ReadonlySet<string>): LogCall[] {
  const tree = dominatorsOf(flow);
  const telling = [...words].filter((one) => one.length > 2 && one !== "self" && !candidate.names.has(one) && !/^symbol|^sym$/.test(one)).map((one) => one.toLowerCase());
  return on.summaries.own(candidate.fn).filter((one) => {
    const at = pointsOf(flow, one.call)[0];
    if (at === undefined || !dominates(tree, at, point) || !candidate.born.some((from) => dominates(tree, from, at))) return false;
    return telling.some((word) => one.fields.includes(word));
  });
}

function finallyRecords(on: On, branch: If): LogCall[] {
  const found: LogCall[] = [];
  for (let at: Node | null = branch; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "try") for (const one of at.finally) for (const call of callsIn(one)) found.push(...on.summaries.ofCall(call));
  }
  return found;
}

const ALWAYS = /^(expression|assign|return)$/;

const HARMLESS = /^(str|int|float|len|round|abs|min|max|bool|dict|list|set|tuple|Decimal|time|now|utcnow|monotonic|get|format|join|sleep|lower|upper|isoformat|total_seconds|timestamp|task_done|release|unlock)$/;
const isHarmless = ({ callee }: Call): boolean => (callee.kind === "name" ? HARMLESS.test(callee.id) || /^[A-Z]/.test(callee.id) : callee.kind === "attribute" && HARMLESS.test(callee.name));

/** The branch puts something down for later: the signal may live on, or be counted. */
function keeps(statement: Stmt): boolean {
  if (statement.kind === "augmented") return true;
  if (statement.kind === "assign") return statement.targets.some((one) => one.kind !== "name");
  return statement.kind !== "expression" && statement.kind !== "return" && statement.kind !== "continue" && statement.kind !== "if" && statement.kind !== "pass";
}
