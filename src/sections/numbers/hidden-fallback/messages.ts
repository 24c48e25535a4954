import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  differs: {
    en: "`{code}` falls back to {value} where the configuration says {shipped} ({place}): lose the key, and {value} decides {what} without a word{more}.",
    ru: "`{code}` подставит {value}, хотя в конфигурации {shipped} ({place}): пропадёт ключ — и {value} молча определит {what}{more}.",
  },
  disagrees: {
    en: "`{code}` falls back to {value}, another read of `{key}` to {other} ({place}), and no configuration has the key: two parts of the bot trade by different numbers ({what}){more}.",
    ru: "`{code}` подставляет {value}, а другое чтение `{key}` — {other} ({place}), и в конфигурации ключа нет: части бота торгуют по разным числам ({what}){more}.",
  },
  missing: {
    en: "`{key}` is missing in the shipped configuration, so `{code}` always gives {value}: a number in the code decides {what}, and it looks like a setting{more}.",
    ru: "В конфигурации нет `{key}`, поэтому `{code}` всегда даёт {value}: число в коде определяет {what}, а выглядит как настройка{more}.",
  },
  nowhere: {
    en: "`{code}` falls back to {value}, and neither a file nor a declaration says `{key}`: whoever left it out trades the number of the code ({what}), and is not told{more}.",
    ru: "`{code}` подставит {value}, а `{key}` нет ни в файлах, ни в объявлениях: кто его не задал, торгует по числу из кода ({what}) и не узнает об этом{more}.",
  },
  more: { en: "; {count, plural, one {# more setting} other {# more settings}} here like it", ru: "; здесь же ещё {count, plural, one {# такая настройка} few {# такие настройки} other {# таких настроек}}" },
  fixDiffers: { en: "Read `{key}` without a fallback, or refuse to start when it is missing.", ru: "Читайте `{key}` без запасного значения или отказывайтесь запускаться без него." },
  fixMissing: { en: "Add `{key}` to the configuration and read it without a fallback.", ru: "Добавьте `{key}` в конфигурацию и читайте без запасного значения." },
  fixOnce: { en: "Declare `{key}` once, with one default, and read it from there.", ru: "Объявите `{key}` один раз, с одним значением по умолчанию, и читайте оттуда." },
  here: { en: "`{key}` falls back to {value}", ru: "вместо `{key}` подставляется {value}" },
  there: { en: "`{key}` is {value}", ru: "`{key}` равно {value}" },
  elsewhere: { en: "elsewhere: {value}", ru: "в другом месте: {value}" },
  none: { en: "{count, plural, one {The one read of a setting with a fallback that decides about orders says} other {All # reads of settings with a fallback that decide about orders say}} what ships or is declared.", ru: "Чтений настроек с запасным значением, решающих об ордерах: {count}; все сверены с конфигурацией или объявлением — расхождений нет." },
  nothing: { en: "No setting that decides about orders is read with a fallback.", ru: "Ни одна настройка, решающая об ордерах, не читается с запасным значением." },
});
