import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "{told, select, words {{event} are logged in the bot''s own words, without {tag}, in {count, plural, one {# place} other {# places}}, for example as `{text}`: a person can read them, but neither golive nor an alert rule can count them and reconcile a run} other {{event} are not named in the log in {count, plural, one {# place} other {# places}}: what is written there, such as `{text}`, does not carry {tag}, and neither golive nor an alert rule can count them and reconcile a run}}",
    ru: "{told, select, words {{event} пишутся своими словами, без {tag}, в {count, plural, one {# месте} other {# местах}}, например как `{text}`: человек это прочтёт, но ни golive, ни правило алерта не смогут ни посчитать их, ни сверить по ним запуск} other {{event} в логе не названы в {count, plural, one {# месте} other {# местах}}: то, что там пишется, например `{text}`, не содержит {tag}, и ни golive, ни правило алерта не смогут ни посчитать их, ни сверить по ним запуск}}",
  },
  fix: {
    en: "begin the line with {tag}, or bind {writers, plural, one {the function that writes it} other {the functions that write it}} (or a word of the text) in golive.yaml: `concepts: '{'{concept}: [{fn}]'}'`",
    ru: "начинать строку с {tag} или привязать {writers, plural, one {функцию, которая её пишет} other {функции, которые её пишут}} (или слово из текста), в golive.yaml: `concepts: '{'{concept}: [{fn}]'}'`",
  },
  vague: {
    en: "{event} carry no {tag} in {count, plural, one {# place} other {# places}} (`{fn}`): all that is written there comes from helpers, such as `{helper}`, in words of their own. Neither golive nor an alert rule can tell the event from it",
    ru: "{event} идут без {tag} в {count, plural, one {# месте} other {# местах}} (`{fn}`): всё, что там пишется, пишут другие функции, например `{helper}`, своими словами. Ни golive, ни правило алерта события в этом не узнают",
  },
  "vague-here": { en: "`{fn}`: only `{helper}` writes something, in words of its own", ru: "`{fn}`: что-то пишет лишь `{helper}`, своими словами" },
  told: { en: "`{fn}`: what is written here is `{text}`", ru: "`{fn}`: здесь пишется `{text}`" },
  noted: { en: "`{fn}`: nothing goes to the log here, it is only put down by `{text}`", ru: "`{fn}`: в лог ничего не пишется, событие лишь заносит `{text}`" },
  here: { en: "written in or around `{fn}`", ru: "пишется в `{fn}` или рядом" },
  holds: { en: "{tag} is written at every recognised place", ru: "{tag} пишется во всех распознанных местах" },
  none: { en: "No place was recognised at which a mandatory event is written", ru: "Не распознано мест, где пишутся обязательные события" },
  skip: { en: "Dropped signals", ru: "Отброшенные сигналы" },
  exit: { en: "Closed positions", ru: "Закрытия позиций" },
  fill: { en: "Fills", ru: "Исполнения" },
  trail: { en: "Moves of the stop", ru: "Сдвиги стопа" },
  reload: { en: "Reloads of trailing parameters", ru: "Перезагрузки параметров трейлинга" },
  drift: { en: "Repairs of the registry", ru: "Исправления реестра" },
});
