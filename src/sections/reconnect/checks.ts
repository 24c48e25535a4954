import { attemptEndsLoop } from "./attempt-ends-loop/check.ts";
import { cleanCloseWithoutDelay } from "./clean-close-without-delay/check.ts";
import { counterNeverGrows } from "./counter-never-grows/check.ts";
import { counterNeverReset } from "./counter-never-reset/check.ts";
import { givingUpUnhandled } from "./giving-up-unhandled/check.ts";
import { noBackoff } from "./no-backoff/check.ts";
import { noCap } from "./no-cap/check.ts";
import { noReconnect } from "./no-reconnect/check.ts";
import { pauseCutShort } from "./pause-cut-short/check.ts";
import { sleepInCallback } from "./sleep-in-callback/check.ts";
import { stalePrice } from "./stale-price/check.ts";
import { streamStaysDown } from "./stream-stays-down/check.ts";
import { unboundedAttempts } from "./unbounded-attempts/check.ts";

/** Section 12. */
export const RECONNECT_CHECKS = [
  noReconnect, attemptEndsLoop, givingUpUnhandled, noBackoff, noCap, counterNeverReset, counterNeverGrows, cleanCloseWithoutDelay, unboundedAttempts, stalePrice, sleepInCallback,
  streamStaysDown, pauseCutShort,
];
