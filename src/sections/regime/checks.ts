import type { Check } from "../../sdk/check.ts";
import { groupNotUpdated } from "./group-not-updated/check.ts";
import { multiplierCompounds } from "./multiplier-compounds/check.ts";
import { openPositionsKeepOldParameters } from "./open-positions-keep-old-parameters/check.ts";
import { parametersCachedAtConstruction } from "./parameters-cached-at-construction/check.ts";
import { parametersFetchedAndUnused } from "./parameters-fetched-and-unused/check.ts";
import { regimeFlaps } from "./regime-flaps/check.ts";
import { regimeNeverUpdated } from "./regime-never-updated/check.ts";
import { reloadMissing } from "./reload-missing/check.ts";
import { reloadNeverCalled } from "./reload-never-called/check.ts";
import { wordNeverWritten } from "./word-never-written/check.ts";

/** Section 8. */
export const REGIME: readonly Check[] = [multiplierCompounds, reloadNeverCalled, openPositionsKeepOldParameters, parametersCachedAtConstruction, parametersFetchedAndUnused, groupNotUpdated, reloadMissing, regimeNeverUpdated, regimeFlaps, wordNeverWritten];
