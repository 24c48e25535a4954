import type { Check } from "../../sdk/check.ts";
import { dailyLossNotEnforced } from "./daily-loss-not-enforced/check.ts";
import { memoryGuardWithoutShutdown } from "./memory-guard-without-shutdown/check.ts";
import { noMemoryGuard } from "./no-memory-guard/check.ts";
import { noSignalHandler } from "./no-signal-handler/check.ts";
import { positionLimitNotEnforced } from "./position-limit-not-enforced/check.ts";

/** Section 11. */
export const SHUTDOWN: readonly Check[] = [noMemoryGuard, memoryGuardWithoutShutdown, noSignalHandler, positionLimitNotEnforced, dailyLossNotEnforced];
