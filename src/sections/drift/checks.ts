import type { Check } from "../../sdk/check.ts";
import { failedFetchMeansNoPositions } from "./failed-fetch-means-no-positions/check.ts";

export const DRIFT: readonly Check[] = [failedFetchMeansNoPositions];
