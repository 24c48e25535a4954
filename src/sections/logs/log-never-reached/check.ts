import { deadLogs } from "../../../facts/code/logs/dead-logs.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { quoted } from "../log-words.ts";

const say = catalogue({
  "nobody-calls": {
    en: "`{text}` stands in `{fn}`, which nobody calls, and no other line reports this event: it will never be in the log",
    ru: "`{text}` стоит в `{fn}`, которую никто не вызывает, а другой строки об этом событии нет: в логе её не будет никогда",
  },
  acknowledgement: {
    en: "`{text}` needs `{test}`, but OKX's answer to an order carries no execution price or quantity (only ordId, clOrdId, sCode): the line is never written and fills leave no latency",
    ru: "`{text}` требует `{test}`, но ответ OKX на ордер не содержит ни цены, ни объёма исполнения (только ordId, clOrdId, sCode): строка не пишется никогда, latency исполнений не видна",
  },
  never: {
    en: "`{text}` stands under `{test}`, which cannot hold with the shipped configuration: the line is never written",
    ru: "`{text}` стоит под условием `{test}`, которое с поставляемой конфигурацией не выполняется: строка не пишется никогда",
  },
  flag: {
    en: "`{text}` stands under `{test}`, a flag that nothing in the bot sets: the line is never written",
    ru: "`{text}` стоит под флагом `{test}`, который в боте никто не выставляет: строка не пишется никогда",
  },
  stub: {
    en: "`{text}` needs a yes of `{test}`, which always answers False: the event is never noticed, and the line never written",
    ru: "`{text}` ждёт, что `{test}` ответит «да», а там всегда False: событие не замечают никогда, и строка не пишется никогда",
  },
  refused: {
    en: "`{text}` stands in the branch of a refused order (`{test}`), and where the exchange accepts the close nothing of it is written: the event is in the log only when the close failed",
    ru: "`{text}` стоит в ветке отклонённого ордера (`{test}`), а когда биржа закрытие приняла, о нём не пишется ничего: событие попадает в лог, только если закрыть не удалось",
  },
  line: { en: "the line that is never written", ru: "строка, которая никогда не пишется" },
  here: { en: "the line", ru: "строка" },
  because: { en: "`{test}`", ru: "`{test}`" },
  "fix-nobody-calls": { en: "call `{fn}` where the event happens", ru: "вызывать `{fn}` там, где происходит событие" },
  "fix-acknowledgement": { en: "log FILL in the handler of the orders channel (fillPx, fillSz, fillTime), where the execution really arrives", ru: "писать FILL в обработчике канала orders (fillPx, fillSz, fillTime), куда исполнение действительно приходит" },
  "fix-never": { en: "write the line regardless of that setting", ru: "писать строку независимо от этой настройки" },
  "fix-flag": { en: "set the flag where it is meant, or write the line without it", ru: "выставлять флаг там, где он нужен, или писать строку без него" },
  "fix-stub": { en: "finish the function, or take the branch out", ru: "дописать функцию или убрать ветку" },
  "fix-refused": { en: "write the line where the order was accepted: check the indentation of what follows the handling of the refusal", ru: "писать строку там, где ордер принят: проверьте отступы кода после обработки отказа" },
  none: { en: "No line with a mandatory tag exists, so none can be unreachable", ru: "Строк с обязательными тегами нет, недостижимых тоже" },
});

export const logNeverReached = defineCheck({
  name: "logs/log-never-reached",
  claim: "No line of a mandatory event stands where the running bot never gets to.",
  impact: "blind",
  about: "line",
  tellsOfIdleCode: true,
  code: {
    requires: { deadLogs, places },
    look({ deadLogs, places }, see) {
      if (deadLogs.length === 0) return see.notApplicable(say("none"));
      for (const { record, event, why, at } of deadLogs) {
        const values = { text: quoted(record.text), fn: record.fn.qualname, test: why === "nobody-calls" ? record.fn.qualname : places.snippet(at, 60) };
        const head = places.at(at);
        see.broken(places.subject("line", record.call, `${event} ${record.text}`), say(why, values), [
          { at: places.at(record.call), note: say(why === "refused" ? "here" : "line") },
          { at: { ...head, endLine: at.kind === "function" ? head.line : head.endLine ?? head.line }, note: say("because", values) },
        ], { fix: say(`fix-${why}`, values), group: event });
      }
    },
  },
});
