import type { Check } from "../../sdk/check.ts";
import { booksDoNotBalance } from "./books-do-not-balance/check.ts";
import { closedLoggedWithoutOrder } from "./closed-logged-without-order/check.ts";
import { countersDisagree } from "./counters-disagree/check.ts";
import { driftSilent } from "./drift-silent/check.ts";
import { entryWithoutFill } from "./entry-without-fill/check.ts";
import { eventBelowLevel } from "./event-below-level/check.ts";
import { eventLacksFields } from "./event-lacks-fields/check.ts";
import { eventUnderAnotherName } from "./event-under-another-name/check.ts";
import { exitSilent } from "./exit-silent/check.ts";
import { fillSilent } from "./fill-silent/check.ts";
import { logNeverReached } from "./log-never-reached/check.ts";
import { skipSilent } from "./skip-silent/check.ts";
import { trailReloadSilent } from "./trail-reload-silent/check.ts";
import { trailSilent } from "./trail-silent/check.ts";

/** Section 3. */
export const LOGS: readonly Check[] = [
  skipSilent, exitSilent, fillSilent, driftSilent, trailSilent, trailReloadSilent, closedLoggedWithoutOrder, logNeverReached, eventUnderAnotherName,
  eventBelowLevel, eventLacksFields, entryWithoutFill, booksDoNotBalance, countersDisagree,
];
