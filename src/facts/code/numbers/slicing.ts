import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { ModuleIndex } from "../module-index.ts";
import type { SettingReads } from "../setting-reads.ts";
import type { WiderCalls } from "../wider-calls.ts";
import type { Bindings } from "./bindings.ts";

/** What a slice asks of the program. */
export interface Slicing {
  readonly calls: WiderCalls;
  readonly bindings: Bindings;
  readonly reads: SettingReads;
  moduleIndexOf(node: Node): ModuleIndex;
  /** Whether a function's code takes part in trading decisions at all. */
  enters(fn: FunctionNode): boolean;
}
