import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "These events are logged without their tags, so a person can read them, but neither golive nor an alert rule can count them and reconcile a run: {parts}",
    ru: "Эти события пишутся без своих тегов: человек их прочтёт, но ни golive, ни правило алерта не смогут ни посчитать их, ни сверить по ним запуск: {parts}",
  },
  told: {
    en: "{told, select, words {{event} in {count, plural, one {# place} other {# places}} without {tag}, for example as `{text}`} other {{event} in {count, plural, one {# place} other {# places}}: what is written there, such as `{text}`, does not carry {tag}}}",
    ru: "{told, select, words {{event} в {count, plural, one {# месте} other {# местах}} без {tag}, например как `{text}`} other {{event} в {count, plural, one {# месте} other {# местах}}: то, что там пишется, например `{text}`, не содержит {tag}}}",
  },
  vague: {
    en: "{event} in {count, plural, one {# place} other {# places}} (`{fn}`) without {tag}: all that is written there comes from helpers, such as `{helper}`, in words of their own",
    ru: "{event} в {count, plural, one {# месте} other {# местах}} (`{fn}`) без {tag}: всё, что там пишется, пишут другие функции, например `{helper}`, своими словами",
  },
  fix: {
    en: "bind the functions that write them (or a word of their text) in golive.yaml, once for the whole bot: `concepts: '{'{concepts}'}'`; or begin the lines with {tags}",
    ru: "привязать функции, которые их пишут (или слово из текста), в golive.yaml, один раз на весь бот: `concepts: '{'{concepts}'}'`; или начинать строки с {tags}",
  },
  home: { en: "the log that these events go to", ru: "лог, в который идут эти события" },
  "vague-here": { en: "`{fn}`: only `{helper}` writes something, in words of its own", ru: "`{fn}`: что-то пишет лишь `{helper}`, своими словами" },
  line: { en: "`{fn}`: what is written here is `{text}`", ru: "`{fn}`: здесь пишется `{text}`" },
  noted: { en: "`{fn}`: nothing goes to the log here, it is only put down by `{text}`", ru: "`{fn}`: в лог ничего не пишется, событие лишь заносит `{text}`" },
  here: { en: "written in or around `{fn}`", ru: "пишется в `{fn}` или рядом" },
  holds: { en: "{tag} is written at every recognised place", ru: "{tag} пишется во всех распознанных местах" },
  none: { en: "No place was recognised at which a mandatory event is written", ru: "Не распознано мест, где пишутся обязательные события" },
  skip: { en: "dropped signals", ru: "отброшенные сигналы" },
  exit: { en: "closed positions", ru: "закрытия позиций" },
  fill: { en: "fills", ru: "исполнения" },
  trail: { en: "moves of the stop", ru: "сдвиги стопа" },
  reload: { en: "reloads of trailing parameters", ru: "перезагрузки параметров трейлинга" },
  drift: { en: "repairs of the registry", ru: "исправления реестра" },
});
