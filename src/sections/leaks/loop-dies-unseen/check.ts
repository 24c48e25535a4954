import { places } from "../../../facts/code/places.ts";
import { unseenEnds } from "../../../facts/code/resources/unseen-ends.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { say } from "./messages.ts";

export const loopDiesUnseen = defineCheck({
  name: "leaks/loop-dies-unseen",
  claim: "No failed request ends an endless loop of the bot without anybody learning of it.",
  impact: "blind",
  about: "loop",
  code: {
    requires: { unseenEnds, places },
    look({ unseenEnds: { ends, lasting }, places }, see) {
      if (ends.length === 0 && lasting.length === 0) return see.notApplicable(say("none"));
      for (const { fn, loop } of lasting) {
        const at = places.at(loop);
        see.holds(places.subject("loop", loop), say("lasts", { what: fn.qualname }), [{ at: { ...at, endLine: at.line }, note: say("lasts", { what: fn.qualname }) }]);
      }
      for (const { fn, kind, loop, start, escape, told } of ends) {
        const head = places.at(loop);
        const words = { what: fn.qualname, kind, request: places.snippet(escape.request.callee, 60), told: told ? "yes" : "no" };
        see.broken(places.subject("loop", loop), say("broken", words), [
          { at: places.at(escape.call), note: say("leaves") },
          ...(escape.request === escape.call ? [] : [{ at: places.at(escape.request), note: say("request") }]),
          { at: { ...head, endLine: head.line }, note: say("loop") }, { at: places.at(start), note: say("start") },
        ], { fix: say("fix", { kind }), group: fn.qualname, weight: 2 });
      }
    },
  },
});
