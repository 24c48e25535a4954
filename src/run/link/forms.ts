import type { Hole, LogPattern } from "../log-pattern.ts";

/** What may stand in a hole. */
export const Anything = 0;
export const Numeric = 1;
/** One word: a symbol, an id. */
export const Token = 2;

/** One way to match a pattern: literals with holes between them, `literals.length - 1` holes. */
export interface Form {
  readonly pattern: number;
  readonly literals: readonly string[];
  /** Null where neighbouring holes ran together. */
  readonly holes: readonly (Hole | null)[];
  readonly kinds: readonly number[];
  /** The literals as they lie in a log of UTF-8. */
  readonly bytes: readonly Uint8Array[];
  /** More may follow: values that the logger prints beside the message. */
  readonly open: boolean;
  /** A line of its own before it: how some banners are told from others. */
  readonly indented: boolean;
  /** How much it says: letters and digits of its literals, and a little for what is known of its holes. */
  readonly score: number;
}

const NUMBER_FORMAT = /^(.?[<>=^])?[ +-]?#?0?\d*[,_]?(\.\d+)?[bcdeEfFgGnoxX%]$/;
const LETTER = /[\p{L}\p{N}]/gu;
const ONE_WORD = /(^| )(symbol|sym|inst id|instrument|ticker|pair|coin|client id|order id|client order id|trade id|cl ord id|ord id)$/;
const MOST_FORMS = 24;

/** The forms of a pattern: the whole message first, then its lines where it has several, then without a prefix that a reader takes off. */
export function formsOf(pattern: LogPattern, index: number): readonly Form[] {
  const lines = linesOf(pattern.pieces);
  const bare = pattern.level === null ? withoutPrefix(pattern.pieces) : null;
  const all = [pattern.pieces, ...(lines.length > 1 ? lines : []), ...(bare ? [bare] : [])];
  return all.slice(0, MOST_FORMS).map((one) => made(one, pattern, index));
}

function made(pieces: LogPattern["pieces"], pattern: LogPattern, index: number): Form {
  const literals: string[] = [""];
  const holes: (Hole | null)[] = [];
  for (const one of pieces) {
    const last = literals.length - 1;
    if (typeof one === "string") literals[last] += one;
    else if (literals[last] === "" && holes.length > 0) holes[last - 1] = null;
    else {
      holes.push(one);
      literals.push("");
    }
  }
  const indented = literals[0]!.startsWith("\n");
  literals[0] = literals[0]!.trimStart();
  literals[literals.length - 1] = literals.at(-1)!.trimEnd();
  const kinds = holes.map((one) => kindOf(one));
  const letters = literals.reduce((sum, one) => sum + (one.match(LETTER)?.length ?? 0), 0);
  const known = kinds.filter((one) => one !== Anything).length;
  const bytes = literals.map((one) => Uint8Array.from(Buffer.from(one)));
  return { pattern: index, literals, holes, kinds, bytes, open: pattern.keys.length > 0, indented, score: letters + Math.min(known, 3) + (literals[0] !== "" && letters > 0 ? 1 : 0) };
}

function kindOf(hole: Hole | null): number {
  if (!hole) return Anything;
  if (hole.format !== null && NUMBER_FORMAT.test(hole.format)) return Numeric;
  return ONE_WORD.test(hole.words) ? Token : Anything;
}

/** Printed lines of one message are records of their own where nothing marks the start of a record. */
function linesOf(pieces: LogPattern["pieces"]): LogPattern["pieces"][] {
  const lines: (string | Hole)[][] = [[]];
  for (const one of pieces) {
    if (typeof one !== "string") lines.at(-1)!.push(one);
    else one.split("\n").forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== "") lines.at(-1)!.push(part);
    });
  }
  return lines.filter((one) => one.some((piece) => typeof piece === "string" && /[\p{L}\p{N}]{2}/u.test(piece)));
}

const TIME_WORDS = /(^| )(time|now|timestamp|ts|date|datetime|stamp|utcnow|strftime)$/;
const LEVEL_PREFIX = /^[\s\]|:-]*\[?(DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|SUCCESS)\]?[\s|:-]*/;

/** `print(f"[{now}] [INFO] ...")`: a reader of logs takes time and level for a prefix. */
function withoutPrefix(pieces: LogPattern["pieces"]): LogPattern["pieces"] | null {
  const rest = [...pieces];
  let cut = false;
  if (typeof rest[0] === "string" && /^[\s[(]*$/.test(rest[0]) && typeof rest[1] !== "string") rest.shift();
  if (rest[0] !== undefined && typeof rest[0] !== "string" && TIME_WORDS.test(rest[0].words)) {
    rest.shift();
    cut = true;
  }
  const first = rest[0];
  if (typeof first !== "string") return null;
  const bare = first.replace(LEVEL_PREFIX, "");
  const plain = bare === first && cut ? first.replace(/^[\s\])|:-]+/, "") : bare;
  if (!cut && plain === first) return null;
  return [plain, ...rest.slice(1)];
}
