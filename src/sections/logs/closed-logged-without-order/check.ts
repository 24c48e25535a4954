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
  early: {
    en: "`{fn}` writes `{text}` before the closing order is sent: where the exchange refuses it the position stays open, and the log says that it is closed, with a price and a result that never were",
    ru: "`{fn}` пишет `{text}` до отправки закрывающего ордера: если биржа его отклонит, позиция останется открытой, а в логе она закрыта — с ценой и результатом, которых не было",
  },
  fix: { en: "write the line where the order was accepted, and log an error where none was sent", ru: "писать строку там, где ордер принят, а там, где он не отправлен, — ошибку" },
  line: { en: "said here on every way", ru: "пишется здесь на любом пути" },
  test: { en: "the order hangs on `{test}`", ru: "ордер зависит от `{test}`" },
  sent: { en: "the closing order goes out only here", ru: "закрывающий ордер уходит только здесь" },
  early_line: { en: "said here already", ru: "пишется уже здесь" },
  order: { en: "the closing order, sent only then", ru: "закрывающий ордер, отправляется только тогда" },
  origin: { en: "this is where `{test}` comes from", ru: "отсюда берётся `{test}`" },
  none: { en: "No line was found that says a position is closed on a way without a closing order", ru: "Нет строк, сообщающих о закрытии позиции на пути без закрывающего ордера" },
});

export const closedLoggedWithoutOrder = defineCheck({
  name: "logs/closed-logged-without-order",
  claim: "The log says that a position was closed only where a closing order was sent.",
  impact: "blind",
  about: "line",
  code: {
    requires: { closedClaims, places },
    look({ closedClaims, places }, see) {
      if (closedClaims.length === 0) return see.notApplicable(say("none"));
      for (const { fn, record, order, test, origin } of closedClaims) {
        const subject = places.subject("line", record.call, record.text);
        if (!test) {
          see.broken(subject, say("early", { fn: fn.qualname, text: quoted(record.text) }), [{ at: places.at(record.call), note: say("early_line") }, { at: places.at(order), note: say("sent") }], { fix: say("fix") });
          continue;
        }
        const values = { fn: fn.qualname, text: quoted(record.text), test: places.snippet(test, 60) };
        const evidence = [{ at: places.at(test), note: say("test", values) }, { at: places.at(order), note: say("order") }];
        if (origin) evidence.push({ at: places.at(origin), note: say("origin", values) });
        see.broken(subject, say("broken", values), [{ at: places.at(record.call), note: say("line") }, ...evidence], { fix: say("fix") });
      }
    },
  },
});
