import { classOf } from "../../ir/walk.ts";
import type { FunctionNode } from "../../ir/nodes.ts";
import type { RunEvent, RunEventKind } from "../../run/event.ts";
import type { Run } from "../../run/run.ts";
import { runFact } from "../../sdk/fact.ts";
import { places, type Places } from "../code/places.ts";
import { reconnectLoops, type Connection, type ReconnectLoops } from "../code/reconnect-loops.ts";
import { run } from "../roots.ts";
import { horizonOf, until } from "./horizon.ts";
import { logOf } from "./one-log.ts";
import { storyOf, type StreamStory } from "./outages.ts";
import { toldOnce } from "./told-once.ts";

/** A stream of the running bot, as its lines tell it. */
export interface LoggedStream extends StreamStory {
  /** Function or class that prints its lines, and the stream's name where the lines carry one. */
  readonly key: string;
  /** For people: `public`, `PublicStream`. */
  readonly name: string;
  /** The loop in the code that prints these lines; null: none, or several could. */
  readonly connection: Connection | null;
  /** Its code prints a line for each pause or attempt. */
  readonly tellsAttempts: boolean;
  /** Each connection leaves a line: one that came back did, or the function that connects prints it. */
  readonly tellsConnections: boolean;
  readonly events: readonly RunEvent[];
}

export interface Reconnects {
  readonly streams: readonly LoggedStream[];
  /** The run's own end, or its shutdown: milliseconds. Null: no times. */
  readonly until: number | null;
  /** Events of all kinds with their times, in order: signs that the bot lives. */
  readonly alive: readonly RunEvent[];
}

/** More are no streams: names that change with each line. */
const MOST_STREAMS = 200;
const CONNECTING: ReadonlySet<RunEventKind> = new Set(["connected", "disconnected", "reconnect-wait", "gave-up"]);

export const reconnects = runFact({
  name: "reconnects",
  doc: "The streams of the running bot: when they were lost, how long each pause was, when they stood again, and which loop of the code that is.",
  requires: { run, toldOnce, reconnectLoops, places },
  derive: ({ run, toldOnce, reconnectLoops, places }): Reconnects => reconnectsOf(run, toldOnce, reconnectLoops, places),
});

type Group = { name: string; connection: Connection | null; events: RunEvent[]; fns: Set<string> };

function reconnectsOf(run: Run, all: readonly RunEvent[], loops: ReconnectLoops, places: Places): Reconnects {
  const linked = new Linked(loops, places);
  const horizon = horizonOf(run, [...CONNECTING, "started"]);
  const events = until(all, horizon);
  const byLoop = new Map<string, Map<string, Group>>();
  for (const event of events) {
    // Lines that no logging call of the bot printed cannot be told apart: a library's logger, another process.
    const fn = CONNECTING.has(event.kind) && event.pattern !== null ? (run.patterns[event.pattern]?.fn ?? null) : null;
    if (fn === null) continue;
    const { connection, owner } = linked.of(fn);
    const loop = connection ? linked.idOf(connection) : owner;
    const name = event.fields.name ?? event.fields.symbol ?? "";
    const log = `${loop}\n${logOf(event.at.file)}`;
    const groups = byLoop.get(log) ?? new Map<string, Group>();
    byLoop.set(log, groups);
    const group = groups.get(name) ?? { name: name === "" ? owner.slice(owner.indexOf(":") + 1) : name, connection, events: [], fns: new Set<string>() };
    groups.set(name, group);
    group.events.push(event);
    group.fns.add(fn);
  }
  const stop = events.find((one) => one.kind === "shutdown" || one.kind === "stopped");
  const ended = stop?.time ?? (horizon === Infinity ? run.end : horizon);
  const count = [...byLoop.values()].reduce((sum, one) => sum + one.size, 0);
  const alive = events.filter((one) => one.time !== null);
  if (count > MOST_STREAMS) return { streams: [], until: ended, alive };
  const starts = events.filter((one) => one.kind === "started");
  const streams = [...byLoop].flatMap(([log, groups]) => [...withNameless(groups)].map(([name, group]): LoggedStream => {
    const own = inOrder([...group.events, ...starts]);
    const told = storyOf(own);
    const connecting = group.connection ? linked.connecting(group.connection) : [];
    return {
      tellsConnections: told.outages.some((one) => one.up) || own.some((one) => one.kind === "connected" && connecting.includes(run.patterns[one.pattern ?? -1]?.fn ?? "")),
      key: keyOf(log, name), name: group.name, connection: group.connection, events: own, ...told,
      tellsAttempts: run.patterns.some((one) => one.events.includes("reconnect-wait") && (group.fns.has(one.fn) || (group.connection !== null && linked.of(one.fn).connection === group.connection))),
    };
  }));
  return { streams, until: ended, alive };
}

/** Stable across machines: of the path only the log's own name. */
function keyOf(log: string, name: string): string {
  const [loop = "", path = ""] = log.split("\n");
  return [loop, name, path.slice(path.lastIndexOf("/") + 1)].filter((one) => one !== "").join(" ");
}

/** Of one loop, lines without a name belong to its only named stream; with several nobody knows whose they are. */
function withNameless(groups: ReadonlyMap<string, Group>): ReadonlyMap<string, Group> {
  const nameless = groups.get("");
  const [[name, only] = ["", nameless], ...more] = [...groups].filter(([each]) => each !== "");
  if (!nameless || !only || more.length > 0 || name === "") return groups;
  return new Map([[name, { ...only, events: [...only.events, ...nameless.events], fns: new Set([...only.fns, ...nameless.fns]) }]]);
}

const inOrder = (events: readonly RunEvent[]): RunEvent[] =>
  [...events].sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : a.at.line - b.at.line));

/** From the function that logs to the connection: itself, else the only one of its class, else the only one of its file. */
class Linked {
  readonly #byFunction = new Map<string, Connection | null>();
  readonly #byOwner = new Map<string, Connection | null>();
  readonly #places: Places;

  constructor(loops: ReconnectLoops, places: Places) {
    this.#places = places;
    for (const one of loops.connections) {
      for (const fn of new Set([one.story?.root.fn ?? one.site.fn, one.site.fn])) {
        this.#note(this.#byFunction, this.#nameOf(fn), one);
        this.#note(this.#byOwner, ownerOf(this.#nameOf(fn)), one);
      }
    }
  }

  of(fn: string): { connection: Connection | null; owner: string } {
    const owner = ownerOf(fn);
    return { connection: this.#byFunction.get(fn) ?? this.#byOwner.get(owner) ?? null, owner };
  }

  /** The functions that connect, each time. */
  connecting(one: Connection): string[] {
    return [one.site.fn, ...(one.story ? [one.story.root.fn] : [])].map((fn) => this.#nameOf(fn));
  }

  idOf(one: Connection): string {
    return this.#nameOf(one.story?.root.fn ?? one.site.fn);
  }

  #nameOf(fn: FunctionNode): string {
    const owner = classOf(fn);
    return `${this.#places.at(fn).file}:${owner && !fn.qualname.startsWith(`${owner.name}.`) ? `${owner.name}.${fn.qualname}` : fn.qualname}`;
  }

  #note(into: Map<string, Connection | null>, key: string, one: Connection): void {
    into.set(key, into.has(key) && into.get(key) !== one ? null : one);
  }
}

/** `file:Class.method` -> `file:Class`; a plain function stands for itself. */
const ownerOf = (fn: string): string => {
  const at = fn.indexOf(":");
  const dot = fn.indexOf(".", at);
  return dot < 0 ? fn : fn.slice(0, dot);
};
