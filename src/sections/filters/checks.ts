import type { Check } from "../../sdk/check.ts";
import { pathWithoutBreaker } from "./path-without-breaker/check.ts";
import { pathWithoutCorrelationFilter } from "./path-without-correlation-filter/check.ts";
import { pathWithoutExpectedValueFilter } from "./path-without-expected-value-filter/check.ts";
import { pathWithoutGapFilter } from "./path-without-gap-filter/check.ts";

/** Section 7. */
export const FILTERS: readonly Check[] = [pathWithoutExpectedValueFilter, pathWithoutBreaker, pathWithoutGapFilter, pathWithoutCorrelationFilter];
