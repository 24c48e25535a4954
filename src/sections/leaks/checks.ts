import type { Check } from "../../sdk/check.ts";
import { cancellationSwallowed } from "./cancellation-swallowed/check.ts";
import { closedAfterItWasDropped } from "./closed-after-it-was-dropped/check.ts";
import { connectionMadeTwice } from "./connection-made-twice/check.ts";
import { connectionReplacedWithoutClose } from "./connection-replaced-without-close/check.ts";
import { coroutineNeverAwaited } from "./coroutine-never-awaited/check.ts";
import { loopDiesUnseen } from "./loop-dies-unseen/check.ts";
import { memoryGrows } from "./memory-grows/check.ts";
import { resourceNotClosed } from "./resource-not-closed/check.ts";
import { socketsPileUp } from "./sockets-pile-up/check.ts";
import { stopNeverCalled } from "./stop-never-called/check.ts";
import { taskCancelsItself } from "./task-cancels-itself/check.ts";
import { taskHandleDropped } from "./task-handle-dropped/check.ts";
import { taskNeverCancelled } from "./task-never-cancelled/check.ts";
import { unboundedGrowth } from "./unbounded-growth/check.ts";
import { workLost } from "./work-lost/check.ts";

/** In the order in which a reader wants them: what is lost, what piles up, what never ends. */
export const LEAKS: readonly Check[] = [
  taskHandleDropped, loopDiesUnseen, taskNeverCancelled, taskCancelsItself, coroutineNeverAwaited, connectionReplacedWithoutClose, connectionMadeTwice, closedAfterItWasDropped, resourceNotClosed, unboundedGrowth, memoryGrows, socketsPileUp, workLost, stopNeverCalled, cancellationSwallowed,
];
