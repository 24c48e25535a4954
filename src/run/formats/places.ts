import type { LogRecord } from "../record.ts";

type Place = NonNullable<LogRecord["printedAt"]>;

const MOST = 10_000;

/** `module:function:line` and `file.py:12` as places. Places are few and lines are many: each is one object for the thread. */
export class Places {
  readonly #known = new Map<string, Place>();

  of(text: string): Place {
    const known = this.#known.get(text);
    if (known) return known;
    // A slice would keep the whole block that it comes from in memory.
    const own = Buffer.from(text).toString();
    const line = own.lastIndexOf(":");
    const fn = own.lastIndexOf(":", line - 1);
    const place: Place = { module: own.slice(0, fn < 0 ? line : fn), fn: fn < 0 ? null : own.slice(fn + 1, line).replace(/\(\)$/, ""), line: Number(own.slice(line + 1)) };
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(own, place);
    return place;
  }
}
