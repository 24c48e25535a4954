import type { LostWork } from "../../facts/run/lost-work.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import { say } from "./work-lost/messages.ts";
import { logLine } from "../log-line.ts";

export const lostText = (one: LostWork): Text =>
  say(one.what, { what: one.coroutine ?? one.resource ?? "?", when: one.atWork ? "work" : "end", orders: "no", exception: one.exception ?? "an exception", count: 1 });

export const lostEvidence = (one: LostWork): [Evidence, ...Evidence[]] => [logLine(one.event)];
