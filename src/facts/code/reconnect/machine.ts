import type { Call, ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import type { ConnectCall } from "../../../knowledge/connections.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Constants } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import type { Places } from "../places.ts";
import { unknown, type Quantity, type Thing, type Value } from "./values.ts";

/** A call that opens a connection. */
export interface ConnectSite {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly how: ConnectCall;
}

/** What the simulation reads of the program: the same for all runs. */
export interface World {
  readonly graph: CallGraph;
  readonly infer: Inference;
  readonly constants: Constants;
  readonly places: Places;
  readonly sites: ReadonlyMap<Call, ConnectSite>;
  /** Functions that lead to a connection: what is started beside the loop matters only if it does. */
  readonly leads: ReadonlySet<FunctionNode>;
  /** Functions that are worth entering: they connect, wait for messages, or pause. */
  readonly relevant: ReadonlySet<FunctionNode>;
  /** Functions that connect or wait for messages: of the tasks beside the loop only these matter, and not a heartbeat. */
  readonly beside: ReadonlySet<FunctionNode>;
  /** What the program puts into attributes of the name; null: what a loop or an unpacking yields. */
  storedIn(attribute: string): readonly (Expr | null)[];
  /** The callbacks of a WebSocketApp: `on_open`, `on_close`, `on_error`, by class or module of its `run_forever`. */
  callbacks(site: ConnectSite): ReadonlyMap<string, FunctionNode>;
}

/** How one attempt to connect goes, and how the connection ends if it succeeds. */
export type Attempt = "refused" | "rejected" | "timeout" | "lost" | "closed";

export type Event =
  | { readonly kind: "connect"; readonly node: Call; readonly attempt: Attempt }
  | { readonly kind: "sleep"; readonly node: Call; readonly value: Quantity | null; readonly inCallback: boolean }
  /** The library pauses by itself. */
  | { readonly kind: "library"; readonly node: Node }
  | { readonly kind: "ended"; readonly node: Node }
  | { readonly kind: "store"; readonly key: string; readonly node: Node; readonly value: Value }
  | { readonly kind: "call"; readonly node: Call; readonly name: string }
  | { readonly kind: "handled"; readonly node: Node };

/** How the run ended. done: the script of attempts ran out while it was still connecting. */
export interface Exit {
  readonly how: "done" | "returned" | "raised" | "stuck";
  /** The statement that ended it. */
  readonly node: Node | null;
}

/** A Python exception that is under way. `classes` are its class and bases. */
export class Raised {
  readonly classes: readonly string[];
  readonly node: Node;
  constructor(classes: readonly string[], node: Node) {
    this.classes = classes;
    this.node = node;
  }
}

/** The script ran out, or the run makes no progress. */
export class Halt {
  readonly how: "done" | "stuck";
  constructor(how: "done" | "stuck") {
    this.how = how;
  }
}

export interface Frame {
  readonly fn: FunctionNode;
  readonly locals: Map<string, Value>;
  readonly self: Thing | null;
  result: Value;
  /** What a generator yields. */
  readonly yielded: Value[] | null;
}

const MAX_STEPS = 40_000;
const MAX_EVENTS = 4_000;
const ENOUGH = 6;

/** The state of one simulated run: attempts go as the script says, everything else as the code does. */
export class Machine {
  readonly world: World;
  /** The connection that the script is about; others are open. */
  readonly target: Call;
  readonly script: readonly Attempt[];
  /** Answers to tests that nothing decides, by the test's node; the others take their default. */
  readonly answers: ReadonlyMap<Node, boolean>;
  /** The tests that nothing decided, and how they were answered. */
  readonly asked = new Map<Node, boolean>();
  readonly events: Event[] = [];
  readonly pending: (() => void)[] = [];
  readonly things = new Map<ClassNode, Thing>();
  readonly globals = new Map<string, Value>();
  /** What dictionaries keep, by their name and key. */
  readonly cells = new Map<string, Value>();
  readonly entered = new Set<FunctionNode>();
  /** How often each receiving call ran on the present connection. */
  readonly received = new Map<Node, number>();
  attempts = 0;
  steps = 0;
  depth = 0;
  inCallback = 0;
  /** A message is being handled: of that only what the stream's own class remembers matters. */
  handling: ClassNode | null | undefined = undefined;
  site: ConnectSite | null = null;
  /** The present connection has ended. */
  ended = false;
  connected = false;
  /** How the last connection that stood was to end; null: none has stood yet. */
  stood: "lost" | "closed" | null = null;
  lastJump: Node | null = null;
  /** Reads of a local socket that had ended: no other task can put a new one in its place. */
  deadReads = 0;
  /** What catches the end of the connection inside of the loop that reads, so that the loop goes on with the dead socket. */
  swallowedBy: Node | null = null;
  /** The unknown limit that was last compared with, by name, and at which attempt. */
  limit: { readonly text: string; readonly attempt: number } | null = null;

  readonly #concrete: ClassNode | null;
  readonly #bases: ReadonlySet<ClassNode>;

  constructor(world: World, target: Call, script: readonly Attempt[], answers: ReadonlyMap<Node, boolean>) {
    this.world = world;
    this.target = target;
    this.script = script;
    this.answers = answers;
    const fn = enclosingFunction(target);
    this.#concrete = fn && classOf(fn);
    this.#bases = new Set(this.#concrete ? world.infer.hierarchy.ancestors(this.#concrete) : []);
  }

  step(): void {
    // Much of the bot ran between the attempts, and nothing near the connection counts them: they go on.
    if (++this.steps > MAX_STEPS || this.events.length > MAX_EVENTS) throw new Halt(this.attempts >= ENOUGH && !this.countedHere ? "done" : "stuck");
  }

  /** The next attempt of the script. */
  next(site: ConnectSite): Attempt {
    const attempt = this.script[this.attempts];
    if (attempt === undefined) throw new Halt("done");
    this.attempts++;
    this.site = site;
    this.received.clear();
    this.ended = false;
    this.connected = attempt === "lost" || attempt === "closed";
    if (attempt === "lost" || attempt === "closed") this.stood = attempt;
    this.events.push({ kind: "connect", node: site.call, attempt });
    return attempt;
  }

  /** What the present connection raises when it ends, or null: it ends without an exception. */
  endedBy(node: Node): Raised | null {
    if (!this.connected || !this.site) return null;
    this.ended = true;
    this.connected = false;
    this.events.push({ kind: "ended", node });
    const errors = this.site!.how.errors;
    return this.script[this.attempts - 1] === "lost" && errors.lost.length > 0 ? new Raised(errors.lost, node) : null;
  }

  /** The socket of a connection that has ended is asked for more, and no other one stands. */
  get isDead(): boolean {
    return this.stood !== null && !this.connected;
  }

  /** It was lost, and its library raises nothing. */
  endedQuietly(): boolean {
    return this.ended && this.site?.how.errors.lost.length === 0 && this.script[this.attempts - 1] === "lost";
  }

  /** The object of a class. A base class of the one that connects stands for it: `run` is written there, `open` here. */
  thingOf(given: ClassNode): Thing {
    const node = this.#concrete && this.#bases.has(given) ? this.#concrete : given;
    let thing = this.things.get(node);
    if (!thing) this.things.set(node, (thing = { kind: "thing", class: node, fields: new Map() }));
    return thing;
  }

  selfOf(fn: FunctionNode): Thing | null {
    const owner = classOf(fn);
    return owner ? this.thingOf(owner) : null;
  }

  frame(fn: FunctionNode, locals: Map<string, Value>, self: Thing | null): Frame {
    return { fn, locals, self, result: { kind: "none" }, yielded: fn.generator ? [] : null };
  }

  store(key: string, node: Node, value: Value): void {
    this.events.push({ kind: "store", key, node, value });
  }

  /** Numbers were compared: a limit may lie beyond the attempts that were simulated. */
  counted = false;
  /** By code on the way to the connection, or of its class. */
  countedHere = false;

  /** Numbers were compared in the function. */
  counts(fn: FunctionNode): void {
    this.counted = true;
    this.countedHere ||= this.world.leads.has(fn) || (this.#concrete !== null && classOf(fn) === this.#concrete);
  }

  /** A comparison with a limit that only the running bot knows. */
  compared(text: string | null): void {
    if (text !== null) this.limit = { text, attempt: this.attempts };
  }

  /** Decides a test that the state does not: as the run was told, else by `preset`. */
  decide(node: Node, preset: boolean): boolean {
    const answer = this.answers.get(node) ?? preset;
    this.asked.set(node, answer);
    return answer;
  }
}

export const parameterValue = (machine: Machine, fn: FunctionNode, position: number, evaluated: (expr: Expr) => Value): Value => {
  const param = fn.params[position]!;
  const passed: Expr[] = [];
  let left = false;
  for (const { call } of machine.world.graph.callersOf(fn).slice(0, 6)) {
    const shift = classOf(fn) && position > 0 && fn.params[0]!.name !== param.name ? 1 : 0;
    const given = call.args.find((one) => one.name === param.name) ?? call.args.filter((one) => one.name === null)[position - shift];
    if (given && given.spread === "none" && (given.name === param.name || given.name === null)) passed.push(given.value);
    else left = true;
  }
  const numbers = passed.map((one) => machine.world.constants.numberOf(one));
  if (passed.length > 0 && numbers.every((one) => one !== null && one === numbers[0]) && !left) return { kind: "number", low: numbers[0]!, high: numbers[0]!, text: null, whole: Number.isInteger(numbers[0]!) };
  if (param.default && (passed.length === 0 || left)) return evaluated(param.default);
  return unknown(param.name);
};
