import type { World } from "./moves.ts";

export interface Scene {
  readonly tells: string;
  /** What must be wrong before the bot starts. */
  readonly before?: (exchange: World["exchange"]) => void;
  readonly play?: (world: World) => Promise<void>;
}
