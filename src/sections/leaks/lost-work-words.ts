import type { LostWork } from "../../facts/run/lost-work.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";
import { say } from "./work-lost/messages.ts";

const MOST = 5;

/** Warnings that are about one thing. The first that came while the bot worked tells of it. */
export interface ToldLoss {
  readonly says: Text;
  readonly evidence: [Evidence, ...Evidence[]];
  readonly first: LostWork;
}

export function toldLoss(all: readonly [LostWork, ...LostWork[]], orders: "yes" | "no" = "no"): ToldLoss {
  const first = all.find((one) => one.atWork) ?? all[0];
  const says = say(first.what, { what: nameOf(first), named: nameOf(first) === "?" ? "no" : "yes", when: first.atWork ? "work" : "end", orders, exception: first.exception ?? "none", count: all.length });
  const others = all.filter((one) => one !== first).slice(0, MOST - 1);
  return { says, evidence: [logLine(first.event), ...others.map(({ event }) => logLine(event))], first };
}

export const nameOf = (one: LostWork): string => one.coroutine ?? one.resource ?? "?";

/** The warnings by what they are about; those that are about nothing known are left out. */
export function groupedBy<K>(all: readonly LostWork[], keyOf: (one: LostWork) => K | null): Map<K, [LostWork, ...LostWork[]]> {
  const groups = new Map<K, [LostWork, ...LostWork[]]>();
  for (const one of all) {
    const key = keyOf(one);
    const known = key === null ? undefined : groups.get(key);
    if (known) known.push(one);
    else if (key !== null) groups.set(key, [one]);
  }
  return groups;
}
