import type { Check } from "../../sdk/check.ts";
import { dailyLossClearsItself } from "./daily-loss-clears-itself/check.ts";
import { dailyLossForgotten } from "./daily-loss-forgotten/check.ts";
import { dailyLossNotEnforced } from "./daily-loss-not-enforced/check.ts";
import { dailyPnlNotFed } from "./daily-pnl-not-fed/check.ts";
import { dailyPnlNotReset } from "./daily-pnl-not-reset/check.ts";
import { endedWithoutShutdown } from "./ended-without-shutdown/check.ts";
import { limitNeverRead } from "./limit-never-read/check.ts";
import { limitFailsOpen } from "./limit-fails-open/check.ts";
import { limitHardCoded } from "./limit-hard-coded/check.ts";
import { memoryGuardWithoutShutdown } from "./memory-guard-without-shutdown/check.ts";
import { memoryOverLimit } from "./memory-over-limit/check.ts";
import { morePositionsThanAllowed } from "./more-positions-than-allowed/check.ts";
import { noMemoryGuard } from "./no-memory-guard/check.ts";
import { noSignalHandler } from "./no-signal-handler/check.ts";
import { ordersAfterDailyLoss } from "./orders-after-daily-loss/check.ts";
import { positionLimitNotEnforced } from "./position-limit-not-enforced/check.ts";
import { sequenceIncomplete } from "./sequence-incomplete/check.ts";
import { shutdownBreaksOff } from "./shutdown-breaks-off/check.ts";
import { shutdownCanHang } from "./shutdown-can-hang/check.ts";
import { stopFlagUnread } from "./stop-flag-unread/check.ts";
import { stopTookTooLong } from "./stop-took-too-long/check.ts";

/** Section 11. */
export const SHUTDOWN: readonly Check[] = [
  noMemoryGuard, memoryGuardWithoutShutdown, noSignalHandler, sequenceIncomplete, shutdownBreaksOff, shutdownCanHang,
  positionLimitNotEnforced, dailyLossNotEnforced, dailyLossClearsItself, dailyLossForgotten, stopFlagUnread, limitFailsOpen, limitHardCoded, limitNeverRead, dailyPnlNotFed, dailyPnlNotReset,
  memoryOverLimit, morePositionsThanAllowed, ordersAfterDailyLoss, endedWithoutShutdown, stopTookTooLong,
];
