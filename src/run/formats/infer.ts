/**
 * A sample of lines → the prefixes that they begin with. Each line is cut into what may be fields; the lines make a tree of such
 * cuts; the prefix is the way down the tree that enough lines share, up to the last field that is certainly one. What the
 * sample's other lines begin with is found the same way in a next round.
 */
import { clock, clockAt, DAY } from "./clock.ts";
import { isBlank } from "./field-at.ts";
import type { Field, Grammar } from "./grammar.ts";
import { matchAt } from "./match.ts";
import type { Starts } from "./starts.ts";
import { clocksOf, separatorEnd, tokenise } from "./tokens.ts";
import type { Token } from "./tokens.ts";

const MOST_GRAMMARS = 6;
/** Of the lines that come this far, the share that a next field needs. */
const SHARE_HARD = 0.3;
const SHARE_NAME = 0.95;

interface Cut {
  readonly line: string;
  readonly tokens: readonly Token[];
}

interface Node {
  readonly cuts: Cut[];
  readonly depth: number;
}

export function inferGrammars(lines: readonly string[], starts: Starts, reference: number): Grammar[] {
  const grammars: Grammar[] = [];
  const clocks = clocksOf(lines, reference);
  let rest = lines.filter((line) => line !== "" && !/^\s/.test(line)).map((line): Cut => ({ line, tokens: tokenise(line, clocks) }));
  const least = Math.max(1, Math.floor(lines.length / 200));
  while (grammars.length < MOST_GRAMMARS && rest.length > 0) {
    const found = prefixOf({ cuts: rest, depth: 0 }, starts, reference);
    if (!found) break;
    const left = rest.filter(({ line }) => matchAt(line, 0, line.length, found, reference) < 0);
    const gained = rest.length - left.length;
    if (gained < least || (grammars.length > 0 && gained < 2 && found.fields.length < 2)) break;
    grammars.push(found);
    rest = left;
  }
  return grammars;
}

const keyOf = ({ is, before, shape, until }: Token): string => `${before}\0${is}\0${shape ?? ""}\0${until}`;

function prefixOf(root: Node, starts: Starts, reference: number): Grammar | null {
  const path: { token: Token; node: Node }[] = [];
  let certain = 0;
  let node = root;
  for (;;) {
    const next = bestChild(node, certain === path.length ? SHARE_HARD : SHARE_HARD * 0.999);
    if (!next || (next.token.is === "time" && tellsOtherTimes(path.map((step) => step.token), next.node, reference))) break;
    path.push({ token: next.token, node: next.node });
    const hard = next.token.is !== "name" && !(next.token.is === "number" && !next.token.strong);
    if (hard ? isPrefix(path.map((step) => step.token)) : acceptsName(path.map((step) => step.token), node, next.node, certain === path.length - 1, starts)) certain = path.length;
    node = next.node;
  }
  return certain === 0 ? null : grammarOf(path.slice(0, certain), starts);
}

/** The time of a candle or of a replayed trade belongs to the message: two clocks that tell when the line was written differ by a zone at most. */
function tellsOtherTimes(path: readonly Token[], { cuts, depth }: Node, reference: number): boolean {
  const before = path.findIndex(({ is }) => is === "time");
  if (before < 0) return false;
  const apart = cuts.filter(({ tokens }) => Math.abs(timeOf(tokens[before]!, reference) - timeOf(tokens[depth - 1]!, reference)) > DAY);
  return apart.length * 2 > cuts.length;
}

/** NaN for a time of day: it is of any day. */
function timeOf({ value, shape }: Token, reference: number): number {
  return shape !== null && shape !== "time-only" && clockAt(value, 0, shape, reference) > 0 ? clock.time : NaN;
}

/** The child that most lines share; a chain of mere words goes on only while something certain follows it somewhere. */
function bestChild(node: Node, share: number): { token: Token; node: Node } | null {
  const children = new Map<string, { token: Token; node: Node; weight: number }>();
  for (const cut of node.cuts) {
    const token = cut.tokens[node.depth];
    if (!token) continue;
    const key = keyOf(token);
    const child = children.get(key);
    const weight = token.is === "name" && !cut.tokens.slice(node.depth + 1).some((later) => later.is !== "name" && later.is !== "number") && !token.strong ? 0 : 1;
    if (child) {
      child.node.cuts.push(cut);
      child.weight += weight;
    } else children.set(key, { token, node: { cuts: [cut], depth: node.depth + 1 }, weight });
  }
  let best: { token: Token; node: Node; weight: number } | null = null;
  for (const child of children.values()) if (child.weight > (best?.weight ?? 0)) best = child;
  // What lines begin with is not shared by their continuations, so at the root any share will do.
  return best && (node.depth === 0 || best.weight >= node.cuts.length * share) ? best : null;
}

/** A level alone at the start of a line is a prefix only before something that ends it: `INFO:root:text`, `[INFO] text`. */
function isPrefix(tokens: readonly Token[]): boolean {
  // A number first, and no level behind it: the index of a printed table's row.
  if (tokens[0]?.is === "number" && tokens[0].before === "" && !tokens.some(({ is }) => is === "level")) return false;
  if (tokens.some((token) => token.is === "time" || token.is === "site")) return true;
  return tokens.some((token) => token.is === "level");
}

/** Whether the last of `tokens` is a field although nothing certain follows it: a logger's name, and no word of the message. */
function acceptsName(tokens: readonly Token[], parent: Node, node: Node, afterCertain: boolean, starts: Starts): boolean {
  const last = tokens.at(-1)!;
  if (!afterCertain || last.is !== "name" || !isPrefix(tokens.slice(0, -1))) return false;
  if (last.value === "stdout" || last.value === "stderr") return true;
  if (!last.strong || node.cuts.length < parent.cuts.length * SHARE_HARD) return false;
  const evidence = startEvidence(parent, node, starts);
  // A context that only some lines have: `[]` or `[order-17]` before the message.
  if (node.cuts.length < parent.cuts.length * SHARE_NAME) return evidence > node.cuts.length * SHARE_HARD;
  if (evidence !== 0) return evidence > 0;
  return looksLikeNames(tokens.at(-2), last, node.cuts.map((cut) => cut.tokens[node.depth - 1]!.value.trim()));
}

/** Above 0: the bot's own messages start after the name; below 0: they start with it. */
function startEvidence(parent: Node, node: Node, starts: Starts): number {
  let after = 0;
  for (const { line, tokens } of node.cuts) {
    const name = tokens[node.depth - 1]!;
    const previous = tokens[parent.depth - 1];
    const begin = previous ? previous.to : 0;
    for (let at = begin; at <= name.from; at++) if (starts(line, at)) {
      after -= 1;
      break;
    }
    const stop = separatorEnd(line, name.to, line.length);
    for (let at = name.to; at <= stop; at++) if (starts(line, at)) {
      after += 1;
      break;
    }
  }
  return after;
}

function looksLikeNames(previous: Token | undefined, last: Token, values: readonly string[]): boolean {
  const distinct = new Set(values).size;
  const sameDelimiter = previous !== undefined && last.before === previous.before && last.before === last.until;
  if (sameDelimiter && values.every((value) => /^[a-z_][\w.\-]*$/.test(value))) return true;
  if (values.length >= 20 && distinct > values.length / 4) return false;
  const bracketed = last.until === "]" || last.until === ")" || last.until === "}";
  if (values.every((value) => /^[\p{L}\p{N}][\p{Lu}\p{N}_ \-/:]*$/u.test(value))) return !bracketed && (sameDelimiter || (distinct === 1 && values.length >= 20));
  if (last.until === ": " || last.until === ":") return values.every((value) => /^[\w.\-]+$/.test(value) && !/^[A-Z][a-z]*$/.test(value));
  if (values.length >= 20) return distinct <= values.length / 8 || values.every((value) => /^[\w.\-:]+$/.test(value));
  return values.every((value) => /^[\w.\-:/]+$/.test(value) && (distinct === 1 || !/^[A-Z][a-z]*$/.test(value)));
}

function grammarOf(path: readonly { readonly token: Token; readonly node: Node }[], starts: Starts): Grammar {
  const fields = path.map(({ token }): Field => ({ is: token.is, before: token.before, shape: token.shape, until: token.until }));
  const last = path.at(-1)!;
  const tails = last.node.cuts.map(({ line, tokens }) => tailOf(line, tokens[last.node.depth - 1]!, starts));
  // A bracket that only opens belongs to the message: `[SIGNAL_SKIP] ...`.
  const common = tails.reduce(commonStart).replace(/[[({<"']+$/, "");
  const padded = common !== "" && common.trim() === "" && (last.token.is === "level" || last.token.is === "name");
  return { fields, tail: padded ? " " : common, padded };
}

/** What stands between a field and the message, blanks before anything else collapsed as the matcher reads them. */
function tailOf(line: string, token: Token, starts: Starts): string {
  let end = separatorEnd(line, token.to, line.length);
  // Blanks before a message that starts here and behind them as well are the separator's or its indentation: other lines tell.
  for (let at = token.to; at < end; at++) if (starts(line, at) && !(isBlank(line.charCodeAt(at)) && starts(line, at + 1))) end = at;
  const raw = line.slice(token.to, end);
  // A line that ends here had its last blank cut off by an editor or by the logger.
  return (token.to + raw.length === line.length ? `${raw} ` : raw).replace(/[ \t]+(?=[^ \t])/g, " ");
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
