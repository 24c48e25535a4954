import type { Check } from "../../sdk/check.ts";
import { crossedWithoutWarning } from "./crossed-without-warning/check.ts";
import { belowWarningLevel } from "./below-warning-level/check.ts";
import { looserThreshold } from "./looser-threshold/check.ts";
import { metricMissing } from "./metric-missing/check.ts";
import { metricWithoutWarning } from "./metric-without-warning/check.ts";
import { wrongDirection } from "./wrong-direction/check.ts";
import { wrongReference } from "./wrong-reference/check.ts";
import { wrongUnit } from "./wrong-unit/check.ts";

/** Section 4. */
export const WARNINGS: readonly Check[] = [wrongUnit, wrongReference, wrongDirection, looserThreshold, belowWarningLevel, metricWithoutWarning, crossedWithoutWarning, metricMissing];
