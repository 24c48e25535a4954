import { closedClaims } from "../../../facts/code/logs/closed-claims.ts";
import { untestedClaims, type UntestedClaim } from "../../../facts/code/logs/untested-claims.ts";
import { places } from "../../../facts/code/places.ts";
import { appendTo } from "../../../sdk/append.ts";
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
  "untested-exit": {
    en: "`{fn}` writes `{text}` without a look at the answer to the closing order: where it is refused, what sends it answers `{no}`, the position stays open on the exchange, and the log says that it is closed",
    ru: "`{fn}` пишет `{text}`, не посмотрев на ответ на закрывающий ордер: если он не прошёл, отправитель возвращает `{no}`, позиция остаётся на бирже, а в логе она закрыта",
  },
  "untested-trail": {
    en: "`{fn}` writes `{text}` without a look at the answer to the order of the stop: where it is refused, what sends it answers `{no}`, the old stop (or none) is at the exchange, and the log says that it was moved",
    ru: "`{fn}` пишет `{text}`, не посмотрев на ответ на ордер стопа: если он не прошёл, отправитель возвращает `{no}`, на бирже старый стоп или никакого, а в логе он сдвинут",
  },
  "early-trail": {
    en: "`{fn}` writes `{text}` before the order of the stop is sent: where that fails the old stop (or none) is at the exchange, and the log says that it was moved",
    ru: "`{fn}` пишет `{text}` до отправки ордера стопа: если он не пройдёт, на бирже останется старый стоп или никакого, а в логе он сдвинут",
  },
  too: { en: "said here in the same way", ru: "здесь пишется так же" },
  refusal: { en: "this is how a failure is answered", ru: "так отвечают, если ордер не прошёл" },
  sent_here: { en: "the order goes out here; nobody tests the answer before the line", ru: "ордер уходит здесь; до этой строки ответ никто не проверяет" },
  fix: { en: "write the line where the order was accepted, and log an error where none was sent", ru: "писать строку там, где ордер принят, а там, где он не отправлен, — ошибку" },
  line: { en: "said here on every way", ru: "пишется здесь на любом пути" },
  test: { en: "the order hangs on `{test}`", ru: "ордер зависит от `{test}`" },
  sent: { en: "the order goes out only here", ru: "ордер уходит только здесь" },
  early_line: { en: "said here already", ru: "пишется уже здесь" },
  order: { en: "the closing order, sent only then", ru: "закрывающий ордер, отправляется только тогда" },
  origin: { en: "this is where `{test}` comes from", ru: "отсюда берётся `{test}`" },
  none: { en: "No line was found that says a position is closed on a way without a closing order", ru: "Нет строк, сообщающих о закрытии позиции на пути без закрывающего ордера" },
});

export const closedLoggedWithoutOrder = defineCheck({
  name: "logs/closed-logged-without-order",
  claim: "The log says that a position was closed, or a stop moved, only where the order for it was sent and taken.",
  impact: "blind",
  about: "line",
  code: {
    requires: { closedClaims, untestedClaims, places },
    look({ closedClaims, untestedClaims, places }, see) {
      const told = new Map<string, UntestedClaim[]>();
      for (const one of untestedClaims) if (!closedClaims.some(({ record }) => record === one.record)) appendTo(told, `${one.fn.qualname} ${one.event} ${String(one.failure === null)}`, one);
      for (const [{ fn, record, event, order, failure }, ...others] of told.values() as Iterable<[UntestedClaim, ...UntestedClaim[]]>) {
        const more = others.slice(0, 6).map((one) => ({ at: places.at(one.record.call), note: say("too") }));
        const line = { at: places.at(record.call), note: say("line") };
        const subject = places.subject("line", record.call, record.text);
        const values = { fn: fn.qualname, text: quoted(record.text) };
        if (!failure) {
          see.broken(subject, say("early-trail", values), [line, { at: places.at(order), note: say("sent") }, ...more], { fix: say("fix") });
          continue;
        }
        const no = places.snippet(failure, 60);
        see.broken(subject, say(`untested-${event}`, { ...values, no }), [line, { at: places.at(order), note: say("sent_here") }, { at: places.at(failure), note: say("refusal") }, ...more], { fix: say("fix") });
      }
      if (closedClaims.length + untestedClaims.length === 0) return see.notApplicable(say("none"));
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
