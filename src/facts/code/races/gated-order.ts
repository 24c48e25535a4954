import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Locks } from "../locks.ts";
import type { Index } from "../module-index.ts";
import type { OrderSite } from "../order-sites.ts";
import type { SharedPlace, SharedState } from "../shared-state.ts";
import type { Access } from "./accesses.ts";
import type { OpenRuns } from "./open-runs.ts";
import type { OrderActs } from "./order-acts.ts";
import type { OwnRecords } from "./own-records.ts";
import type { Reservation } from "./reservations.ts";
import type { RunLocks } from "./run-locks.ts";
import type { Sessions } from "./sessions.ts";
import type { Question, StateSummaries } from "./state-summaries.ts";
import type { Suspension } from "./suspension.ts";
import type { Pair, Together } from "./together.ts";

/** A test of shared state that decides about an order, and the write that makes the test come out differently next time. */
export interface GatedOrder {
  readonly fn: FunctionNode;
  readonly place: SharedPlace;
  readonly question: Question;
  /** The test itself, or the call of the function that tests. */
  readonly test: Node;
  /** Where the state is read (in a callee, if the test is a call). */
  readonly read: Access;
  readonly order: OrderSite;
  readonly act: Call;
  readonly write: Access;
  /** alone: one run comes here at a time. own-key: several do, each for an entry of its own. unsure: what keeps them apart is no proof. */
  readonly verdict: "race" | "atomic" | "locked" | "tested-again" | "alone" | "own-key" | "unsure";
  readonly yieldsAt: Node | null;
  readonly pair: Pair | null;
  /** Two threads: any point is one where the other may run; the order's request is the longest. */
  readonly threads: boolean;
  /** Another function that tests the same state, sends an order of its own and changes the state as this one does; null: two runs of this function. */
  readonly rival: GatedOrder | null;
}

/** What the search for gates looks at. */
export interface GateFacts {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly state: SharedState;
  readonly summaries: StateSummaries;
  readonly acts: OrderActs;
  readonly suspension: Suspension;
  readonly together: Together;
  readonly locks: Locks;
  readonly runLocks: RunLocks;
  readonly openRuns: OpenRuns;
  readonly reservations: readonly Reservation[];
  readonly records: OwnRecords;
  readonly sessions: Sessions;
}

/** Shared state that a condition on the way to an order asks about. */
export interface Tested {
  readonly place: SharedPlace;
  readonly question: Question;
  readonly node: Node;
  readonly read: Access;
  /** Whether the way to the order is the one on which the key is there; null: not known. */
  readonly present: boolean | null;
}

/** A name of what the bot holds or has sent. */
export const REGISTRY = /position|order|trade|holding|slot/i;
