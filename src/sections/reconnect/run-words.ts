import type { LoggedStream } from "../../facts/run/reconnects.ts";
import type { LoggedWait, Outage } from "../../facts/run/outages.ts";
import type { SilentStream } from "../../facts/run/silent-streams.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";
import { lineText, logLine } from "../log-line.ts";

const say = catalogue({
  lost: { en: "lost: {line}", ru: "потеряно: {line}" },
  last: { en: "the stream's last line: {line}", ru: "последняя строка потока: {line}" },
  alive: { en: "{seconds} s later the bot is still at work: {line}", ru: "через {seconds} с бот всё ещё работает: {line}" },
  waited: { en: "waited {seconds} s: {line}", ru: "пауза {seconds} с: {line}" },
  silent: {
    en: "The stream “{name}” was lost in this run and nothing connected it again, while the bot worked on for {seconds} s: it trades on stale data, or without its fills",
    ru: "Поток «{name}» в этом запуске потерян, и никто его не подключил, а бот работал ещё {seconds} с: он торгует по старым данным или без своих исполнений",
  },
  noStream: { en: "Reconnects: no line of the log tells of a lost connection.", ru: "Переподключения: ни одна строка лога не говорит о потере соединения." },
});

export const noStream = say("noStream");

export const seconds = (value: number): string => String(Number(value.toPrecision(value >= 100 ? 3 : 2)));

/** `5, 10, 20, 40 …` */
export const series = (values: readonly number[]): string => values.slice(0, 8).map(seconds).join(", ") + (values.length > 8 ? " …" : "");

export const silentText = (one: SilentStream): Text => say("silent", { name: one.stream.name, seconds: seconds(one.silent) });

export function silentEvidence({ outage, alive, silent }: SilentStream): [Evidence, ...Evidence[]] {
  const lost = outage.down ?? outage.last;
  const further: Evidence[] = outage.last === lost ? [] : [{ at: outage.last.at, note: say("last", { line: lineText(outage.last.text) }) }];
  const working: Evidence[] = alive ? [{ at: alive.at, note: say("alive", { line: lineText(alive.text), seconds: seconds(silent) }) }] : [];
  return [{ at: lost.at, note: say("lost", { line: lineText(lost.text) }) }, ...further, ...working];
}

export const waitEvidence = (waits: readonly LoggedWait[]): Evidence[] =>
  waits.slice(0, 6).map((one) => ({ at: one.event.at, note: say("waited", { seconds: seconds(one.stated ?? one.measured ?? 0), line: lineText(one.event.text) }) }));

export const upEvidence = (outage: Outage): Evidence[] => (outage.up ? [logLine(outage.up)] : []);

/** Streams whose lines can be told apart. */
export const readable = (streams: readonly LoggedStream[]): LoggedStream[] => streams.filter((one) => !one.mixed);
