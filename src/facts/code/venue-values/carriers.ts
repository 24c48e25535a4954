import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import type { Constants } from "../constants.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Inference } from "../inference/context.ts";
import type { Index } from "../module-index.ts";
import { isConvertedAbove } from "./converted-above.ts";
import { type Carried, type Made, type Stack, type Told, type Tracked } from "./tracked.ts";
import { elementOf, keyOf, refined } from "./select.ts";
import { withTopic } from "./topic-at.ts";
import { isNoText } from "./type-tests.ts";

/** What a bot's container is asked for: a key, a position, any element. */
export type Ask = { readonly key: string } | { readonly position: number };

interface Reader {
  readonly ask: Ask;
  readonly to: Expr;
  readonly stack: Stack | null;
  readonly told: Told | null;
  /** The container as it came to the read. */
  readonly via: Carried;
}

const MAX_FACTS = 400_000;
const MAX_STACK = 3;
const MAX_LEVEL = 2;
const MAX_VALUES = 16;

/**
 * The state of one propagation: which expressions carry venue values, forwards from where they enter the bot. Values go
 * through calls with the calls' stack, and through attributes and containers without.
 */
export class Carriers {
  readonly #known = new Map<Expr, Map<string, Carried>>();
  readonly queue: Carried[] = [];
  readonly #stacks = new Map<Call, Map<number, Stack>>();
  #stackCount = 0;
  /** Elements of containers that the bot made, by key; "*" for those without a known key. */
  readonly #elements = new Map<Expr, Map<string, Carried[]>>();
  readonly #readers = new Map<Expr, Reader[]>();
  readonly index: Index;
  readonly infer: Inference;
  readonly graph: CallGraph;
  readonly constants: Constants;
  /** Keys that the bot stores into payloads and dicts with venue values: what is read there later need not be the venue's. */
  readonly overwritten = new Set<string>();
  /** Those of them that are stored into what was taken out of an envelope. */
  readonly storedInside = new Set<string>();
  /** Keys asked of payloads of an exchange whose fields are not known. */
  readonly unread = new Set<Expr>();
  /** Containers that get venue values under keys that are not literals. */
  readonly keyed = new Set<Expr>();
  /** Whether the limit was reached: some flows are then missing. */
  cut = false;
  #count = 0;

  constructor(index: Index, infer: Inference, graph: CallGraph, constants: Constants) {
    this.index = index;
    this.infer = infer;
    this.graph = graph;
    this.constants = constants;
  }

  all(): Iterable<ReadonlyMap<string, Carried>> {
    return this.#known.values();
  }

  of(expr: Expr): ReadonlyMap<string, Carried> | undefined {
    return this.#known.get(expr);
  }

  push(expr: Expr, value: Tracked, stack: Stack | null, from: Carried | null, via?: Carried): void {
    let known = this.#known.get(expr);
    if (!known) this.#known.set(expr, (known = new Map()));
    const key = `${value.id} ${stack?.id ?? 0}`;
    if (known.has(key) || known.size >= MAX_VALUES || (value.kind === "text" && expr.kind === "name" && (isNoText(expr) || isConvertedAbove(expr)))) return;
    if (++this.#count > MAX_FACTS) return void (this.cut = true);
    const carried = via ? { expr, value, stack, from, via } : { expr, value, stack, from };
    known.set(key, carried);
    this.queue.push(carried);
  }

  overwrite(key: string, into: Tracked): void {
    this.overwritten.add(key);
    if (into.kind === "payload" && into.opened !== "") this.storedInside.add(key);
  }

  /** The stack inside of a call. A recursive or very deep one forgets where it came from. */
  enter(call: Call, stack: Stack | null): Stack | null {
    if ((stack?.depth ?? 0) >= MAX_STACK) return null;
    for (let at = stack; at; at = at.up) if (at.call === call) return stack;
    let byUp = this.#stacks.get(call);
    if (!byUp) this.#stacks.set(call, (byUp = new Map()));
    const id = stack?.id ?? 0;
    let made = byUp.get(id);
    if (!made) byUp.set(id, (made = { call, up: stack, depth: (stack?.depth ?? 0) + 1, id: ++this.#stackCount }));
    return made;
  }

  /** Puts a value into a container that the bot made, and sends the container on its way. */
  put(site: Expr, key: string, carried: Carried, stack: Stack | null): void {
    const { value } = carried;
    if (value.kind === "number" || !this.#fits(site, key, value)) return;
    let byKey = this.#elements.get(site);
    if (!byKey) this.#elements.set(site, (byKey = new Map()));
    const known = byKey.get(key) ?? [];
    if (known.some((one) => one.value.id === value.id) || known.length >= MAX_VALUES) return;
    known.push(carried);
    byKey.set(key, known);
    this.push(site, { kind: "made", id: `m ${this.#siteId(site)}`, site, told: null }, stack, carried);
    for (const reader of this.#readers.get(site) ?? []) this.#answer(site, reader, key, carried);
  }

  readonly #levels = new Map<Expr, number>();

  /** Containers of containers of containers are the bot's whole state: not followed. A payload of nobody knows whom stays in records. */
  #fits(site: Expr, key: string, value: Tracked): boolean {
    if (value.kind === "payload" && value.venue === null) return site.kind === "dict" && key !== "*";
    const inner = value.kind === "made" ? value : value.kind === "pair" && value.of.kind === "made" ? value.of : null;
    if (!inner) return true;
    const level = (this.#levels.get(inner.site) ?? 0) + 1;
    if (level > MAX_LEVEL || inner.site === site) return false;
    this.#levels.set(site, Math.max(level, this.#levels.get(site) ?? 0));
    return true;
  }

  readonly #siteIds = new Map<Expr, number>();
  #siteId(site: Expr): number {
    let id = this.#siteIds.get(site);
    if (id === undefined) this.#siteIds.set(site, (id = this.#siteIds.size));
    return id;
  }

  toldMade(made: Made, told: Told): Made {
    return made.told ? made : { ...made, id: `m ${this.#siteId(made.site)} ${told.venue} ${told.topic} ${Number(told.openOnly)}`, told };
  }

  /** `to` gets what `ask` finds in the value. */
  select(carried: Carried, ask: Ask, to: Expr): void {
    const { stack } = carried;
    const value = withTopic(carried.value, to);
    if (value.kind === "payload") {
      const found = "key" in ask ? keyOf(value, ask.key) : elementOf(value, ask.position);
      if (found) this.push(to, found, stack, carried);
      else if (value.venue === null && value.certain && "key" in ask) this.unread.add(to);
      return;
    }
    if (value.kind === "pair") {
      if ("position" in ask && ask.position === 1) this.push(to, value.of, stack, carried);
      return;
    }
    if (value.kind !== "made") return;
    const reader: Reader = { ask, to, stack, told: value.told, via: carried };
    const readers = this.#readers.get(value.site);
    if (!readers) this.#readers.set(value.site, [reader]);
    else if (!readers.some((one) => one.to === to && one.stack === stack && one.told === value.told && same(one.ask, ask))) readers.push(reader);
    for (const [key, elements] of this.#elements.get(value.site) ?? []) for (const one of elements) this.#answer(value.site, reader, key, one);
  }

  readonly #asked = new Set<Expr>();

  #answer(site: Expr, reader: Reader, key: string, element: Carried): void {
    const value = reader.told ? (element.value.kind === "made" ? this.toldMade(element.value, reader.told) : refined(element.value, reader.told)) : element.value;
    const { ask } = reader;
    if (key === "**") {
      // A dict may hold a spread of itself; and what stands beside the spread hides what is in it.
      if (!("key" in ask) || this.#asked.has(site) || names(site, ask.key)) return;
      this.#asked.add(site);
      this.select({ ...element, value, stack: reader.stack }, ask, reader.to);
      this.#asked.delete(site);
      return;
    }
    const wanted = "key" in ask ? key === ask.key || key === "*" : key === "*" || ask.position < 0 || key === String(ask.position);
    if (wanted) this.push(reader.to, value, reader.stack, element, reader.via);
  }

  /** What a value becomes where it returns to a caller that names the endpoint. */
  told(value: Tracked, told: Told | null): Tracked {
    if (!told) return value;
    return value.kind === "made" ? this.toldMade(value, told) : refined(value, told);
  }

  functionOf(call: Call): readonly FunctionNode[] {
    const targets = this.graph.targets(call);
    return targets.how === "unresolved" ? [] : targets.functions;
  }
}

const same = (a: Ask, b: Ask): boolean => ("key" in a ? "key" in b && a.key === b.key : "position" in b && a.position === b.position);

const names = (site: Expr, key: string): boolean => site.kind === "dict" && site.entries.some((one) => one.key?.kind === "string" && one.key.value === key);
