import { places } from "../../../facts/code/places.ts";
import { symbolLiterals } from "../../../facts/code/symbol-literals.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { report } from "../report.ts";
import { LIST_WORDS } from "../table-words.ts";

export const symbolList = defineCheck({
  name: "symbols/symbol-list",
  claim: "Which markets are watched, measured or left out stands in the configuration.",
  impact: "position",
  maturity: "draft",
  about: "symbol-list",
  code: {
    requires: { symbolLiterals, places },
    look({ symbolLiterals, places }, see) {
      report(see, "symbol-list", { symbols: symbolLiterals, places }, "symbol-list", LIST_WORDS);
    },
  },
});
