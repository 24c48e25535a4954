import { ownText } from "../own-text.ts";
import type { LogRecord } from "../record.ts";

type Place = NonNullable<LogRecord["printedAt"]>;

const MOST = 10_000;

/** `module:function:line`, `module:function` and `file.py:12` as places. Places are few and lines are many: each is one object for the thread. */
export class Places {
  readonly #known = new Map<string, Place>();

  of(text: string): Place {
    const known = this.#known.get(text);
    if (known) return known;
    const own = ownText(text);
    const place = parsed(own);
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(own, place);
    return place;
  }
}

function parsed(text: string): Place {
  const parts = text.split(":");
  const line = /^\d+$/.test(parts.at(-1)!) ? Number(parts.pop()) : null;
  const fn = parts.length > 1 ? parts.pop()!.replace(/\(\)$/, "") : null;
  return { module: parts.join(":"), fn, line };
}

const named = new Map<string, Place>();

/** The same for structured logs, which name the parts of a place by themselves. */
export function placeOf(module: string, fn: string | null, line: number | null): Place {
  const key = `${module}\0${fn ?? ""}\0${line ?? ""}`;
  const known = named.get(key);
  if (known) return known;
  const place: Place = { module: ownText(module), fn: fn === null ? null : ownText(fn), line };
  if (named.size >= MOST) named.clear();
  named.set(ownText(key), place);
  return place;
}
