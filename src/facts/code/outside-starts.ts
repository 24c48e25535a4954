import { calledName, ownName } from "../../ir/names.ts";
import type { Call, ClassNode, FunctionNode } from "../../ir/nodes.ts";
import { classOf } from "../../ir/walk.ts";
import type { CallGraph } from "./call-graph.ts";
import type { Inference } from "./inference/context.ts";
import type { Index } from "./module-index.ts";

/** What a start is called: `run`, `start_trading`, `initialize_all`. */
const STARTS = /^(async_)?(run|start|launch|main|trade|live|loop|init|initiali[sz]e|boot|bootstrap|serve)(_[a-z0-9_]+)?$/;

/** Calls that look at a class and make nothing of it. */
const LOOKS_AT: ReadonlySet<string> = new Set(["isinstance", "issubclass", "cast", "getattr", "hasattr", "type"]);

export interface Parts {
  readonly index: Index;
  readonly infer: Inference;
  readonly graph: CallGraph;
  /** Functions that send orders. */
  readonly senders: readonly FunctionNode[];
  /** Whether a function is the bot's own code: not a script beside it, not a test. */
  isBot(fn: FunctionNode): boolean;
}

/**
 * The start of a bot may lie outside of what is audited (a private `main.py`, a notebook): then some class is made by nobody, and it puts
 * the bot together: it makes the parts that send the orders, and a method of it by the name of a start leads to them. A part that was
 * abandoned is handed what it sends with, and makes nothing.
 */
export function outsideStarts(parts: Parts): readonly FunctionNode[] {
  const { graph, isBot } = parts;
  const leading = new Set(parts.senders.filter(isBot));
  for (const fn of leading) for (const { caller } of graph.callersOf(fn)) if (isBot(caller)) leading.add(caller);
  const starts = [...leading].filter((fn) => STARTS.test(fn.name) && classOf(fn) !== null && graph.callersOf(fn).every(({ caller }) => caller === fn || !isBot(caller)));
  if (starts.length === 0) return [];
  const senders = new Set([...leading].flatMap((fn) => classOf(fn) ?? []));
  const made = madeIn(parts);
  return starts.filter((fn) => {
    const owner = classOf(fn)!;
    return !made.has(owner) && within(owner, parts).some((call) => madeBy(call, graph).some((one) => one !== owner && senders.has(one)));
  });
}

/** The classes that the bot's own code makes objects of, and what they inherit from. */
function madeIn({ index, infer, graph, isBot }: Parts): ReadonlySet<ClassNode> {
  const made = new Set<ClassNode>();
  for (const one of index.modules.values()) {
    for (const fn of one.module.functions) {
      if (!isBot(fn)) continue;
      for (const call of one.calls[fn.index]!) for (const each of madeBy(call, graph)) for (const owner of infer.hierarchy.ancestors(each)) made.add(owner);
    }
  }
  return made;
}

/** The classes that the call makes objects of, or hands to a helper that may. */
function madeBy(call: Call, graph: CallGraph): readonly ClassNode[] {
  const direct = graph.targets(call).classes;
  if (LOOKS_AT.has(calledName(call))) return direct;
  const handed = call.args.flatMap(({ value }) => (/^_*[A-Z]/.test(ownName(value)) ? graph.valuesOf(value).flatMap((one) => (one.kind === "class" ? [one.class] : [])) : []));
  return handed.length > 0 ? [...direct, ...handed] : direct;
}

/** The calls in the methods of a class, and in what is defined inside of them. */
function within(owner: ClassNode, { index }: Parts): readonly Call[] {
  const one = index.modules.get(index.moduleOf(owner).file)!;
  return one.module.functions.flatMap((fn) => (fn.start >= owner.start && fn.end <= owner.end ? one.calls[fn.index]! : []));
}
