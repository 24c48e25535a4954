import type { Draft } from "./draft.ts";

/** What a format string is filled with. */
export interface Given {
  /** Arguments by position. */
  readonly count: number;
  /** More may come out of a `*args`. */
  readonly open: boolean;
  position(index: number, format: string | null): Draft;
  keyword(name: string, format: string | null): Draft;
}

const CONVERSION = /%(?:\((\w+)\))?([#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?)[hlL]?([diouxXeEfFgGcrsa%])/g;
const FIELD = /\{\{|\}\}|\{(\w*)((?:\.\w+|\[[^\]{}]*\])*)(?:!\w)?(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}/g;

const has = (draft: Draft, wanted: RegExp): boolean => draft.some((one) => typeof one === "string" && one.search(wanted) >= 0);
export const isPrintf = (draft: Draft): boolean => has(draft, CONVERSION);
export const isBraced = (draft: Draft): boolean => has(draft, FIELD);

/** `"%s filled at %.2f" % (a, b)`. */
export function printed(draft: Draft, given: Given): Draft {
  let next = 0;
  return replaced(draft, CONVERSION, ([, name, flags, kind]) => {
    if (kind === "%") return ["%"];
    const format = kind === "s" && flags === "" ? null : `${flags!.replace(/[-#]/g, "")}${kind === "i" || kind === "u" ? "d" : kind}`;
    if (name !== undefined) return given.keyword(name, format);
    return given.position(next++, format);
  });
}

/** `"{} filled at {price:.2f}".format(a, price=b)`, and loguru's messages. */
export function braced(draft: Draft, given: Given): Draft {
  let next = 0;
  return replaced(draft, FIELD, ([whole, name, , format]) => {
    if (whole === "{{") return ["{"];
    if (whole === "}}") return ["}"];
    const spec = format === undefined || format === "" ? null : format;
    if (name === "" || name === undefined) return given.position(next++, spec);
    return /^\d+$/.test(name) ? given.position(Number(name), spec) : given.keyword(name, spec);
  });
}

function replaced(draft: Draft, wanted: RegExp, put: (match: RegExpMatchArray) => Draft): Draft {
  return draft.flatMap((one): Draft => {
    if (typeof one !== "string") return [one];
    const parts: Draft[number][] = [];
    let from = 0;
    for (const match of one.matchAll(wanted)) {
      if (match.index > from) parts.push(one.slice(from, match.index));
      parts.push(...put(match));
      from = match.index + match[0].length;
    }
    if (from < one.length) parts.push(one.slice(from));
    return parts;
  });
}
