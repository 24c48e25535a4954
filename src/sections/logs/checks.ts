import type { Check } from "../../sdk/check.ts";
import { skipSilent } from "./skip-silent/check.ts";

/** Section 3. */
export const LOGS: readonly Check[] = [skipSilent];
