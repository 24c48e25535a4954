import { calledName } from "../../ir/names.ts";
import type { Argument, Call, ClassNode, Expr, FunctionNode } from "../../ir/nodes.ts";
import type { FileRole } from "../../ir/program.ts";
import { classOf } from "../../ir/walk.ts";
import { BOOKS_BY_VERB, BOOKS_CLOSING, BOOKS_OPENING, CLOSES, ENDED_FIELD, NO_PAPER_WORDS, ORDER_PARAMETER, PAPER_WORDS, READS_RECORDS, RECORD_FIELDS, RECORD_WORDS, TAKEN_WORDS } from "../../knowledge/paper-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { paperOnly, program } from "../roots.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { index, type Index } from "./module-index.ts";
import { snake } from "./snake.ts";

/** An order that is booked instead of sent. */
export interface PaperOrder {
  readonly role: "open" | "close";
  /** What is booked, or the function that books it. */
  readonly by: string;
  readonly sent: readonly Argument[];
}

const NONE: ReadonlyMap<Call, PaperOrder> = new Map();

/**
 * The orders of a bot that sends none: where its paper engine is told to open or to close, else where the record of a position or a
 * trade is made. Asked for only where no call that sends an order runs (`trading-facts.ts`).
 */
export const paperOrders = codeFact({
  name: "paper-orders",
  doc: "Where a bot that sends no real order books the orders that it pretends to send.",
  requires: { paperOnly, program, index, callGraph },
  derive({ paperOnly, program, index, callGraph }): ReadonlyMap<Call, PaperOrder> {
    if (!paperOnly) return NONE;
    const isBots = (fn: FunctionNode): boolean => BOOKING_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const booking = new Booking(index, callGraph, isBots);
    const engines = booking.byEngine();
    const records = booking.byRecord(engines, (names) => names.some((one) => PAPER_WORDS.test(one)), 2);
    const found = new Map([...engines, ...records]);
    return [...found.values()].some((one) => one.role === "open") ? found : booking.byRecord(NONE, () => true, 3);
  },
});

const BOOKING_ROLES: ReadonlySet<FileRole> = new Set<FileRole>(["bot", "config", "interface", "script"]);

class Booking {
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #functions: readonly FunctionNode[];
  readonly #own: ReadonlySet<FunctionNode>;

  constructor(index: Index, graph: CallGraph, isBots: (fn: FunctionNode) => boolean) {
    this.#index = index;
    this.#graph = graph;
    this.#functions = index.functions.filter((fn) => isBots(fn) && !this.#names(fn).some((one) => NO_PAPER_WORDS.test(one)));
    this.#own = new Set(this.#functions);
  }

  /** The words around a function, in snake case: its own name, its class, its file and the directory of that. */
  #names(fn: FunctionNode): string[] {
    const parts = this.#index.moduleOf(fn).file.replace(/\.\w+$/, "").split("/");
    return [...fn.qualname.split("."), ...parts.slice(-2)].map(snake);
  }

  /** Calls of what a paper engine offers: `broker.open_position(...)`, `self.paper.submit(intent)`. */
  byEngine(): ReadonlyMap<Call, PaperOrder> {
    const engines = new Map<FunctionNode, "open" | "close">();
    for (const fn of this.#functions) {
      const role = this.#roleOf(fn);
      if (role && this.#names(fn).some((one) => PAPER_WORDS.test(one)) && this.#books(fn, 2)) engines.set(fn, role);
    }
    const found = new Map<Call, PaperOrder>();
    for (const [fn, role] of engines) {
      // The innermost of those that tell one another counts.
      if (this.#index.callsIn(fn).some((call) => this.#graph.runs(call).some((one) => one !== fn && engines.get(one) === role))) continue;
      for (const { call, caller } of this.#graph.callersOf(fn)) {
        if (this.#own.has(caller) && caller !== fn && !found.has(call)) found.set(call, { role, by: fn.qualname, sent: call.args });
      }
    }
    return found;
  }

  #roleOf(fn: FunctionNode): "open" | "close" | null {
    const name = snake(fn.name);
    if (BOOKS_CLOSING.test(name)) return "close";
    const told = fn.params.some((one) => ORDER_PARAMETER.test(snake(one.name)));
    if (BOOKS_OPENING.test(name)) return /(^|_)sell(_|$)/.test(name) && !this.#sellsShort(fn) ? "close" : "open";
    return BOOKS_BY_VERB.test(name) && told ? "open" : null;
  }

  /** Something beside it speaks of short positions: a sale may open one. */
  #sellsShort(fn: FunctionNode): boolean {
    const owner = classOf(fn);
    return this.#index.moduleOf(fn).functions.some((one) => classOf(one) === owner && /(^|_)short(_|$)/.test(snake(one.name)));
  }

  /** It keeps or gives back what it made of the order: state that it stores, an object of the bot, a row. */
  #books(fn: FunctionNode, depth: number): boolean {
    const module = this.#index.modules.get(this.#index.moduleOf(fn).file)!;
    if (module.stores.some((one) => one.fn === fn)) return true;
    return this.#index.callsIn(fn).some((call) => this.#graph.targets(call).classes.some((one) => TAKEN_WORDS.test(snake(one.name))) || insertOf(call) !== null
      || (depth > 0 && this.#graph.runs(call).some((one) => this.#own.has(one) && this.#books(one, depth - 1))));
  }

  /** Records that are made where no engine is told: `Position(symbol=..., side=...)`, `INSERT INTO trades (...)`, one for each function and role. */
  byRecord(engines: ReadonlyMap<Call, PaperOrder>, fits: (names: readonly string[]) => boolean, least: number): ReadonlyMap<Call, PaperOrder> {
    const told = { open: new Set<ClassNode | FunctionNode>(), close: new Set<ClassNode | FunctionNode>() };
    for (const [call, { role }] of engines) for (const fn of this.#graph.runs(call)) told[role].add(classOf(fn) ?? fn);
    const found: { readonly owner: ClassNode | FunctionNode; readonly rank: number; readonly call: Call; readonly order: PaperOrder }[] = [];
    for (const fn of this.#functions) {
      const best = new Map<"open" | "close", { rank: number; call: Call; order: PaperOrder }>();
      for (const call of this.#index.callsIn(fn)) {
        const record = recordOf(call, this.#graph);
        if (!record || record.groups < least || (!record.stored && READS_RECORDS.test(snake(fn.name))) || !fits([...this.#names(fn), record.name])) continue;
        const role = record.ended || BOOKS_CLOSING.test(snake(fn.name)) || CLOSES.test(snake(fn.name)) ? "close" : "open";
        const known = best.get(role);
        if (!known || record.rank < known.rank) best.set(role, { rank: record.rank, call, order: { role, by: record.name, sent: call.args } });
      }
      for (const one of best.values()) if (!told[one.order.role].has(classOf(fn) ?? fn)) found.push({ owner: classOf(fn) ?? fn, ...one });
    }
    // Where a class makes positions as well, what it notes of an order before is a draft.
    const rankOf = (owner: ClassNode | FunctionNode): number => Math.min(...found.flatMap((one) => (one.owner === owner && one.order.role === "open" ? [one.rank] : [])));
    return new Map(found.filter((one) => one.order.role === "close" || one.rank === rankOf(one.owner)).map((one) => [one.call, one.order]));
  }
}

/** `stored`: written where it stays, rather than made of something. */
interface Booked { readonly name: string; readonly rank: number; readonly groups: number; readonly ended: boolean; readonly stored?: true }

/** The record of an order or a position that a call makes or keeps. */
function recordOf(call: Call, graph: CallGraph): Booked | null {
  const sql = insertOf(call);
  if (sql) {
    const row = booked(sql.table, sql.columns, sql.columns.some((one) => ENDED_FIELD.test(one)));
    return row && { ...row, stored: true };
  }
  const made = calledName(call);
  if (/^_?[A-Z]/.test(made) && graph.targets(call).classes.length > 0) {
    const fields = call.args.flatMap(({ name, value }) => (name === null ? [] : [{ key: snake(name), value }]));
    return booked(snake(made), fields.map((one) => one.key), fields.some(ended));
  }
  const dict = made === "append" ? call.args[0]?.value : undefined;
  if (dict?.kind !== "dict" || call.callee.kind !== "attribute") return null;
  const holder = call.callee.object;
  const fields = dict.entries.flatMap(({ key, value }) => (key?.kind === "string" ? [{ key: snake(key.value), value }] : []));
  return booked(snake(holder.kind === "attribute" ? holder.name : holder.kind === "name" ? holder.id : ""), fields.map((one) => one.key), fields.some(ended));
}

function booked(name: string, keys: readonly string[], isEnded: boolean): Booked | null {
  const rank = RECORD_WORDS.findIndex((one) => one.test(name));
  if (rank < 0) return null;
  const has = (words: RegExp): boolean => keys.some((one) => words.test(one));
  const { instrument, side, size, price } = RECORD_FIELDS;
  const groups = [has(instrument) || has(side), has(size), has(price)].filter(Boolean).length;
  return has(size) || has(price) ? { name, rank, groups, ended: isEnded } : null;
}

const ended = ({ key, value }: { readonly key: string; readonly value: Expr }): boolean =>
  (ENDED_FIELD.test(key) && value.kind !== "none" && value.kind !== "number") || (/^(status|state|event|action)$/.test(key) && value.kind === "string" && /^(closed?|exit(ed)?)$/i.test(value.value));

/** `cursor.execute("INSERT INTO trades (symbol, side, ...)", row)` */
function insertOf(call: Call): { readonly table: string; readonly columns: readonly string[] } | null {
  if (!/^(execute|executemany|fetchrow|fetchval|fetch|run|query)$/.test(calledName(call))) return null;
  const text = call.args[0]?.value;
  if (text?.kind !== "string") return null;
  const [, table, columns] = /^\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+["'`]?(?:\w+\.)?(\w+)["'`]?\s*\(([^()]*)\)/i.exec(text.value) ?? [];
  return table && columns ? { table: snake(table), columns: columns.split(",").map((one) => snake(one.trim().replace(/["'`]/g, ""))) } : null;
}
