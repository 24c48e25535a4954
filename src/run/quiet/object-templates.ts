import { COUNTER_GROUP } from "../../knowledge/run-counters.ts";
import { isCounterName } from "../link/counters.ts";
import { ROLES, timeOf } from "../formats/json-line.ts";
import type { Role } from "../formats/json-line.ts";
import { mayShowException } from "./exception-bytes.ts";
import { blanksEnd, Flag, NumberValue, Nested, Nothing, scanned, Text, valueEnd } from "./json-scan.ts";
import { TimeLayout } from "./time-layout.ts";

const ROLE_NAMES: readonly Role[] = ["time", "level", "message", "logger", "process", "module", "fn", "line", "exception"];
const TIME = ROLE_NAMES.indexOf("time");
const LEVEL = ROLE_NAMES.indexOf("level");
const MESSAGE = ROLE_NAMES.indexOf("message");
const EXCEPTION = ROLE_NAMES.indexOf("exception");
/** What makes a prefix: the same bytes of these are the same logger, level and place. */
const PREFIX = (["level", "logger", "process", "module", "fn", "line"] as const).map((role) => ROLE_NAMES.indexOf(role));

interface Key {
  readonly bytes: Uint8Array;
  /** Of `ROLE_NAMES`; -1 for none. */
  readonly role: number;
  readonly rank: number;
  readonly is: "key" | "record" | "hostname" | "counter" | "counters";
}

export interface Prefix<T> {
  /** Of `PREFIX`, one after another; empty where there is none. */
  readonly values: readonly Uint8Array[];
  readonly hostname: boolean;
  readonly known: T;
}

/** Beyond it, keys and prefixes are ids: such lines are left to the parser. */
const MOST_KEYS = 1000;
const MOST_PREFIXES = 4096;
const MOST_TIME = 40;

/** As `LineTemplates`, of structured logs: lines that are flat JSON objects are known by their bytes, whatever the order of their keys. */
export class ObjectTemplates<T> {
  readonly #keys = new Map<number, Key>();
  readonly #prefixes = new Map<number, Prefix<T>>();
  readonly #layout = new TimeLayout();
  readonly #from = new Int32Array(ROLE_NAMES.length);
  readonly #to = new Int32Array(ROLE_NAMES.length);
  readonly #kind = new Uint8Array(ROLE_NAMES.length);
  readonly #rank = new Uint8Array(ROLE_NAMES.length);
  #hostname = false;
  /** Two counters make a summary. */
  #counters = 0;
  /** The line that was looked at last is one of those. */
  #flat = false;
  /** Of the line that was recognised last: its message, the end of the line, and its time, NaN for none. */
  message = 0;
  messageEnd = 0;
  end = 0;
  time = NaN;

  recognise(bytes: Uint8Array, from: number, end: number): Prefix<T> | null {
    this.#flat = this.#scan(bytes, from, end);
    if (!this.#flat || !this.#readTime(bytes)) return null;
    const known = this.#prefixes.get(this.#hash(bytes));
    if (known === undefined || !this.#agrees(known, bytes)) return null;
    this.message = this.#from[MESSAGE]!;
    this.messageEnd = this.#to[MESSAGE]!;
    return known;
  }

  /** The line that was looked at last, after it was parsed. */
  learn(bytes: Uint8Array, time: number | null, known: () => T): void {
    if (!this.#flat || this.#prefixes.size >= MOST_PREFIXES) return;
    const kind = this.#kind[TIME];
    if (kind === Text && !this.#layout.learn(bytes, this.#from[TIME]!, this.#to[TIME]!, time)) return;
    if (!this.#readTime(bytes) || (time === null ? !Number.isNaN(this.time) : this.time !== time)) return;
    const hash = this.#hash(bytes);
    const before = this.#prefixes.get(hash);
    if (before !== undefined) return;
    const values = PREFIX.map((role) => (this.#kind[role] === Nothing ? new Uint8Array(0) : new Uint8Array(bytes.subarray(this.#from[role]!, this.#to[role]!))));
    this.#prefixes.set(hash, { values, hostname: this.#hostname, known: known() });
  }

  /** Whether the line is a flat object that says what happened, and nothing in it could be an exception. */
  #scan(bytes: Uint8Array, from: number, end: number): boolean {
    if (bytes[from] !== 123) return false;
    this.#kind.fill(Nothing);
    this.#hostname = false;
    this.#counters = 0;
    for (let at = blanksEnd(bytes, from + 1); ; ) {
      const key = this.#keyAt(bytes, at);
      if (key === null) return false;
      at = blanksEnd(bytes, at + key.bytes.length + 2);
      if (bytes[at] !== 58) return false;
      at = valueEnd(bytes, blanksEnd(bytes, at + 1));
      if (at < 0 || !this.#take(key, bytes)) return false;
      at = blanksEnd(bytes, at);
      if (bytes[at] === 125) return this.#isWhole(bytes, at + 1, end);
      if (bytes[at] !== 44) return false;
      at = blanksEnd(bytes, at + 1);
    }
  }

  #isWhole(bytes: Uint8Array, at: number, end: number): boolean {
    this.end = bytes[at] === 13 ? at + 1 : at;
    if (this.end > end || (this.end < end && bytes[this.end] !== 10)) return false;
    const kind = this.#kind;
    return this.#counters < 2 && kind[MESSAGE] === Text && (kind[TIME] !== Nothing || kind[LEVEL] !== Nothing) && (kind[EXCEPTION] === Nothing || kind[EXCEPTION] === Flag);
  }

  #take(key: Key, bytes: Uint8Array): boolean {
    const { kind, from, to } = scanned;
    if (key.is === "hostname") this.#hostname = true;
    // The parser takes the last one of two that are called the same.
    if (kind === Nothing) return key.role < 0 || this.#kind[key.role] === Nothing || this.#rank[key.role] !== key.rank;
    if ((kind === Text || kind === Nested) && mayShowException(bytes, from, to)) return false;
    const { role, rank } = key;
    if (role < 0) {
      if (key.is === "counter" && kind === NumberValue) this.#counters++;
      return (key.is !== "record" && key.is !== "counters") || kind !== Nested;
    }
    if (kind === Nested) return false;
    if (this.#kind[role] !== Nothing) {
      if (this.#rank[role] === rank) return false;
      if (this.#rank[role]! < rank) return true;
    }
    this.#kind[role] = kind;
    this.#rank[role] = rank;
    this.#from[role] = from;
    this.#to[role] = to;
    return true;
  }

  #keyAt(bytes: Uint8Array, from: number): Key | null {
    if (bytes[from] !== 34) return null;
    let hash = 17;
    let at = from + 1;
    for (; bytes[at] !== 34; at++) {
      const byte = bytes[at];
      if (byte === undefined || byte < 32 || byte === 92 || byte >= 128) return null;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const known = this.#keys.get(hash);
    if (known !== undefined) return isSame(known.bytes, bytes, from + 1, at) ? known : null;
    return this.#keys.size < MOST_KEYS ? this.#newKey(hash, new Uint8Array(bytes.subarray(from + 1, at))) : null;
  }

  #newKey(hash: number, bytes: Uint8Array): Key {
    const name = Buffer.from(bytes).toString("latin1");
    const known = ROLES.get(name);
    const key: Key = { bytes, role: known ? ROLE_NAMES.indexOf(known.role) : -1, rank: known?.rank ?? 0, is: name === "record" || name === "hostname" ? name : isCounterName(name) ? "counter" : COUNTER_GROUP.test(name) ? "counters" : "key" };
    this.#keys.set(hash, key);
    return key;
  }

  #readTime(bytes: Uint8Array): boolean {
    const [kind, from, to] = [this.#kind[TIME], this.#from[TIME]!, this.#to[TIME]!];
    this.time = NaN;
    if (kind === Nothing) return true;
    if (kind === Text) {
      if (to - from !== this.#layout.length || !this.#layout.read(bytes, from)) return false;
      this.time = this.#layout.time;
      return true;
    }
    if (kind !== NumberValue || to - from > MOST_TIME) return false;
    this.time = timeOf(Number(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1")), 0) ?? NaN;
    return true;
  }

  #hash(bytes: Uint8Array): number {
    let hash = this.#hostname ? 19 : 17;
    for (let i = 0; i < PREFIX.length; i++) {
      const role = PREFIX[i]!;
      hash = (Math.imul(hash, 31) + this.#kind[role]!) | 0;
      if (this.#kind[role] === Nothing) continue;
      for (let at = this.#from[role]!; at < this.#to[role]!; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    }
    return hash;
  }

  #agrees({ values, hostname }: Prefix<T>, bytes: Uint8Array): boolean {
    if (hostname !== this.#hostname) return false;
    for (let i = 0; i < PREFIX.length; i++) {
      const role = PREFIX[i]!;
      const value = values[i]!;
      if (this.#kind[role] === Nothing ? value.length > 0 : !isSame(value, bytes, this.#from[role]!, this.#to[role]!)) return false;
    }
    return true;
  }
}

function isSame(own: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (own.length !== to - from) return false;
  for (let i = 0; i < own.length; i++) if (bytes[from + i] !== own[i]) return false;
  return true;
}
