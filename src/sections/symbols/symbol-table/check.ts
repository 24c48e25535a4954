import { places } from "../../../facts/code/places.ts";
import { symbolLiterals } from "../../../facts/code/symbol-literals.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { report } from "../report.ts";
import { isAsked, TABLE_WORDS } from "../table-words.ts";

export const symbolTable = defineCheck({
  name: "symbols/symbol-table",
  claim: "What differs between symbols stands in the configuration, not in tables in the code.",
  impact: "position",
  about: "symbol-table",
  code: {
    requires: { symbolLiterals, places },
    look({ symbolLiterals, places }, see) {
      // Which of these decide is not known: neither the one nor the other is claimed.
      const isOpen = symbolLiterals.uses.some((one) => one.check === "symbol-list" && isAsked(one));
      if (isOpen && !symbolLiterals.uses.some((one) => one.check === "symbol-table")) return;
      report(see, "symbol-table", { symbols: symbolLiterals, places }, "symbol-table", TABLE_WORDS);
    },
  },
});
