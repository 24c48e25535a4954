import type { Check } from "../../sdk/check.ts";
import { deleteBeforeOrder } from "./delete-before-order/check.ts";
import { failedFetchMeansNoPositions } from "./failed-fetch-means-no-positions/check.ts";
import { onlyAtStartUp } from "./only-at-start-up/check.ts";
import { scheduleTooSlow } from "./schedule-too-slow/check.ts";

export const DRIFT: readonly Check[] = [failedFetchMeansNoPositions, deleteBeforeOrder, onlyAtStartUp, scheduleTooSlow];
