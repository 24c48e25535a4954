import type { Expr, Node } from "../../../ir/nodes.ts";
import type { SymbolUse } from "./desk.ts";
import { asksHeld } from "./fixed-judgement.ts";
import { wholeOf } from "./tables.ts";

/**
 * Tests of one `if ... elif ...` (or of such statements in a row) that decide the same thing are one choice, and so are the
 * items of one list, the markets that a function falls back to for one key, the tables that a function asks in turn, and calls of one
 * kind with a market written in;
 * every other use stands alone.
 */
export function chainsOf<U extends SymbolUse>(uses: readonly U[]): [U, ...U[]][] {
  const found = new Map<unknown, [U, ...U[]][]>();
  for (const use of uses) {
    const block = blockOfUse(use);
    const key = block ?? use;
    const known = found.get(key) ?? [];
    found.set(key, known);
    const isSame = (one: U): boolean => one.word === use.word || (typeof block === "string" && (use.check !== "symbol-default" || one.names.join() === use.names.join()));
    const same = block && known.find(([one]) => isSame(one) && (one.decides === use.decides || use.check === "symbol-default") && one.weight === use.weight);
    if (same) same.push(use);
    else known.push([use]);
  }
  // Defaults and questions may stand in several files: they come in the order of the files.
  return [...found.values()].flat().map((one) => (one[0].check === "symbol-default" || one[0].check === "symbol-in-order" ? one : (one.toSorted((a, b) => a.at.start - b.at.start) as [U, ...U[]])));
}

function blockOfUse(use: SymbolUse): Node | string | null {
  if (use.check === "symbol-branch") return blockOf(use.at);
  if (use.check === "symbol-default") return fallbackOf(use);
  // The same question asked of one market in several places is changed in one go, and so are calls in a row.
  if (use.check === "symbol-in-order" && use.at.kind === "string") return asksHeld(use.word) ? `${use.word} ${use.names.join()}` : use.fn.parent === null ? null : `${use.fn.qualname} ${use.fn.start} ${use.word}`;
  return use.check === "symbol-table" || use.at.parent?.kind === "entry" ? tablesOf(use) : null;
}

function fallbackOf(use: SymbolUse): Node | string | null {
  const { parent } = use.at;
  if (parent?.kind === "list" || parent?.kind === "tuple") return parent;
  if (use.via !== null || use.fn.parent === null) return null;
  // The same market for a missing one in each adapter's constructor, in each strategy's own `execute`, is changed in one go.
  return use.weight === "trade" || use.fn.name === "__init__" ? `${use.word} ${use.names.join()}` : `${use.fn.qualname} ${use.fn.start}`;
}

/** `majors = {...}`, `alts = {...}` of one function; the tables within one table. */
function tablesOf(use: SymbolUse): Node | string | null {
  if (use.at.parent?.kind === "entry") return wholeOf(use.at as Expr);
  return use.fn.parent !== null && use.fn.name !== "__init__" ? `${use.fn.qualname} ${use.fn.start}` : null;
}

/** What holds the whole of an `if ... elif ...` or `a if ... else b if ... else c` that the test stands in; null: it stands in none. */
function blockOf(test: Node): Node | null {
  let at: Node | null = test;
  while (at && at.kind !== "if" && at.kind !== "function" && at.kind !== "assign" && at.kind !== "return") at = at.parent;
  if (at?.kind === "assign" || at?.kind === "return") return at;
  if (at?.kind !== "if") return null;
  while (at.parent?.kind === "if" && at.parent.otherwise.includes(at as never)) at = at.parent;
  return at.parent;
}
