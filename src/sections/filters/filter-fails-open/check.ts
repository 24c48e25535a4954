import { filterAnswers } from "../../../facts/code/filter-answers.ts";
import { openCallSites } from "../../../facts/code/filter-defects/open-call-sites.ts";
import { openHandlers } from "../../../facts/code/filter-defects/open-handlers.ts";
import { soundFilters } from "../../../facts/code/filter-defects/sound-filters.ts";
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
    requires: { filterAnswers, soundFilters, openHandlers, openCallSites, places },
    look({ filterAnswers, soundFilters, openHandlers, openCallSites, places }, see) {
      const sure = openHandlers.filter((one) => one.sure);
      for (const one of sure) tellOpen(one, places, see, "funds");
      // Where another check drafts that a failure lets pass, nothing is claimed.
      const closed = openHandlers.length + openCallSites.length > 0 ? [] : soundFilters.proven.filter((one) => soundFilters.isClosed(one));
      if (sure.length === 0) allSound(filterAnswers.filters, closed, places, see, "fails-open");
    },
  },
});
