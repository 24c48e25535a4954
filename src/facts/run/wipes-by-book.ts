import type { FunctionNode } from "../../ir/nodes.ts";
import type { RunEvent } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines } from "../code/code-lines.ts";
import { wipedBooks, type WipedBooks } from "../code/drift/wiped-books.ts";
import { run } from "../roots.ts";
import { drifts, type Wipe } from "./drifts.ts";
import { ownLog } from "./own-log.ts";

/** Books that were emptied in the run after a failed request, and the place of the code that does it. */
export interface WipeByBook {
  readonly wipe: Wipe;
  /** Null: the audit of the code knows no such place. */
  readonly book: WipedBooks | null;
}

export const wipesByBook = runFact({
  name: "wipes-by-book",
  doc: "Positions that left the books after a failed request in the run, by the code that takes them out. One for each place.",
  requires: { drifts, wipedBooks, ownLog, codeLines, run },
  derive({ drifts, wipedBooks, ownLog, codeLines, run }): readonly WipeByBook[] {
    const functionOf = (one: RunEvent): FunctionNode | null => (one.pattern === null ? null : codeLines.functionAt(run.patterns[one.pattern]!.at));
    const found: WipeByBook[] = [];
    for (const wipe of drifts.wipes) {
      const [failed, removed] = [functionOf(wipe.failure), functionOf(wipe.removed[0]!)];
      const book = wipedBooks.find((one) => one.fn === removed && one.source === failed?.qualname) ?? wipedBooks.find((one) => one.fn === removed || one.source === failed?.qualname) ?? (ownLog && wipedBooks.length === 1 ? wipedBooks[0]! : null);
      if (!found.some((one) => one.book === book)) found.push({ wipe, book });
    }
    return found;
  },
});
