import type { Call } from "../../../ir/nodes.ts";
import type { RunEventKind } from "../../../run/event.ts";

/** What the code around a line says that it reports, whatever its words; `name` tells which metric or limit. */
export interface ToldEvent {
  readonly call: Call;
  readonly kind: RunEventKind;
  readonly name: string | null;
}
