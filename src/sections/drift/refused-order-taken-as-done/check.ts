import { droppedRecords } from "../../../facts/code/drift/dropped-records.ts";
import { pretendedCloses } from "../../../facts/code/drift/pretended-closes.ts";
import { refusedOrders } from "../../../facts/code/drift/refused-orders.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { startOf } from "../start-of.ts";
import { say } from "./messages.ts";

export const refusedOrderTakenAsDone = defineCheck({
  name: "drift/refused-order-taken-as-done",
  claim: "A failed order does not change the record of the position.",
  impact: "position",
  about: "order",
  code: {
    requires: { refusedOrders, droppedRecords, pretendedCloses, places },
    look({ refusedOrders, droppedRecords, pretendedCloses, places }, see) {
      if (refusedOrders.length + droppedRecords.length + pretendedCloses.length === 0) return see.notApplicable(say("none"));
      for (const { fn, test, order, called, answer, change } of refusedOrders) {
        see.broken(
          places.subject("order", test, `${fn.qualname} ${places.snippet(test, 40)}`),
          say("broken", { fn: fn.qualname, order: called, answer: places.snippet(answer, 60), test: places.snippet(test, 40) }),
          [{ at: startOf(places, test), note: say("tested") }, { at: startOf(places, order), note: say("order") }, { at: startOf(places, answer), note: say("answer") }, { at: startOf(places, change), note: say("change") }],
          { fix: say("fix"), group: "refused-order", weight: 7 },
        );
      }
      for (const { fn, answer, order, asked } of pretendedCloses) {
        see.broken(
          places.subject("order", fn, fn.qualname),
          say("pretended", { fn: fn.qualname, answer: places.snippet(answer, 60), caller: asked.caller.qualname }),
          [{ at: startOf(places, answer), note: say("pretends") }, { at: startOf(places, asked.call), note: say("asked") }, { at: startOf(places, order), note: say("order") }],
          { fix: say("send"), group: "pretended-close", weight: 8 },
        );
      }
      for (const { fn, order, called, how, failure, change } of droppedRecords) {
        const at = how === "ignored" ? order : change;
        see.broken(
          places.subject("order", at, `${fn.qualname} ${places.snippet(at, 40)}`),
          say(how, { fn: fn.qualname, order: called }),
          [{ at: startOf(places, at), note: say(how === "ignored" ? "order" : "change") }, { at: startOf(places, failure), note: say(how === "ignored" ? "swallowed" : "failure") }, how === "ignored" ? { at: startOf(places, change), note: say("change") } : { at: startOf(places, order), note: say("order") }],
          { fix: say("keep"), group: "dropped-record", weight: 7 },
        );
      }
    },
  },
});
