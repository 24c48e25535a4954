import type { Check } from "../../sdk/check.ts";
import { taskHandleDropped } from "./task-handle-dropped/check.ts";

export const LEAKS: readonly Check[] = [taskHandleDropped];
