import type { Check } from "../../sdk/check.ts";
import { booksStartEmpty } from "./books-start-empty/check.ts";
import { deleteBeforeOrder } from "./delete-before-order/check.ts";
import { driftNotRepaired } from "./drift-not-repaired/check.ts";
import { failedFetchMeansNoPositions } from "./failed-fetch-means-no-positions/check.ts";
import { failedFetchSendsOrders } from "./failed-fetch-sends-orders/check.ts";
import { failedOrderTakenAsUnsent } from "./failed-order-taken-as-unsent/check.ts";
import { failedOrderQueryMeansGone } from "./failed-order-query-means-gone/check.ts";
import { noReconciliation } from "./no-reconciliation/check.ts";
import { notAtStartUp } from "./not-at-start-up/check.ts";
import { oneDirectionOnly } from "./one-direction-only/check.ts";
import { onlyAtStartUp } from "./only-at-start-up/check.ts";
import { orderLostSightOf } from "./order-lost-sight-of/check.ts";
import { refusedOrderTakenAsDone } from "./refused-order-taken-as-done/check.ts";
import { scheduleNotStarted } from "./schedule-not-started/check.ts";
import { scheduleTooSlow } from "./schedule-too-slow/check.ts";
import { syncGap } from "./sync-gap/check.ts";
import { syncDiesOnError } from "./sync-dies-on-error/check.ts";
import { symbolSpelledDifferently } from "./symbol-spelled-differently/check.ts";
import { twoPolicies } from "./two-policies/check.ts";
import { wordNeverWritten } from "./word-never-written/check.ts";

export const DRIFT: readonly Check[] = [
  noReconciliation, failedFetchMeansNoPositions, failedFetchSendsOrders, failedOrderQueryMeansGone, oneDirectionOnly, onlyAtStartUp, notAtStartUp, booksStartEmpty, scheduleNotStarted, scheduleTooSlow, syncDiesOnError, deleteBeforeOrder, twoPolicies,
  syncGap, driftNotRepaired, orderLostSightOf, refusedOrderTakenAsDone, failedOrderTakenAsUnsent, symbolSpelledDifferently, wordNeverWritten,
];
