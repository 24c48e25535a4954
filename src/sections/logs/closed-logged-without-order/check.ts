import { closedClaims } from "../../../facts/code/logs/closed-claims.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { quoted } from "../log-words.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` writes `{text}` although no closing order was sent when `{test}` does not hold: the position stays open on the exchange while the log says that it is closed",
    ru: "`{fn}` пишет `{text}`, хотя при невыполненном `{test}` закрывающий ордер не отправлялся: позиция осталась на бирже, а в логе она закрыта",
  },
  fix: { en: "write the line where the order was accepted, and log an error where none was sent", ru: "писать строку там, где ордер принят, а там, где он не отправлен, — ошибку" },
  line: { en: "said here on every way", ru: "пишется здесь на любом пути" },
  test: { en: "the order hangs on `{test}`", ru: "ордер зависит от `{test}`" },
  order: { en: "the closing order, sent only then", ru: "закрывающий ордер, отправляется только тогда" },
  origin: { en: "this is where `{test}` comes from", ru: "отсюда берётся `{test}`" },
  none: { en: "No line was found that says a position is closed on a way without a closing order", ru: "Нет строк, сообщающих о закрытии позиции на пути без закрывающего ордера" },
});

export const closedLoggedWithoutOrder = defineCheck({
  name: "logs/closed-logged-without-order",
  claim: "The log says that a position was closed only where a closing order was sent.",
  impact: "position",
  maturity: "draft",
  about: "line",
  code: {
    requires: { closedClaims, places },
    look({ closedClaims, places }, see) {
      if (closedClaims.length === 0) return see.notApplicable(say("none"));
      for (const { fn, record, order, test, origin } of closedClaims) {
        const values = { fn: fn.qualname, text: quoted(record.text), test: places.snippet(test, 60) };
        const evidence = [{ at: places.at(test), note: say("test", values) }, { at: places.at(order), note: say("order") }];
        if (origin) evidence.push({ at: places.at(origin), note: say("origin", values) });
        see.broken(places.subject("line", record.call, record.text), say("broken", values), [{ at: places.at(record.call), note: say("line") }, ...evidence], { fix: say("fix") });
      }
    },
  },
});
