import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  silent: {
    en: "{metric}: {value} in this line, beyond {asked}, and no WARNING within a second ({count} such in this run): nobody saw that execution went bad",
    ru: "{metric}: в этой строке {value}, порог {asked}, но в пределах секунды нет WARNING (таких в запуске: {count}): никто не увидел, что исполнение испортилось",
  },
  warned: {
    en: "{metric}: each of the {count} values beyond the threshold has its WARNING",
    ru: "{metric}: у каждого из значений за порогом ({count}) есть WARNING",
  },
  unitless: {
    en: "{count, plural, one {# value has} other {# values have}} no unit, neither in the line nor in the code that printed it: write `slippage_pct=`, `latency_ms=` or a unit behind the number",
    ru: "{count, plural, one {у # значения} few {у # значений} many {у # значений} other {у # значений}} нет единицы ни в строке, ни в коде, который её вывел: пишите `slippage_pct=`, `latency_ms=` или единицу после числа",
  },
  within: {
    en: "WARNING thresholds: {count, plural, one {# value} other {# values}} in the log, none beyond its threshold.",
    ru: "WARNING-пороги: {count, plural, one {в логе # значение, и оно не за порогом} few {в логе # значения, за порогом ни одного} many {в логе # значений, за порогом ни одного} other {в логе # значения, за порогом ни одного}}.",
  },
  nothing: {
    en: "WARNING thresholds: no line of the log tells slippage, a trailing distance or an order's latency.",
    ru: "WARNING-пороги: ни одна строка лога не говорит о проскальзывании, расстоянии до трейлинг-стопа или задержке ордера.",
  },
  fix: {
    en: "log this line at WARNING when {metric} is beyond {asked}, or a WARNING beside it with the same symbol",
    ru: "выводить эту строку уровнем WARNING, когда {metric} за порогом {asked}, или рядом писать WARNING с тем же символом",
  },
});
