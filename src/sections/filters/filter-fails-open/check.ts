import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { allSound } from "../filter-facts.ts";
import { tellOpen } from "../open-filter.ts";

export const filterFailsOpen = defineCheck({
  name: "filters/filter-fails-open",
  claim: "A filter before an order rejects when it fails.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, openHandlers, places },
    look({ filterAnswers, openHandlers, places }, see) {
      const sure = openHandlers.filter((one) => one.sure);
      for (const one of sure) tellOpen(one, places, see, "funds");
      const open = new Set(openHandlers.map((one) => one.fn));
      if (sure.length === 0) allSound(filterAnswers.filters.filter((one) => !open.has(one.fn)), places, see, "fails-open");
    },
  },
});
