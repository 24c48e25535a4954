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
  sold: {
    en: "{count, plural, =1 {One position was} other {# positions were}} closed with {factor} times the size of the entry in this run ({instrument}: entered {entry}, closed {exit})",
    ru: "{count, plural, one {# позиция закрыта} few {# позиции закрыты} other {# позиций закрыто}} в этом запуске размером в {factor} раза больше входа ({instrument}: вошли {entry}, закрыли {exit})",
  },
  into: { en: "{twice}: `{total}` holds more than was filled, and the exit sells more than there is.", ru: "{twice}: в `{total}` больше, чем исполнено, и выход продаст больше, чем есть." },
  alone: { en: "{twice}: the bot believes in a larger position than there is, and the exit sells more than there is.", ru: "{twice}: бот считает позицию больше, чем она есть, и выход продаст лишнее." },
});

export function twiceText({ repeats, oversold, sum }: DoubleFill): Text {
  const [sold] = oversold;
  const twice = repeats.length > 0 ? say("twice", { count: repeats.length, trade: repeats[0]!.trade })
    : say("sold", { count: oversold.length, factor: String(sold!.factor), instrument: sold!.instrument, entry: sold!.entry.fields.size ?? "", exit: sold!.exit.fields.size ?? "" });
  const key = sum ? "into" : "alone";
  const total = sum?.total ?? "";
  return { en: say(key, { twice: twice.en, total }).en, ru: say(key, { twice: twice.ru, total }).ru };
}

export const repeatEvidence = ({ repeats, oversold }: DoubleFill): [Evidence, ...Evidence[]] => [
  ...repeats.slice(0, MOST_SHOWN).flatMap((one) => [logLine(one.second), logLine(one.first)]),
  ...oversold.slice(0, MOST_SHOWN).flatMap((one) => [logLine(one.exit), logLine(one.entry)]),
] as [Evidence, ...Evidence[]];
