import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  grows: {
    en: "The bot's memory grows by {middle} % in two hours (95 % interval {low} to {high} %, over {judged} min after the warm-up): it will be killed or swap while positions are open",
    ru: "Память бота растёт на {middle} % за два часа (95 % интервал: от {low} до {high} %, по {judged} мин после прогрева): однажды процесс убьют или он уйдёт в своп при открытых позициях",
  },
  steady: {
    en: "memory changed by {middle} % in two hours (95 % interval {low} to {high} %), at most {asked} % was asked",
    ru: "память менялась на {middle} % за два часа (95 % интервал: от {low} до {high} %), допустимо {asked} %",
  },
  open: {
    en: "Memory: this run of {minutes} min can only prove growth above {high} % in two hours ({asked} % is the limit). Run at least {hours} h {rest} min.",
    ru: "Память: запуск в {minutes} мин может доказать только рост выше {high} % за два часа (предел {asked} %). Нужен запуск не короче {hours} ч {rest} мин.",
  },
  short: {
    en: "Memory: this run of {minutes} min is too short to tell a leak from the warm-up. Run at least {hours} h {rest} min.",
    ru: "Память: за {minutes} мин утечку не отличить от прогрева. Нужен запуск не короче {hours} ч {rest} мин.",
  },
  levels: {
    en: "Memory grew at first and then levelled off: whether it stays there only a longer run can show.",
    ru: "Память сначала росла, затем рост прекратился: останется ли она на этом уровне, покажет только более длинный запуск.",
  },
  nothing: {
    en: "Memory: neither telemetry nor log lines tell it. Start the bot with `golive run`.",
    ru: "Память: о ней не говорят ни телеметрия, ни строки лога. Запускайте бота через `golive run`.",
  },
  begins: { en: "{mb} MB after the warm-up", ru: "{mb} МБ после прогрева" },
  ends: { en: "{mb} MB at the end", ru: "{mb} МБ в конце" },
  fix: {
    en: "Find what is only ever added to (leaks/unbounded-growth lists candidates), compare two `tracemalloc` snapshots an hour apart, and bound it.",
    ru: "Найдите то, что только пополняется (кандидаты: leaks/unbounded-growth), сравните два снимка `tracemalloc` с разницей в час и ограничьте рост.",
  },
});
