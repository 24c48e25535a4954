import type { Anchor } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import type { LaneFilter } from "./lanes.ts";

/** From left to right. */
export const LAYERS = ["start", "source", "filters", "sizing", "order", "position", "exit"] as const;
export type Layer = (typeof LAYERS)[number];

/** missing: red. unknown: not recognised, which is our blindness or the bot's gap. quiet: nothing is asked of it. */
export type Tone = "plain" | "missing" | "unknown" | "quiet";

/** Something at a place, and why it stands in the map. */
export interface GraphItem {
  readonly what: Text;
  readonly at: Anchor | null;
  readonly why: Text | null;
  /** Upon which test. */
  readonly when?: Text;
}

export interface GraphNode {
  /** Stable for the same map: `order-1`. */
  readonly id: string;
  readonly layer: Layer;
  /** What it is as a whole; null where its only item says it. */
  readonly title: Text | null;
  readonly tone: Tone;
  readonly items: readonly GraphItem[];
  /** Of a filters node: what should stand on the way, and whether it does. */
  readonly marks: readonly LaneFilter[];
  /** How many ways lead through it. */
  readonly ways: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}
