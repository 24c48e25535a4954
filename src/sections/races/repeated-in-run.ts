import type { DoubleFill } from "../../facts/run/double-fills.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";

const MOST_SHOWN = 3;

const say = catalogue({
  twice: {
    en: "{count, plural, =1 {Execution {trade} was} other {# executions (the first is {trade}) were}} processed twice in this run",
    ru: "{count, plural, one {# исполнение (id {trade}) обработано} few {# исполнения (первое — {trade}) обработаны} other {# исполнений (первое — {trade}) обработано}} в этом запуске дважды",
  },
  into: { en: "{twice}: `{total}` holds more than was filled, and the exit sells more than there is.", ru: "{twice}: в `{total}` больше, чем исполнено, и выход продаст больше, чем есть." },
  alone: { en: "{twice}: the bot believes in a larger position than there is, and the exit sells more than there is.", ru: "{twice}: бот считает позицию больше, чем она есть, и выход продаст лишнее." },
});

export function twiceText({ repeats, sum }: DoubleFill): Text {
  const twice = say("twice", { count: repeats.length, trade: repeats[0]!.trade });
  const key = sum ? "into" : "alone";
  const total = sum?.total ?? "";
  return { en: say(key, { twice: twice.en, total }).en, ru: say(key, { twice: twice.ru, total }).ru };
}

export const repeatEvidence = ({ repeats }: DoubleFill): [Evidence, ...Evidence[]] =>
  repeats.slice(0, MOST_SHOWN).flatMap((one) => [logLine(one.first), logLine(one.second)]) as [Evidence, ...Evidence[]];
