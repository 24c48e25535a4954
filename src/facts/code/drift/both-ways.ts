import { codeFact } from "../../../sdk/fact.ts";
import { openingPrograms } from "./opening-programs.ts";
import { reconciliations, type Compared, type Direction, type Reconciliation } from "./reconciliations.ts";

/**
 * lacks: nothing in the program looks the other way. both: the function looks both ways itself. apart: another function looks the
 * other way, and nobody knows that the two speak of the same books.
 */
export type BothWays =
  | { readonly kind: "none" }
  | { readonly kind: "lacks"; readonly one: Reconciliation; readonly direction: Direction }
  | { readonly kind: "both"; readonly one: Reconciliation; readonly ways: readonly [Compared, Compared] }
  | { readonly kind: "apart"; readonly one: Reconciliation; readonly other: Compared };

export const bothWays = codeFact({
  name: "both-ways",
  doc: "Whether positions are compared both ways, by one function or by one program of the repository.",
  requires: { reconciliations, openingPrograms },
  derive({ reconciliations, openingPrograms }): BothWays {
    const main = reconciliations.all.filter((one) => one.core);
    const near = ({ fn }: Reconciliation, direction: Direction): Compared | undefined => reconciliations.compared.find((one) => one.direction === direction && openingPrograms.share(fn, one.fn));
    for (const one of main) {
      const direction = near(one, "add") ? (near(one, "remove") ? null : "remove") : "add";
      if (direction) return { kind: "lacks", one, direction };
    }
    for (const one of main) {
      const [add, remove] = [own(one, "add"), own(one, "remove")];
      if (add && remove && !remove.keepsLast) return { kind: "both", one, ways: [add, remove] };
    }
    const [one] = main;
    return one ? { kind: "apart", one, other: near(one, own(one, "add") ? "remove" : "add")! } : { kind: "none" };
  },
});

const own = ({ compared }: Reconciliation, direction: Direction): Compared | undefined => compared.find((one) => one.direction === direction);
