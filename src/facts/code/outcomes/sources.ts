import type { Program } from "../../../ir/program.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Constants } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import type { Index } from "../module-index.ts";
import type { SettingReads } from "../setting-reads.ts";
import type { SwitchedOff } from "../switched-off.ts";

/** What outcomes of tests are worked out from. */
export interface Sources {
  readonly program: Program;
  readonly index: Index;
  readonly infer: Inference;
  readonly graph: CallGraph;
  readonly constants: Constants;
  readonly settings: SettingReads;
  readonly switches: SwitchedOff;
}
