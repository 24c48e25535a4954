import { calledName, ownName } from "../../ir/names.ts";
import type { Call, ClassNode, Expr, FunctionNode, Module } from "../../ir/nodes.ts";
import { classOf, methodsOf, walkBody } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { handOvers } from "./hand-overs.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { queues, type Queues } from "./queues.ts";

/** `bus.publish(Event(EventType.SIGNAL, ...))`, and the function that it stands in. */
export interface Publication {
  readonly call: Call;
  readonly fn: FunctionNode;
}

/**
 * Event buses of the bot: `bus.subscribe("signal", handler)` keeps the handler under a topic, one loop of the bus runs the
 * handlers of whatever is published. Without the topics each publication seems to run each handler.
 */
export interface EventTopics {
  /** What is published to a handler: its own topics, and what nobody can tell the topic of. Null: it was not registered for topics. */
  publishedTo(handler: FunctionNode): readonly Publication[] | null;
  /** Whether a call, or one in its arguments, is how a bus runs the handlers of a topic. */
  isDispatch(call: Call): boolean;
}

/** A wrapper around a wrapper of `publish` is followed, no further. */
const MOST_WRAPPERS = 3;
/** `Event(type=TYPES[channel])`: parts of parts of what is published. */
const MOST_PARTS = 4;
const ANY_TOPIC = /^["'](\*|all|any)["']$|\.(ALL|ANY)$/i;
const TOPIC_PARAMETER = /^(topic|event|event_?type|event_?name|type|name|channel|kind|key|signal)$/i;

/** A class, or the functions of a module, with the calls by which it runs handlers. */
interface Bus {
  readonly dispatches: readonly Publication[];
  /** What handlers are registered for. */
  readonly topics: Set<string>;
}

interface Registered {
  readonly bus: Bus;
  readonly topics: Set<string>;
  /** It was registered for all topics, or for one that nobody can tell. */
  takesAll: boolean;
}

/** A publication with its topics; null: nobody can tell them. */
interface Told extends Publication { readonly topics: ReadonlySet<string> | null }

export const eventTopics = codeFact({
  name: "event-topics",
  doc: "Which publications of the bot's own event buses reach which handlers.",
  requires: { index, callGraph, handOvers, queues },
  derive({ index, callGraph, handOvers, queues }): EventTopics {
    const buses = new Buses(index, callGraph);
    const registered = new Map<FunctionNode, Registered>();
    for (const handler of index.functions) for (const { call } of handOvers.of(handler)) buses.register(handler, call, registered);
    const dispatches = new Set([...registered.values()].flatMap(({ bus }) => bus.dispatches.map((one) => one.call)));
    const publications = memo((bus: Bus) => new Publications(bus, index, callGraph, queues).found);
    const publishedTo = memo((handler: FunctionNode): readonly Publication[] | null => {
      const entry = registered.get(handler);
      if (!entry || entry.takesAll) return null;
      const told = publications(entry.bus).filter(({ topics }) => topics === null || [...topics].some((one) => entry.topics.has(one)));
      return told.length > 0 ? told : null;
    });
    return { publishedTo, isDispatch: (call) => dispatches.has(call) || call.args.some(({ value }) => value.kind === "call" && dispatches.has(value)) };
  },
});

class Buses {
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #keeps = memo(keepsUnderKey);
  readonly #bus = memo((keeper: ClassNode | Module): Bus => {
    const methods = "body" in keeper ? methodsOf(keeper) : keeper.functions.filter((one) => classOf(one) === null);
    return { topics: new Set(), dispatches: methods.flatMap((fn) => this.#index.callsIn(fn).filter((call) => this.#runsOneOfMany(call)).map((call) => ({ call, fn }))) };
  });

  constructor(index: Index, graph: CallGraph) {
    this.#index = index;
    this.#graph = graph;
  }

  register(handler: FunctionNode, call: Call, into: Map<FunctionNode, Registered>): void {
    const keeper = this.#graph.runs(call).find((fn) => this.#keeps(fn));
    if (!keeper) return;
    const bus = this.#bus(classOf(keeper) ?? this.#index.moduleOf(keeper));
    if (bus.dispatches.length === 0) return;
    const topics = call.args.flatMap((one) => topicOf(one.value) ?? []);
    const entry = into.get(handler) ?? { bus, topics: new Set<string>(), takesAll: false };
    into.set(handler, entry);
    entry.takesAll ||= topics.length === 0 || topics.some((one) => ANY_TOPIC.test(one));
    for (const topic of topics) {
      entry.topics.add(topic);
      bus.topics.add(topic);
    }
  }

  /** The callee is what a loop gives. */
  #runsOneOfMany({ callee }: Call): boolean {
    if (callee.kind !== "name") return false;
    const bound = bindingsOf(callee, this.#index.modules.get(this.#index.moduleOf(callee).file)!);
    return bound !== null && bound.length > 0 && bound.every((one) => one.kind === "iteration");
  }
}

/** Who publishes to a bus, also through wrappers that are given the topic, and through its queue. */
class Publications {
  readonly found: Told[] = [];
  readonly #bus: Bus;
  readonly #families: ReadonlySet<string>;
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #queues: Queues;
  readonly #seen = new Set<FunctionNode>();

  constructor(bus: Bus, index: Index, graph: CallGraph, queues: Queues) {
    this.#bus = bus;
    this.#families = new Set([...bus.topics].map(familyOf));
    this.#index = index;
    this.#graph = graph;
    this.#queues = queues;
    for (const one of bus.dispatches) this.#into(one.fn, 0);
  }

  #into(fn: FunctionNode, wrappers: number): void {
    if (this.#seen.has(fn)) return;
    this.#seen.add(fn);
    for (const put of this.#queues.putsFor(fn)) this.#publish(put.call, put.fn, wrappers);
    for (const { call, caller } of this.#graph.callersOf(fn)) this.#publish(call, caller, wrappers);
  }

  #publish(call: Call, fn: FunctionNode, wrappers: number): void {
    if (call.args.length === 0) return; // It starts the bus.
    const said = this.#topicsIn(call, fn);
    if (said === "its caller's" && wrappers < MOST_WRAPPERS) return this.#into(fn, wrappers + 1);
    this.found.push({ call, fn, topics: said === "its caller's" ? null : said });
  }

  #topicsIn(call: Call, fn: FunctionNode): ReadonlySet<string> | null | "its caller's" {
    const module = this.#index.modules.get(this.#index.moduleOf(fn).file)!;
    const said = new Set<string>();
    let named = false;
    let handed = false;
    const look = (expr: Expr, place: number, name: string | null, depth: number): void => {
      const topic = topicOf(expr);
      if (topic !== null) {
        const isOne = this.#bus.topics.has(topic);
        if (isOne) said.add(topic);
        named ||= isOne || (expr.kind === "string" ? place === 0 || (name !== null && TOPIC_PARAMETER.test(name)) : this.#families.has(familyOf(topic)));
      }
      if (topic !== null || depth === MOST_PARTS) return;
      const isGet = expr.kind === "call" && expr.callee.kind === "attribute" && calledName(expr) === "get";
      if (isGet) look((expr.callee as Expr & { kind: "attribute" }).object, place, name, depth + 1);
      else if (expr.kind === "subscript") look(expr.object, place, name, depth + 1);
      else if (expr.kind === "call") expr.args.forEach((one, i) => look(one.value, i, one.name, depth + 1));
      else if (expr.kind === "tuple") expr.items.forEach((one, i) => look(one, i, null, depth + 1));
      else if (expr.kind === "dict") for (const one of expr.entries) look(one.value, 1, one.key?.kind === "string" ? one.key.value : null, depth + 1);
      else if (expr.kind === "name") {
        for (const one of bindingsOf(expr, module) ?? []) {
          if (one.kind === "parameter") handed = true;
          else if (one.kind === "value" && one.item < 0) look(one.expr, place, name, depth + 1);
        }
      }
    };
    call.args.forEach((one, i) => look(one.value, i, one.name, 0));
    return said.size > 0 || named ? said : handed ? "its caller's" : null;
  }
}

function memo<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key) as V;
  };
}

/** `self._handlers[topic].append(handler)`: one of its parameters is a key, another is kept. */
function keepsUnderKey(fn: FunctionNode): boolean {
  const names = new Set(fn.params.map((one) => one.name));
  if (names.size < 2) return false;
  const keys = new Set<string>();
  const kept = new Set<string>();
  const parameter = (expr: Expr | undefined): string | null => (expr?.kind === "name" && names.has(expr.id) ? expr.id : null);
  walkBody(fn, (node) => {
    if (node.kind === "subscript") keys.add(parameter(node.index) ?? "");
    else if (node.kind === "call" && node.callee.kind === "attribute") {
      const first = parameter(node.args[0]?.value);
      if (first === null) return;
      if (/^(setdefault|get)$/.test(calledName(node))) keys.add(first);
      else if (/^(append|add|insert|appendleft)$/.test(calledName(node))) kept.add(first);
    } else if (node.kind === "assign" && node.targets.some((one) => one.kind === "subscript")) kept.add(parameter(node.value) ?? "");
  });
  return [...kept].some((one) => one !== "" && [...keys].some((key) => key !== "" && key !== one));
}

/** A string or a constant in capitals, as a text of its own; null: anything else. */
function topicOf(expr: Expr): string | null {
  if (expr.kind === "string") return JSON.stringify(expr.value);
  if (expr.kind === "attribute" && expr.name === "value") return topicOf(expr.object);
  if (expr.kind === "attribute" && /^[A-Z][A-Z0-9_]*$/.test(expr.name)) return `${ownName(expr.object)}.${expr.name}`;
  return expr.kind === "name" && /^[A-Z][A-Z0-9_]+$/.test(expr.id) ? `.${expr.id}` : null;
}

/** The class of an enumeration's member. */
const familyOf = (topic: string): string => (topic.startsWith('"') ? '"' : topic.slice(0, topic.indexOf(".")));
