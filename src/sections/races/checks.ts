import type { Check } from "../../sdk/check.ts";
import checkThenAct from "./check-then-act-across-await/check.ts";
import doubleEntry from "./double-entry/check.ts";
import eventClearedAfterWork from "./event-cleared-after-work/check.ts";
import exitSentByTwoRuns from "./exit-sent-by-two-runs/check.ts";
import fillProcessedTwice from "./fill-processed-twice/check.ts";
import fillWithoutDeduplication from "./fill-without-deduplication/check.ts";
import flagSetInSpawnedTask from "./flag-set-in-spawned-task/check.ts";
import iterationAcrossAwait from "./iteration-across-await/check.ts";
import lockMisuse from "./lock-misuse/check.ts";
import loopRestarted from "./loop-restarted-beside-itself/check.ts";
import orderSentAgainInDoubt from "./order-sent-again-in-doubt/check.ts";
import positionClosedTwice from "./position-closed-twice/check.ts";
import positionMessageDeduplication from "./position-message-deduplication/check.ts";
import retryWithoutClientOrderId from "./retry-without-client-order-id/check.ts";
import staleGuard from "./stale-guard/check.ts";
import syncOvertakenByEntry from "./sync-overtaken-by-entry/check.ts";
import twoKeySpellings from "./two-key-spellings/check.ts";
import unconfirmedOrderGivenUp from "./unconfirmed-order-given-up/check.ts";
import unguardedSubscript from "./unguarded-subscript/check.ts";

export const RACES: readonly Check[] = [
  unguardedSubscript, staleGuard, checkThenAct, exitSentByTwoRuns, fillWithoutDeduplication, positionMessageDeduplication, lockMisuse,
  iterationAcrossAwait, twoKeySpellings, retryWithoutClientOrderId, orderSentAgainInDoubt,
  unconfirmedOrderGivenUp, syncOvertakenByEntry, flagSetInSpawnedTask, loopRestarted, eventClearedAfterWork,
  doubleEntry, positionClosedTwice, fillProcessedTwice,
];
