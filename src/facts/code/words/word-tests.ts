import type { Compare, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { appendTo } from "../../../sdk/append.ts";
import { program } from "../../roots.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { reach } from "../reach.ts";
import { AS_CCXT_SAYS } from "../../../knowledge/venue-words.ts";
import { closeness } from "./same-thing.ts";
import { isClosed, orDeclared, textsOf, type Said } from "./said.ts";
import { saidWords } from "./said-words.ts";
import { tradingCode } from "../trading-code.ts";
import type { Words } from "./words.ts";

/** A word, and where it is written. */
export interface Written {
  readonly word: string;
  readonly at: Node;
  /** It comes out of the answer of a library, which is read there. */
  readonly documented?: boolean;
}

/** A comparison with words that the writers of the other side never give. */
export interface WordTest {
  readonly test: Compare;
  readonly fn: FunctionNode;
  /** The side whose words are known. */
  readonly asked: Expr;
  readonly compared: readonly Written[];
  readonly written: readonly Written[];
  /** The word that is written for the one that is compared. */
  readonly instead: Written | null;
  /** A word is spelled otherwise, or by some of its writers; an Enum's member is no text; none of the words asked for is ever written. */
  readonly why: "spelled" | "mixed" | "member" | "none";
  readonly outcome: boolean;
  /** All writers are known. */
  readonly closed: boolean;
}

export const wordTests = codeFact({
  name: "word-tests",
  doc: "Comparisons in trading code of a value with words that its writers never give, though they give another for the same thing.",
  requires: { program, index, places, saidWords, reach, tradingCode },
  derive({ program, index, places, saidWords, reach, tradingCode }): readonly WordTest[] {
    const found: WordTest[] = [];
    for (const module of index.modules.values()) {
      if (!/^(bot|config)$/.test(program.roles.get(module.module.file) ?? "bot")) continue;
      const all = (module.byKind.get("compare") ?? []).flatMap((one) => asking(one as Compare) ?? []).filter(({ fn }) => reach.of(fn) !== "dead" && tradingCode.of(fn) !== "other");
      const beside = new Map<string, Asking[]>();
      for (const one of all) appendTo(beside, keyOf(one, places.snippet), one);
      for (const group of beside.values()) {
        const seen = group.map((one) => judged(saidWords, one));
        group.forEach((one, i) => {
          const told = seen[i] && wordTest(one, seen[i], group, seen);
          if (told) found.push(told);
        });
      }
    }
    return found;
  },
});

interface Asking { readonly test: Compare; readonly fn: FunctionNode; readonly asked: Expr; readonly compared: readonly Written[]; readonly outcome: boolean }
interface Judged { readonly said: Said; readonly texts: ReadonlyMap<string, Node>; readonly members: readonly Written[]; readonly never: boolean }

const keyOf = ({ fn, asked }: Asking, snippet: (node: Node, most?: number) => string): string => `${fn.index} ${snippet(rooted(asked), 200)}`;

/** `side.lower()` and `side` are the same thing. */
function rooted(expr: Expr): Expr {
  if (expr.kind === "call" && expr.callee.kind === "attribute" && /^(lower|upper|strip|title|capitalize)$/.test(expr.callee.name)) return rooted(expr.callee.object);
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "str" && expr.args[0]) return rooted(expr.args[0].value);
  return expr.kind === "attribute" && (expr.name === "value" || expr.name === "name") ? rooted(expr.object) : expr;
}

function asking(test: Compare): Asking | null {
  const { op, left, right } = test;
  const fn = enclosingFunction(test);
  if (!fn || (op !== "==" && op !== "!=" && op !== "in" && op !== "not in")) return null;
  const base = { test, fn, outcome: op === "!=" || op === "not in" };
  if (op === "in" || op === "not in") {
    const compared = literals(right);
    return compared && IS_READ.has(left.kind) ? { ...base, asked: left, compared } : null;
  }
  if (right.kind === "string" && IS_READ.has(left.kind)) return { ...base, asked: left, compared: [{ word: right.value, at: right }] };
  return left.kind === "string" && IS_READ.has(right.kind) ? { ...base, asked: right, compared: [{ word: left.value, at: left }] } : null;
}

const IS_READ: ReadonlySet<Expr["kind"]> = new Set<Expr["kind"]>(["name", "attribute", "subscript", "call", "await", "bind", "logical"]);

function literals(expr: Expr): readonly Written[] | null {
  if (expr.kind !== "tuple" && expr.kind !== "list" && expr.kind !== "set") return null;
  return expr.items.length > 0 && expr.items.every((one) => one.kind === "string") ? expr.items.map((one) => ({ word: (one as Expr & { kind: "string" }).value, at: one })) : null;
}

function judged(words: Words, { asked, compared }: Asking): Judged | null {
  if (compared.some((one) => one.word === "")) return null;
  const said = orDeclared(words.of(asked), () => words.ofEnums(asked));
  if (!said || said.atoms.size === 0) return null;
  const texts = textsOf(said);
  const members = [...said.atoms.values()].flatMap((one) => (one.kind === "member" && !one.member.isText ? [{ word: `${one.member.owner.name}.${one.member.name}`, at: one.member.at }] : []));
  return texts.size + members.length === 0 ? null : { said, texts, members, never: !compared.some((one) => texts.has(one.word)) };
}

function wordTest(one: Asking, { said, texts, members, never }: Judged, group: readonly Asking[], seen: readonly (Judged | null)[]): WordTest | null {
  const asked = new Set(group.flatMap((each) => each.compared.map(({ word }) => word)));
  const written: Written[] = [...[...texts].map(([word, at]) => ({ word, at, documented: isDocumented(word, at) })), ...members];
  const closed = isClosed(said) && !said.declared;
  const base = { ...one, written, closed };
  if (members.length > 0 && texts.size === 0 && isClosed(said)) return { ...base, instead: members[0]!, why: "member" };
  const unasked = written.filter(({ word }) => word !== "" && !asked.has(word));
  const documented = unasked.find((each) => each.documented && one.compared.some(({ word }) => closeness(AS_CCXT_SAYS.get(word.toLowerCase()) ?? word, each.word) === "spelling"));
  if (documented) return { ...base, instead: documented, why: never ? "spelled" : "mixed" };
  if (!isClosed(said)) return null;
  const spelled = unasked.find(({ word }) => one.compared.some((each) => closeness(each.word, word) === "spelling"));
  // Whether a word that only an annotation tells of is ever given, nobody knows.
  if (spelled && (never || closed)) return { ...base, instead: spelled, why: never ? "spelled" : "mixed" };
  if (!never) return null;
  const part = unasked.find(({ word }) => one.compared.some((each) => closeness(each.word, word) === "part"));
  if (part) return { ...base, instead: part, why: "spelled" };
  return closed && unasked.length > 1 && seen.every((each) => each?.never === true) ? { ...base, instead: null, why: "none" } : null;
}

/** What stands there is the field that is read, and not the word. */
const isDocumented = (word: string, at: Node): boolean => at.kind === "string" && at.value.toLowerCase() !== word.toLowerCase() && (at.parent?.kind === "subscript" || at.parent?.kind === "argument");
