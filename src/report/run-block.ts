import { COUNTERS } from "../sdk/run-summary.ts";
import type { RunFunnel, RunProcess, RunSeries, RunSource, RunSummary } from "../sdk/run-summary.ts";
import { inBoth, type Language, type Text, verbatim } from "../sdk/text.ts";
import { eventWords, runWords, type KnownEvent } from "./run-words.ts";
import { countText, durationText, measureText, percentText } from "./quantities.ts";

/** What the report tells about the run, before anybody decided how it looks. Words of the log stand in it as they are. */
export interface RunBlock {
  readonly title: Text;
  readonly items: readonly Text[];
  readonly series: readonly DrawnSeries[];
}

export interface DrawnSeries {
  readonly name: Text;
  readonly says: Text;
  readonly points: readonly (number | null)[];
}

const MOST_SERIES = 8;

/** `limit`: sources, reasons and measurements that are named. */
export function runBlockOf(run: RunSummary, limit: number): RunBlock {
  const items = [
    recordsText(run),
    ...some(run.sources.map(sourceText), limit),
    ...(run.process ? processTexts(run.process) : []),
    ...funnelTexts(run.funnel, limit),
    ...eventsText(run),
  ];
  return { title: titleOf(run), items, series: run.series.slice(0, limit === Infinity ? limit : MOST_SERIES).map(seriesText) };
}

const joined = (texts: readonly Text[], by: string): Text => inBoth((language) => texts.map((text) => text[language]).join(by));

function titleOf({ start, seconds }: RunSummary): Text {
  const when = start === null || seconds === null ? runWords("timeless") : durationText(seconds, (duration, language) => runWords("lasted", { duration, start: start.slice(0, 19).replace("T", " ") })[language]);
  return joined([runWords("title"), when], ": ");
}

const recordsText = ({ records, linked, foreign }: RunSummary): Text =>
  (records === 0 ? runWords("noRecords") : inBoth((language) => runWords("records", { records, percent: percentText(linked / Math.max(1, records - foreign), language) })[language]));

const sourceText = ({ file, format, lines, matched }: RunSource): Text =>
  (lines === 0 ? runWords("emptySource", { file }) : inBoth((language) => runWords("source", { file, format, lines, percent: percentText(matched, language) })[language]));

function processTexts({ file, samples, exit, guard }: RunProcess): Text[] {
  const ended = exit === null ? runWords("endUnseen") : exit.signal !== null ? runWords("endedSignal", { signal: exit.signal }) : runWords("endedCode", { code: String(exit.code ?? "?") });
  return [joined([runWords("telemetry", { file, samples }), ended], ", "), ...(guard ? [guardText(guard)] : [])];
}

function guardText({ limit, trippedAt, stoppedAfter }: NonNullable<RunProcess["guard"]>): Text {
  const size = measureText(limit, "B");
  if (trippedAt === null) return inBoth((language) => runWords("guardQuiet", { limit: size[language] })[language]);
  const tripped = durationText(trippedAt, (duration, language) => runWords("guardTripped", { limit: size[language], duration })[language]);
  return joined([tripped, stoppedAfter === null ? runWords("guardKilled") : inBoth((language) => runWords("guardStopped", { seconds: measureText(stoppedAfter, "")[language] })[language])], ", ");
}

const STAGES = ["signals", "skips", "orders", "fills", "exits"] as const;

/** signals → skips → orders → fills → exits, then whether entries and exits add up, then what became of orders, then why signals were dropped. */
function funnelTexts(funnel: RunFunnel, limit: number): Text[] {
  const seen = STAGES.filter((stage) => funnel[stage] !== null);
  const missing = STAGES.filter((stage) => funnel[stage] === null);
  const own = ownTexts(funnel);
  if (seen.length === 0) return [...(own.length > 0 ? own : [runWords("noEvents")])];
  const chain = joined(seen.map((stage) => inBoth((language) => `${runWords(stage)[language]} ${countText(funnel[stage]!, language)}`)), " → ");
  const silent = missing.length > 0 ? inBoth((language) => ` (${runWords("silent")[language]}: ${missing.map((stage) => runWords(stage)[language]).join(", ")})`) : verbatim("");
  const ends = (["rejected", "canceled", "unresolved"] as const).filter((one) => funnel[one] !== null).map((one) => runWords(one, { count: String(funnel[one]) }));
  const reasons = some(funnel.skipReasons.map(({ reason, count }) => inBoth((language) => `${reason} (${countText(count, language)})`)), limit);
  return [
    joined([chain, silent], ""),
    ...own,
    ...balanceText(funnel),
    ...(ends.length > 0 ? [inBoth((language) => runWords("orderEnds", { ends: ends.map((end) => end[language]).join(", ") })[language])] : []),
    ...(reasons.length > 0 ? [inBoth((language) => runWords("skipReasons", { reasons: reasons.map((one) => one[language]).join("; ") })[language])] : []),
  ];
}

function ownTexts({ own }: RunFunnel): Text[] {
  if (own === null) return [];
  const { at, ...counts } = own;
  const told = COUNTERS.filter((one) => counts[one] !== null);
  return [inBoth((language) => runWords("own", { counts: told.map((one) => `${runWords(one)[language]} ${countText(counts[one]!, language)}`).join(", "), place: `${at.file}:${at.line}` })[language])];
}

function balanceText({ entries, exits, open }: RunFunnel): Text[] {
  if (entries === null || open === null) return exits === null ? [] : [runWords("unentered", { exits: String(exits) })];
  const counts = { entries: String(entries), exits: String(exits ?? 0), open: String(open) };
  if (open < 0) return [runWords("unbalanced", counts)];
  const untold = entries - (exits ?? 0) - open;
  return [untold === 0 ? runWords("balance", counts) : runWords("endUntold", { ...counts, untold })];
}

/** Those that the funnel does not tell already. */
const IN_FUNNEL = new Set(["signal", "skip", "order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill", "entry", "exit", "metric", "memory"]);

function eventsText({ events }: RunSummary): Text[] {
  const told = events.filter(({ kind }) => !IN_FUNNEL.has(kind)).map(({ kind, count }) => inBoth((language) => `${eventWords(kind as KnownEvent)[language]} ${countText(count, language)}`));
  return told.length === 0 ? [] : [inBoth((language) => runWords("events", { events: told.map((one) => one[language]).join(", ") })[language])];
}

const METRICS: ReadonlyMap<string, Text> = new Map([["slippage", runWords("slippage")], ["exit-slippage", runWords("exitSlippage")], ["trail-distance", runWords("trailDistance")], ["latency", runWords("latency")]]);

function seriesText(series: RunSeries): DrawnSeries {
  const { kind, name, unit, count } = series;
  const of = (value: number, language: Language): string => measureText(value, unit)[language];
  const says = inBoth((language) => kind === "metric" || kind === "lag"
    ? runWords("spread", { median: of(series.median, language), p95: of(series.p95, language), max: of(series.max, language), count: countText(count, language) })[language]
    : series.min === series.max ? runWords("steady", { value: of(series.max, language) })[language]
    : runWords("moved", { first: of(series.first, language), last: of(series.last, language), max: of(series.max, language) })[language]);
  return { name: kind === "metric" ? (METRICS.get(name) ?? verbatim(name)) : runWords(kind), says, points: series.points };
}

function some(texts: readonly Text[], limit: number): Text[] {
  const more = texts.length - limit;
  return more > 0 ? [...texts.slice(0, limit), runWords("others", { more: String(more) })] : [...texts];
}
