import type { DoubleEntry } from "../../facts/run/double-entries.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";

/** Seconds: entries so close cannot have an unlogged exit between them. */
export const TOGETHER = 10;

const say = catalogue({
  twice: {
    en: "{instrument} was entered twice within {seconds} s with no exit in between{more, plural, =0 {} other { (and # times more in this run)}}: the position is twice as large as the bot's rules allow.",
    ru: "В {instrument} бот вошёл дважды за {seconds} с, выхода между входами не было{more, plural, =0 {} other { (и ещё раз: #)}}: позиция вдвое больше, чем разрешают его правила.",
  },
  proof: { en: "the first entry became a position: {text}", ru: "первый вход стал позицией: {text}" },
});

export const within = ({ entries, ...rest }: DoubleEntry, seconds: number): DoubleEntry | null => {
  const [first, ...more] = entries.filter((one) => one.seconds! <= seconds);
  return first ? { ...rest, entries: [first, ...more] } : null;
};

export const twiceText = ({ instrument, entries: [first, ...more] }: DoubleEntry): Text => say("twice", { instrument, seconds: String(Number(first.seconds!.toFixed(1))), more: more.length });

export function entryEvidence({ entries: [first, ...more] }: DoubleEntry): [Evidence, ...Evidence[]] {
  return [logLine(first.second), logLine(first.first), { at: first.proof.at, note: say("proof", { text: first.proof.text }) }, ...more.slice(0, 4).map((one) => logLine(one.second))];
}
