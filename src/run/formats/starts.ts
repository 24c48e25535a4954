import type { LogPattern } from "../log-pattern.ts";

/** With how many characters of its literal text a message is known by its start. */
const LEAST = 3;
const MOST = 24;

/** Tells whether a text could be the start of a message that the bot's own logging calls print. */
export type Starts = (text: string, at: number) => boolean;

/** By the literal text that a pattern begins with. Patterns that begin with a value say nothing. */
export function startsOf(patterns: readonly LogPattern[]): Starts {
  const byHead = new Map<string, Set<string>>();
  for (const { pieces } of patterns) {
    const first = pieces[0];
    if (typeof first !== "string") continue;
    const literal = first.replace(/^\n+/, "").split("\n", 1)[0]!.slice(0, MOST).trimEnd();
    if (literal.length < LEAST || !/[^\s=*\-_#]/.test(literal)) continue;
    const head = literal.slice(0, LEAST);
    const known = byHead.get(head);
    if (known) known.add(literal);
    else byHead.set(head, new Set([literal]));
  }
  return (text, at) => {
    const literals = byHead.get(text.slice(at, at + LEAST));
    if (literals) for (const literal of literals) if (text.startsWith(literal, at)) return true;
    return false;
  };
}
