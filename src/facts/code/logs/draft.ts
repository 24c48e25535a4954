import type { Hole } from "../../../run/log-pattern.ts";

/** A parameter of the function that builds the message: its callers say what stands there. */
export interface Slot extends Hole {
  readonly slot: string;
}

/** A message as code builds it. */
export type Draft = readonly (string | Hole | Slot)[];
