import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  throttled: { en: "{fn} makes no pause of its own; a test of the time since the last attempt keeps attempts apart, and how they grow was not computed", ru: "{fn} сама пауз не делает; попытки разводит проверка времени с прошлой попытки, и как растут интервалы, не вычислено" },
  throttle: { en: "an attempt soon after the last is dropped here", ru: "попытка вскоре после предыдущей здесь отбрасывается" },
  none: {
    en: "{fn} reconnects {paused, select, yes {after only {schedule} s} other {without a pause}}: during an outage it hammers the exchange, which answers with an IP ban.",
    ru: "{fn} переподключается {paused, select, yes {всего через {schedule} с} other {без паузы}}: при сбое бот долбит биржу, и та банит IP.",
  },
  constant: {
    en: "{fn} reconnects after {schedule} s, the same each time{claimed, select, yes { although “exponential” is claimed} other {}}: the pause never grows, however long the outage.",
    ru: "{fn} переподключается через {schedule} с, всегда одинаково{claimed, select, yes {, хотя заявлен экспоненциальный рост} other {}}: сколько бы ни длился сбой, пауза не растёт.",
  },
  linear: {
    en: "{fn} waits {schedule} s: the delay grows linearly, not by doubling{claimed, select, yes {, although “exponential” is claimed} other {}}.",
    ru: "{fn} ждёт {schedule} с: задержка растёт линейно, а не удвоением{claimed, select, yes {, хотя заявлена экспонента} other {}}.",
  },
  same: {
    en: "In this run the stream “{name}” waited {seconds} s between its attempts, the same each time: the pause never grows, however long the outage.",
    ru: "В этом запуске поток «{name}» ждал между попытками {seconds} с, всегда одинаково: сколько бы ни длился сбой, пауза не растёт.",
  },
  rose: {
    en: "In this run the stream “{name}” waited {seconds} s between its attempts: the pause grows linearly, not by doubling.",
    ru: "В этом запуске поток «{name}» ждал между попытками {seconds} с: пауза растёт линейно, а не удвоением.",
  },
  grew: { en: "in this run the stream “{name}” waited {seconds} s", ru: "в этом запуске поток «{name}» ждал {seconds} с" },
  fix: { en: "Use `delay = min(5 * 2 ** attempts, 300)` with values from the config.", ru: "Используйте `delay = min(5 * 2 ** attempts, 300)`, значения — из конфига." },
  holds: { en: "{fn} backs off: {schedule} s", ru: "{fn} увеличивает паузу: {schedule} с" },
  library: { en: "{library} makes the delays itself (exponential backoff)", ru: "{library} делает паузы сама (экспоненциально)" },
  constantLibrary: { en: "{library} reconnects by itself, by its documentation {kept}; the bot does not set it.", ru: "{library} переподключается сама, по документации {kept}; бот это не настраивает." },
  called: { en: "{fn}: others call for each attempt, and how often is theirs to say", ru: "{fn}: каждую попытку вызывает другой код, и как часто, решает он" },
  once: { en: "{fn} does not try twice: see reconnect/attempt-ends-loop.", ru: "{fn} не пытается дважды: см. reconnect/attempt-ends-loop." },
  stuck: { en: "{fn}: the delays could not be computed.", ru: "{fn}: вычислить паузы не удалось." },
  setBack: { en: "The delay grows by its formula, but its counter does not: see the counter's own checks.", ru: "По формуле задержка растёт, но её счётчик — нет: см. проверки счётчика." },
  lost: { en: "after a lost connection: {pause} s", ru: "после обрыва: {pause} с" },
  computed: { en: "the delay: {schedule} s", ru: "задержка: {schedule} с" },
  decorated: { en: "a retry decorator repeats the function", ru: "функцию повторяет декоратор" },
});
