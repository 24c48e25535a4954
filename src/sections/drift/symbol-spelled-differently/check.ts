import { spellings } from "../../../facts/code/drift/spellings.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` compares the bot’s positions with those of the exchange by symbol, but the bot writes `{own}` and the exchange’s rows say `{venue}`: no position is ever found on the other side, so each one is “missing” and “unknown” at once.",
    ru: "`{fn}` сверяет позиции бота с биржей по символу, но бот пишет `{own}`, а в строках биржи стоит `{venue}`: ни одна позиция не находится на другой стороне, каждая одновременно «пропала» и «неизвестна».",
  },
  fix: { en: "Turn both sides into one spelling in one function (for ccxt: the unified symbol with its settle currency), and keep the books under it.", ru: "Приводите обе стороны к одному написанию одной функцией (для ccxt — единый символ с валютой расчёта) и ведите учёт под ним." },
  compares: { en: "compared here", ru: "здесь сравнивается" },
  own: { en: "the bot’s own spelling: `{own}`", ru: "написание бота: `{own}`" },
  venue: { en: "the exchange’s spelling: `{venue}`", ru: "написание биржи: `{venue}`" },
  holds: { en: "`{fn}`: the bot and the exchange spell symbols alike (`{venue}`)", ru: "`{fn}`: бот и биржа пишут символы одинаково (`{venue}`)" },
  none: { en: "No comparison whose both sides could be followed to their spelling.", ru: "Нет сверки, у которой удалось проследить написание символа с обеих сторон." },
});

const LOOKS = { settled: "BTC/USDT:USDT", slashed: "BTC/USDT", swap: "BTC-USDT-SWAP", dashed: "BTC-USDT", joined: "BTCUSDT", underscored: "BTC_USDT", bare: "BTC" } as const;

export const symbolSpelledDifferently = defineCheck({
  name: "drift/symbol-spelled-differently",
  claim: "The bot's books and the exchange's rows spell the symbol alike where they are compared.",
  impact: "position",
  maturity: "draft",
  about: "spelling",
  code: {
    requires: { spellings, places },
    look({ spellings, places }, see) {
      if (spellings.length === 0) return see.notApplicable(say("none"));
      for (const { reconciliation, own, venue } of spellings) {
        const { fn, compared } = reconciliation;
        const at = places.at(compared.find((one) => one.whole)?.at ?? compared[0]!.at);
        const subject = places.subject("spelling", fn, "spelling");
        const words = { fn: fn.qualname, own: own.text, venue: LOOKS[venue.form] };
        const first = { at: { ...at, endLine: at.line }, note: say("compares") };
        if (own.form === venue.form) see.holds(subject, say("holds", words), [first]);
        else see.broken(subject, say("broken", words), [first, { at: own.at, note: say("own", words) }, { at: places.at(venue.call), note: say("venue", words) }], { fix: say("fix"), group: "spelling", weight: 6 });
      }
    },
  },
});
