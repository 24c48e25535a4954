import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Handler, Node, Stmt, Try, While } from "../../../ir/nodes.ts";
import { children, enclosingFunction, isRepeated, walkBody } from "../../../ir/walk.ts";
import { STOP_HOOK } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { endlessFunctions, neverEnds } from "../resources/endless.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";
import { tasks } from "../tasks.ts";
import { isInThread } from "./in-thread.ts";
import { signalEnds } from "./signal-ends.ts";
import { signalHandlers, type SignalHandler } from "./signal-handlers.ts";

/**
 * signal: the handler of a signal. interrupt: `except KeyboardInterrupt` and the like. finally: around what runs the bot.
 * after: behind the loop or the wait that the bot lives in. hook: a framework or `atexit` runs it. task: a task's own clean-up.
 */
export type RegionKind = "signal" | "interrupt" | "finally" | "after" | "hook" | "task";

/** Code that runs because the bot is to stop. */
export interface StopRegion {
  readonly kind: RegionKind;
  readonly fn: FunctionNode;
  readonly nodes: readonly Node[];
  /** Where it hangs: the registration, the handler, the `try`. */
  readonly at: Node;
}

/** Functions of the bot that run it, whatever their loop looks like. */
const RUNS_THE_BOT = /^_*(run|start|main|serve|loop|trade)(_|$)/;

/** How deep below what is started first the program's own frame is looked for. */
const MAX_DEPTH = 3;

export const stopRegions = codeFact({
  name: "stop-regions",
  doc: "The code that runs when the bot is told to stop: signal handlers, interrupts, `finally` and what follows the main loop, hooks.",
  requires: { index, callGraph, reach, tasks, programs, signalHandlers, signalEnds, endlessFunctions },
  derive({ index, callGraph, reach, tasks, programs, signalHandlers, signalEnds, endlessFunctions }): readonly StopRegion[] {
    const found: StopRegion[] = [];
    const takers = signalHandlers.installed.filter(takesInterrupt).map((one) => index.moduleOf(one.call));
    // A handler that another program of the repository installs takes no interrupt from this one.
    const interruptible = ({ at }: StopRegion): boolean => {
      const module = index.moduleOf(at);
      return !takers.some((one) => programs.closureOf(one).has(module) || programs.closureOf(module).has(one));
    };
    const lives = (call: Call): boolean => callGraph.runs(call).some((fn) => endlessFunctions.loopOf(fn) !== null || RUNS_THE_BOT.test(fn.name));
    const endless = (call: Call): boolean => callGraph.targets(call).how === "resolved" && callGraph.runs(call).some((fn) => endlessFunctions.loopOf(fn) !== null);
    // What a handler sets and nobody asks stops nothing.
    for (const one of signalHandlers.installed) if (signalEnds.of(one).how !== "deaf") for (const fn of one.runs) found.push({ kind: "signal", fn, nodes: fn.body, at: one.call });
    for (const fn of frames(index, callGraph, [...tasks.roots.filter((one) => one.kind === "main" && !isInThread(one, tasks)).map((one) => one.fn), ...signalHandlers.installed.map((one) => one.fn)])) if (reach.of(fn) !== "dead") found.push(...regionsOf(fn, lives, endless));
    for (const root of tasks.roots) if (root.kind === "task" || root.kind === "thread" || isInThread(root, tasks)) found.push(...cleanUps(root.fn, lives).map((one): StopRegion => ({ ...one, kind: "task" })));
    for (const escape of callGraph.escapes) {
      const word = keywordOf(escape.at, callGraph, escape.fn);
      if (reach.of(escape.from) !== "dead" && (STOP_HOOK.test(escape.to) || STOP_HOOK.test(word))) found.push({ kind: "hook", fn: escape.fn, nodes: escape.fn.body, at: escape.at });
    }
    for (const fn of index.functions) {
      const hook = fn.decorators.find((one) => STOP_HOOK.test(wordsOf(one)));
      if (hook && reach.of(fn) !== "dead") found.push({ kind: "hook", fn, nodes: fn.body, at: hook });
      // Around the life of an application, not of a connection or a measurement.
      const lifespan = fn.generator && fn.async && fn.decorators.some((one) => /contextmanager/.test(wordsOf(one))) && (/life|start|run|main/.test(fn.name) || fn.params.some((one) => /^_?(app|application|server|mcp)$/.test(one.name)));
      if (lifespan && reach.of(fn) !== "dead") found.push(...afterYield(fn));
    }
    return takers.length === 0 ? found : found.filter((one) => one.kind !== "interrupt" || interruptible(one));
  },
});

/** With a handler of its own that only sets a flag, Ctrl+C raises no KeyboardInterrupt any more. */
function takesInterrupt({ signals, runs, empty }: SignalHandler): boolean {
  if (empty || runs.length === 0 || !signals?.includes("SIGINT")) return false;
  let ends = false;
  for (const fn of runs) walkBody(fn, (node) => void (ends ||= node.kind === "raise" || (node.kind === "call" && /^(_?exit|default_int_handler|kill|raise_signal)$/.test(ownName(node.callee)))));
  return !ends;
}

/** The functions that the program's main thread of execution lives in: what starts, and what it calls, a few steps down. */
function frames(index: Index, graph: CallGraph, roots: readonly FunctionNode[]): FunctionNode[] {
  const depth = new Map<FunctionNode, number>(roots.map((fn) => [fn, 0]));
  for (const [fn, at] of depth) {
    if (at >= MAX_DEPTH) continue;
    for (const call of index.callsIn(fn)) {
      for (const callee of graph.runs(call)) if (!depth.has(callee) && callee.name !== "__init__") depth.set(callee, at + 1);
    }
  }
  return [...depth.keys()];
}

const INTERRUPTS = /KeyboardInterrupt|SystemExit|CancelledError|BaseException/;

function regionsOf(fn: FunctionNode, lives: Lives, endless: Lives): StopRegion[] {
  const found = cleanUps(fn, lives);
  const block = (body: readonly Stmt[]): boolean => {
    for (let i = 0; i < body.length; i++) {
      const rest = body.slice(i + 1);
      // What loads its state in an event loop of its own lives in the endless loop behind that.
      if (rest.some((one) => loopsForEver(one) || (one.kind === "expression" && runsTheBot(one.value))) || !livesIn(body[i]!, block, endless)) continue;
      if (rest.some((one) => one.kind !== "function-statement" && one.kind !== "class-statement") && !leaves(body[i]!)) found.push({ kind: "after", fn, nodes: rest, at: body[i]! });
      return true;
    }
    return false;
  };
  block(fn.body);
  return found;
}

/** The statement is what the bot lives in: an endless loop, a wait for the end, `asyncio.run`; or it contains one. */
function livesIn(statement: Stmt, block: (body: readonly Stmt[]) => boolean, endless: Lives): boolean {
  switch (statement.kind) {
    case "while": return lasts(statement);
    case "try": {
      const inside = block(statement.body);
      return inside;
    }
    case "with": return block(statement.body);
    case "if": return block(statement.body) || block(statement.otherwise);
    case "expression": return isLifelong(statement.value) || isLoopOfTheBot(statement.value, endless);
    // Results that are kept are an answer, not a life.
    case "assign": return waitsForFirst(statement.value) || isLifelong(statement.value) && (EXIT_CODE.test(ownName(statement.targets[0]!)) || runsTheBot(statement.value) || (isGather(statement.value) && RUNS_THE_BOT.test(enclosingFunction(statement)?.name ?? "")));
    default: return false;
  }
}

/** `if command == "run": ...; return`: what follows is another command's. */
const leaves = (statement: Stmt): boolean => statement.kind === "if" && statement.otherwise.length === 0 && (statement.body.at(-1)?.kind === "return" || statement.body.at(-1)?.kind === "raise");

function loopsForEver(statement: Stmt): boolean {
  switch (statement.kind) {
    case "while": return lasts(statement);
    case "try": case "with": return statement.body.some(loopsForEver);
    case "if": return statement.body.some(loopsForEver) || statement.otherwise.some(loopsForEver);
    default: return false;
  }
}

const EXIT_CODE = /^_$|code|status|^rc$|^ret/;

/** `result = asyncio.run(main())` */
const runsTheBot = (expr: Node): boolean => expr.kind === "call" && expr.args[0]?.value.kind === "call" && RUNS_THE_BOT.test(ownName(expr.args[0].value.callee));

/** `done, pending = await asyncio.wait([stop, *tasks], return_when=FIRST_COMPLETED)` where the program lives: it goes on when something has ended. */
const waitsForFirst = (expr: Node): boolean => {
  const call = expr.kind === "await" ? expr.value : expr;
  return call.kind === "call" && ownName(call.callee) === "wait" && call.args.every((one) => one.name !== "timeout") && call.args.some((one) => one.name === "return_when" && /^FIRST_(COMPLETED|EXCEPTION)$/.test(ownName(one.value)))
    && /^_*(async_)?main$/.test(enclosingFunction(call)?.name ?? "") && !isRepeated(call);
};

const isGather = (expr: Node): boolean => (expr.kind === "await" ? isGather(expr.value) : expr.kind === "call" && ownName(expr.callee) === "gather");

const LIFELONG = /^(run_forever|run_until_complete|serve_forever|run_until_disconnected|start_polling|run_polling)$/;

function isLifelong(expr: Node): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  if (call.kind !== "call" || call.callee.kind !== "attribute") return false;
  const { name, object } = call.callee;
  if (LIFELONG.test(name)) return true;
  const owner = ownName(object);
  // `wait_for(self.wake.wait(), 5)` is a pause.
  if (name === "wait") return !(call.parent?.kind === "argument" && call.parent.parent?.kind === "call" && /^(wait_for|timeout)$/.test(ownName(call.parent.parent.callee))) && (call.args.length === 0 || owner === "asyncio");
  return (name === "run" || name === "gather") && /^(asyncio|uvloop|anyio)$/.test(owner);
}

/** `await self.trading_loop()`, `self.loop()`: what follows runs when the loop was left. */
function isLoopOfTheBot(expr: Node, endless: Lives): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  return call.kind === "call" && endless(call);
}

function cleanUps(fn: FunctionNode, lives: Lives): StopRegion[] {
  const found: StopRegion[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "try") {
      for (const one of node.handlers) if (interrupts(one)) found.push({ kind: unwinds(one) ? "interrupt" : "task", fn, nodes: one.body, at: one });
      if (node.finally.length > 0 && livesOn(node, lives)) found.push({ kind: "finally", fn, nodes: node.finally, at: node });
    }
    children(node, visit);
  };
  for (const one of fn.body) visit(one);
  return found;
}

/** `while not stop.is_set()` asks an event; the other flags are told by their names. */
const lasts = (loop: While): boolean => neverEnds(loop) || (loop.test.kind === "unary" && loop.test.operand.kind === "call" && loop.test.operand.callee.kind === "attribute" && loop.test.operand.callee.name === "is_set");

/** Whether a call runs a function that lives as long as the bot. */
type Lives = (call: Call) => boolean;

/** Ends the program, not only a task of it. */
const unwinds = ({ type }: Handler): boolean =>
  type !== null && (type.kind === "tuple" ? type.items : [type]).some((one) => /KeyboardInterrupt|SystemExit|BaseException/.test(ownName(one)));

const interrupts = ({ type }: Handler): boolean =>
  type !== null && (type.kind === "tuple" ? type.items : [type]).some((one) => INTERRUPTS.test(ownName(one)));

/** What the `try` guards awaits, loops or runs the program; a `finally` around a lock or a file does not end a life. */
function livesOn({ body }: Try, lives: Lives): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (found || node.kind === "function") return;
    if (node.kind === "while" ? lasts(node) : isLifelong(node) || (node.kind === "call" && lives(node))) found = true;
    else children(node, visit);
  };
  for (const one of body) visit(one);
  return found;
}

function afterYield(fn: FunctionNode): StopRegion[] {
  const found: StopRegion[] = [];
  const block = (body: readonly Stmt[]): boolean => {
    for (let i = 0; i < body.length; i++) {
      const statement = body[i]!;
      const yields = statement.kind === "expression" ? statement.value.kind === "yield" : statement.kind === "try" ? block(statement.body) : statement.kind === "with" && block(statement.body);
      if (!yields) continue;
      const after = [...(statement.kind === "try" ? statement.finally : []), ...body.slice(i + 1)];
      if (after.length > 0) found.push({ kind: "hook", fn, nodes: after, at: statement });
      return true;
    }
    return false;
  };
  block(fn.body);
  return found;
}

/** `Application(on_shutdown=self.stop)`, `app.on_shutdown.append(stop)`: the word under which the function is handed over. */
function keywordOf(at: Node, graph: CallGraph, fn: FunctionNode): string {
  if (at.kind !== "call") return "";
  const given = at.args.find((one) => graph.valuesOf(one.value).some((value) => value.kind === "function" && value.fn === fn));
  return given?.name ?? (at.callee.kind === "attribute" && at.callee.object.kind === "attribute" ? at.callee.object.name : "");
}

function wordsOf(decorator: Node): string {
  const head = decorator.kind === "call" ? decorator.callee : decorator;
  const name = ownName(head);
  const literal = decorator.kind === "call" ? decorator.args.map(({ value }) => (value.kind === "string" ? value.value : "")).join(" ") : "";
  return /^(on_event|on|listener|event)$/.test(name) ? literal : name;
}

