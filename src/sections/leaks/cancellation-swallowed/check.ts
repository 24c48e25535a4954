import { places } from "../../../facts/code/places.ts";
import { swallowedCancellations } from "../../../facts/code/resources/swallowed-cancellations.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{handler}` takes the cancellation and the loop of `{fn}` goes on: `cancel()` does not end the task, and a shutdown that waits for it hangs",
    ru: "`{handler}` перехватывает отмену, и цикл в `{fn}` продолжается: `cancel()` не завершает task, и остановка, которая её ждёт, зависает",
  },
  handler: { en: "CancelledError ends here", ru: "CancelledError дальше не проходит" },
  interrupted: { en: "the wait that a cancellation interrupts", ru: "ожидание, которое прерывает отмена" },
  loop: { en: "the loop that goes on", ru: "цикл, который продолжается" },
  fix: { en: "Let the cancellation through: `except asyncio.CancelledError: raise` first, then `except Exception`.", ru: "Пропускайте отмену: сначала `except asyncio.CancelledError: raise`, затем `except Exception`." },
  holds: { en: "the handler in `{fn}` lets the cancellation end the loop", ru: "обработчик в `{fn}` даёт отмене завершить цикл" },
  none: { en: "no handler in an endless loop takes a cancellation", ru: "в бесконечных циклах ни один обработчик не перехватывает отмену" },
});

export const cancellationSwallowed = defineCheck({
  name: "leaks/cancellation-swallowed",
  claim: "A cancelled task ends.",
  impact: "position",
  about: "handler",
  code: {
    requires: { swallowedCancellations, places },
    look({ swallowedCancellations, places }, see) {
      if (swallowedCancellations.length === 0) return see.notApplicable(say("none"));
      for (const { handler, fn, loop, interrupted, seldom, swallows } of swallowedCancellations) {
        const head = places.snippet(handler, 60).replace(/:.*$/, "");
        const subject = places.subject("handler", handler, `${head} ${places.snippet(interrupted, 80)}`);
        const words = { handler: head, fn: fn.qualname };
        const line = places.at(handler).line;
        const at = { at: { ...places.at(handler), endLine: line }, note: say("handler") };
        if (!swallows) {
          see.holds(subject, say("holds", words), [at]);
          continue;
        }
        const loopAt = places.at(loop);
        see.broken(subject, say("broken", words), [at, { at: places.at(interrupted), note: say("interrupted") }, { at: { ...loopAt, endLine: loopAt.line }, note: say("loop") }], { fix: say("fix"), group: fn.qualname, weight: seldom ? 1 : 3, ...(seldom ? { impact: "hygiene" as const } : {}) });
      }
    },
  },
});
