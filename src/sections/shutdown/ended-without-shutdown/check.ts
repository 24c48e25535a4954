import { runEnds } from "../../../facts/run/run-ends.ts";
import type { RunEnd } from "../../../facts/run/run-end.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { verbatim } from "../../../sdk/text.ts";
import { say } from "./messages.ts";
import { lineText } from "../../log-line.ts";

/** Nobody can handle it: who sent it, and why, is the question. */
const UNANSWERABLE = "SIGKILL";

export const endedWithoutShutdown = defineCheck({
  name: "shutdown/ended-without-shutdown",
  claim: "The run ended through the bot's shutdown.",
  impact: "position",
  about: "end",
  run: {
    requires: { runEnds },
    look({ runEnds: { ends, announced, stop } }, see) {
      if (ends.length === 0) return see.notExercised(say("unseen"));
      for (const one of ends) {
        const subject = { kind: "end", id: one.how === "restarted" ? "restart" : "exit" } as const;
        const evidence = evidenceOf(one);
        const values = { signal: one.signal ?? "", code: String(one.code ?? ""), exception: one.exception?.name ?? "" };
        const remarks = { fix: say("fix"), weight: 20 };
        if (one.how === "stopped") see.holds(subject, say("stopped"), evidence);
        else if (one.how === "signal" && one.signal === UNANSWERABLE && stop?.killed) see.notExercised(say("cutOff"));
        else if (one.how === "signal" && one.signal === UNANSWERABLE) see.unclear(subject, say("killed"), evidence);
        else if (one.how === "left") {
          // One that ran to its end by itself may have had nothing to hand over.
          if (announced) see.broken(subject, say("left", values), evidence, one.code === 0 ? { ...remarks, impact: "hygiene" } : remarks);
          else see.notExercised(say("silent", values));
        } else see.broken(subject, say(one.how, values), evidence, remarks);
      }
    },
  },
});

function evidenceOf(one: RunEnd): [Evidence, ...Evidence[]] {
  const end: Evidence = { at: one.at, note: say("end", { how: one.how, signal: one.signal ?? "none", code: String(one.code ?? "none") }) };
  const exception: Evidence[] = one.exception ? [{ at: one.exception.at, note: verbatim(one.exception.name) }] : [];
  const before: Evidence[] = one.before ? [{ at: one.before.at, note: say("before", { line: lineText(one.before.text) }) }] : [];
  return [end, ...exception, ...before];
}
