import type { Check } from "../../sdk/check.ts";
import { breakerNeverFed } from "./breaker-never-fed/check.ts";
import { failedReadPasses } from "./failed-read-passes/check.ts";
import { failureLetsPass } from "./failure-lets-pass/check.ts";
import { filterAlwaysPasses } from "./filter-always-passes/check.ts";
import { filterFailsOpen } from "./filter-fails-open/check.ts";
import { filterNeverAsked } from "./filter-never-asked/check.ts";
import { filterOffByConfiguration } from "./filter-off-by-configuration/check.ts";
import { filterResultIgnored } from "./filter-result-ignored/check.ts";
import { filterSkippedWhenFieldIsAbsent } from "./filter-skipped-when-field-is-absent/check.ts";
import { orderForDroppedSignal } from "./order-for-dropped-signal/check.ts";
import { orderWhileBlocked } from "./order-while-blocked/check.ts";
import { pathWithoutBreaker } from "./path-without-breaker/check.ts";
import { pathWithoutCorrelationFilter } from "./path-without-correlation-filter/check.ts";
import { pathWithoutExpectedValueFilter } from "./path-without-expected-value-filter/check.ts";
import { pathWithoutGapFilter } from "./path-without-gap-filter/check.ts";
import { wordNeverWritten } from "./word-never-written/check.ts";

/** Section 7. */
export const FILTERS: readonly Check[] = [
  pathWithoutExpectedValueFilter, pathWithoutBreaker, pathWithoutGapFilter, pathWithoutCorrelationFilter, filterResultIgnored, breakerNeverFed,
  filterFailsOpen, failureLetsPass, failedReadPasses, filterOffByConfiguration, filterAlwaysPasses, filterNeverAsked, filterSkippedWhenFieldIsAbsent,
  orderForDroppedSignal, orderWhileBlocked, wordNeverWritten,
];
