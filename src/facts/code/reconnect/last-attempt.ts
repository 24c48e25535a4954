import type { Call, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { ConnectSite, Event } from "./machine.ts";

/** The last attempt of a chain: what tried, and what made it the last. */
export interface LastAttempt {
  /** The call that clears a flag when the attempt has failed, in the connecting function; else the call that tried. */
  readonly at: Node;
  /** The first flag that was cleared after the failure. */
  readonly flag: Node | null;
}

export function lastAttempt(events: readonly Event[], site: ConnectSite): LastAttempt | null {
  const last = events.findLastIndex((one) => one.kind === "connect");
  const after = events.slice(last + 1);
  const cleared = after.findIndex((one) => one.kind === "store" && one.value.kind === "boolean" && !one.value.value);
  const flag = cleared < 0 ? null : after[cleared]!.node;
  if (flag && enclosingFunction(flag) === site.fn) return { at: flag, flag };
  const clears = after.slice(0, cleared < 0 ? 0 : cleared).findLast((one) => one.kind === "call" && enclosingFunction(one.node) === site.fn && !one.name.startsWith("log "));
  if (clears) return { at: clears.node, flag };
  const tried = events.slice(0, last).findLast((one): one is Event & { kind: "call"; node: Call } => one.kind === "call" && one.name === site.fn.name);
  return tried ? { at: tried.node, flag: null } : null;
}
