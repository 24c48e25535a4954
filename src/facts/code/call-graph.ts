import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { ownName } from "../../ir/names.ts";
import { enclosingFunction, functionAround } from "../../ir/walk.ts";
import { COMMON_METHODS } from "../../knowledge/python-library.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { loopedMembers } from "./inference/named-members.ts";
import { MAX_VALUES } from "./inference/slots.ts";
import type { Value } from "./inference/values.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";

/**
 * resolved: its functions of the bot are known. library: it leaves the bot. named: its receiver is unknown, and one class
 * of the bot alone has a method of this name. unresolved: it may reach the bot, nobody knows where. foreign: its receiver
 * is unknown and nothing of the bot has this name.
 */
export type Resolution = "resolved" | "library" | "named" | "unresolved" | "foreign";

export type Reason = "unknown-receiver" | "unknown-callee";

export interface Targets {
  readonly how: Resolution;
  readonly functions: readonly FunctionNode[];
  /** Classes that the call constructs. */
  readonly classes: readonly ClassNode[];
  /** Library paths: `asyncio.create_task`, `ccxt.okx().create_order`. */
  readonly libraries: readonly string[];
  readonly reason: Reason | null;
}

export interface CallSite {
  readonly call: Call;
  readonly caller: FunctionNode;
  readonly how: Resolution;
}

/** A function of the bot handed to somebody else (a library, an unknown call): it may run whenever they please. */
export interface Escape {
  readonly fn: FunctionNode;
  readonly at: Node;
  readonly from: FunctionNode;
  /** The library path of the call that it is handed to, or "" where that is unknown. */
  readonly to: string;
}

export interface ClassEscape {
  readonly class: ClassNode;
  readonly at: Node;
  readonly from: FunctionNode;
}

export interface CallGraph {
  targets(call: Call): Targets;
  callersOf(fn: FunctionNode): readonly CallSite[];
  /** Every function of the bot that the call may run: methods, constructors, guesses by name included. */
  runs(call: Call): readonly FunctionNode[];
  /** Methods and functions of a name: what an unresolved call might mean. */
  named(name: string): readonly FunctionNode[];
  readonly escapes: readonly Escape[];
  /** Functions handed to a function of the bot that is handed too many to be followed: it may run each of them. */
  readonly crowded: readonly Escape[];
  /** Classes handed to somebody else, who may make objects of them. */
  readonly classEscapes: readonly ClassEscape[];
  valuesOf(node: Expr): readonly Value[];
}

const NOBODY: readonly CallSite[] = [];

export const callGraph = codeFact({
  name: "call-graph",
  doc: "Which functions each call may run, who calls each function, and which functions are handed out.",
  requires: { index, infer },
  derive({ index, infer }): CallGraph {
    const names = byName(index);
    const targets: Targets[] = [];
    const callers = new Map<FunctionNode, CallSite[]>();
    const escapes: Escape[] = [];
    const classEscapes: ClassEscape[] = [];
    const crowded: Escape[] = [];
    const isCrowded = (fn: FunctionNode): boolean => fn.params.some((_, i) => infer.parameter(fn, i).wide);
    for (const one of index.modules.values()) {
      one.module.functions.forEach((caller) => {
        for (const call of one.calls[caller.index]!) {
          const found = resolve(infer, call, names);
          targets[call.order] = found;
          for (const fn of ranBy(infer, call, found)) {
            const known = callers.get(fn);
            const site = { call, caller, how: found.how };
            if (known) known.push(site);
            else callers.set(fn, [site]);
          }
          if (found.how === "resolved" && call.args.length > 0 && runsOf(infer, found).some(isCrowded)) crowded.push(...handedOut(infer, call, caller, ""));
          if (found.how !== "resolved") {
            escapes.push(...handedOut(infer, call, caller, found.libraries[0] ?? ""));
            if (found.libraries[0] === "getattr") escapes.push(...lookedUp(infer, call, caller));
            if (!CLASS_TESTS.has(found.libraries[0] ?? "")) classEscapes.push(...handedClasses(infer, call, caller));
          }
        }
      });
      crowded.push(...tabled(infer, one));
    }
    escapes.push(...storedOutside(infer));
    return {
      targets: (call) => targets[call.order]!,
      callersOf: (fn) => callers.get(fn) ?? NOBODY,
      runs: (call) => ranBy(infer, call, targets[call.order]!),
      named: (name) => names.get(name) ?? [],
      escapes,
      crowded,
      classEscapes,
      valuesOf: (expr) => infer.evaluate(expr),
    };
  },
});

/** `for name in ("start", "run"): start = getattr(part, name, None)`: what looks the methods up runs them, or hands them on. */
function lookedUp(on: Inference, call: Call, from: FunctionNode): Escape[] {
  return loopedMembers(on, call).flatMap((value) => functionsIn(value).map((fn) => ({ fn, at: call, from, to: "getattr" })));
}

function byName(index: Index): Map<string, FunctionNode[]> {
  const names = new Map<string, FunctionNode[]>();
  for (const fn of index.functions) {
    appendTo(names, fn.name, fn);
  }
  return names;
}

/** Constructors run `__init__`, `__post_init__` and what the class inherits of them. */
function runsOf(on: Inference, targets: Targets): readonly FunctionNode[] {
  if (targets.classes.length === 0) return targets.functions;
  const found = new Set(targets.functions);
  for (const one of targets.classes) {
    for (const name of ["__init__", "__post_init__", "__new__"]) {
      const made = on.hierarchy.member(one, name)?.definitions.find((each) => each.kind === "function");
      if (made?.kind === "function") found.add(made.fn);
    }
  }
  return [...found];
}

/** What the call runs: a coroutine that nobody has, or that is only tested, runs nothing. Bar at the top level: a bot that starts so is judged as if it started. */
function ranBy(on: Inference, call: Call, targets: Targets): readonly FunctionNode[] {
  const all = runsOf(on, targets);
  if (!isUnheld(call) || !all.some(isPlainCoroutine) || enclosingFunction(call)?.parent === null) return all;
  return all.filter((fn) => !isPlainCoroutine(fn));
}

function isUnheld(call: Call): boolean {
  const up = call.parent?.kind === "unary" && call.parent.op === "not" ? call.parent.parent : call.parent;
  return up?.kind === "expression" || ((up?.kind === "if" || up?.kind === "while") && up.test.start <= call.start && call.end <= up.test.end);
}

/** A decorator may have made anything of it. */
const isPlainCoroutine = (fn: FunctionNode): boolean =>
  fn.async && !fn.generator && fn.decorators.every((one) => /^(staticmethod|classmethod|abstractmethod|override|final)$/.test(ownName(one)));

function resolve(on: Inference, call: Call, names: ReadonlyMap<string, readonly FunctionNode[]>): Targets {
  const functions = new Set<FunctionNode>();
  const classes = new Set<ClassNode>();
  const libraries = new Set<string>();
  const add = (value: Value): void => {
    if (value.kind === "function") functions.add(value.fn);
    else if (value.kind === "class") classes.add(value.class);
    else if (value.kind === "external" && !OF_ANY_ELEMENT.test(value.path)) libraries.add(value.path);
    else if (value.kind === "partial") add(value.of);
    else if (value.kind === "instance") {
      const made = on.hierarchy.member(value.class, "__call__")?.definitions.find((one) => one.kind === "function");
      if (made?.kind === "function") functions.add(made.fn);
    }
  };
  on.callees[call.order]!.forEach(add);
  const found = { functions: [...functions], classes: [...classes], libraries: [...libraries].sort() };
  if (functions.size + classes.size > 0) return { how: "resolved", ...found, reason: null };
  if (libraries.size > 0) return { how: "library", ...found, reason: null };
  return unresolved(on, call, names, found);
}

/** A method of what lies in a plain `list` or `Dict`: it may be anything of the bot. */
const OF_ANY_ELEMENT = /^(typing\.)?(list|dict|set|tuple|List|Dict|Set|Tuple|Sequence|Iterable|Mapping|Any)\(\)(\[\])+\.\w+$/;

function unresolved(on: Inference, call: Call, names: ReadonlyMap<string, readonly FunctionNode[]>, found: Pick<Targets, "functions" | "classes" | "libraries">): Targets {
  if (call.callee.kind !== "attribute") {
    const isName = call.callee.kind === "name";
    return { how: isName || call.callee.kind === "subscript" ? "unresolved" : "foreign", ...found, reason: "unknown-callee" };
  }
  const { object, name } = call.callee;
  // A method of a container or of a task: known, and not the bot's.
  const known = on.evaluate(object);
  if (known.some((one) => one.kind === "container")) return { how: "library", ...found, libraries: [`builtins.container().${name}`], reason: null };
  if (known.some((one) => one.kind === "coroutine")) return { how: "library", ...found, libraries: [`asyncio.Task().${name}`], reason: null };
  const candidates = COMMON_METHODS.has(name) || name.startsWith("__") ? [] : (names.get(name) ?? []);
  if (candidates.length === 1) return { how: "named", ...found, functions: candidates, reason: "unknown-receiver" };
  return { how: candidates.length > 0 ? "unresolved" : "foreign", ...found, reason: "unknown-receiver" };
}

/** Keeping a task in a list, or ending with its result, runs nothing. */
const RUNS_NOTHING = /^builtins\.container\(\)\.|^(sys\.exit|print|str|repr|len|isinstance|callable|id|bool)$/;

function handedOut(on: Inference, call: Call, from: FunctionNode, to: string): Escape[] {
  const found: Escape[] = [];
  if (RUNS_NOTHING.test(to)) return found;
  for (const argument of call.args) {
    if (argument.value.kind === "number" || argument.value.kind === "string" || argument.value.kind === "template") continue;
    const values = argument.value.kind === "list" || argument.value.kind === "tuple" ? argument.value.items.flatMap((one) => on.evaluate(one))
      : argument.value.kind === "dict" ? argument.value.entries.flatMap((one) => on.evaluate(one.value)) : on.evaluate(argument.value);
    for (const value of values) for (const fn of functionsIn(value)) found.push({ fn, at: call, from, to });
  }
  return found;
}

/** `return {"open": self._open, ...}`: a table of more functions than are followed; what looks one up there may run each. */
function tabled(on: Inference, one: ModuleIndex): Escape[] {
  const found: Escape[] = [];
  for (const kind of ["assign", "return"] as const) {
    for (const node of one.byKind.get(kind) ?? []) {
      const dict = node.kind === "assign" || node.kind === "return" ? node.value : null;
      if (dict?.kind !== "dict" || dict.entries.length <= MAX_VALUES) continue;
      const from = functionAround(dict);
      for (const { value } of dict.entries) {
        if (value.kind === "attribute" || value.kind === "name") for (const each of on.evaluate(value)) for (const fn of functionsIn(each)) found.push({ fn, at: dict, from, to: "" });
      }
    }
  }
  return found;
}

/** Library calls that only look at a class. */
const CLASS_TESTS: ReadonlySet<string> = new Set(["isinstance", "issubclass", "cast", "typing.cast", "type", "print", "str", "repr", "getattr", "hasattr"]);

function handedClasses(on: Inference, call: Call, from: FunctionNode): ClassEscape[] {
  return call.args.flatMap(({ value }) => {
    if (value.kind !== "name" && value.kind !== "attribute") return [];
    return on.evaluate(value).flatMap((one) => (one.kind === "class" ? [{ class: one.class, at: call, from }] : []));
  });
}

function functionsIn(value: Value): readonly FunctionNode[] {
  if (value.kind === "function" || value.kind === "coroutine") return [value.fn];
  return value.kind === "partial" ? functionsIn(value.of) : [];
}

/** `ws.on_message = self._on_message`: a callback set on something that is not the bot's. */
function storedOutside(on: Inference): Escape[] {
  const found: Escape[] = [];
  for (const { target, value, statement, fn } of on.foreignStores) {
    if (!value) continue;
    const functions = on.evaluate(value).flatMap(functionsIn);
    if (functions.length === 0) continue;
    const objects = on.evaluate(target.object);
    const outside = objects.find((one) => one.kind === "external");
    if (objects.length > 0 && !outside) continue;
    const to = outside?.kind === "external" ? `${outside.path}.${target.kind === "attribute" ? target.name : "[]"}` : "";
    for (const one of functions) found.push({ fn: one, at: statement, from: fn, to });
  }
  return found;
}
