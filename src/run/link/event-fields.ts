import { METRIC_WORDINGS } from "../../knowledge/run-words.ts";
import type { RunEventKind, RunField } from "../event.ts";
import { fieldOf, isTold, type Value } from "./values.ts";

export type Fields = Partial<Record<RunField, string>>;

/** Forms in which instruments are written, where no key names them. */
const INSTRUMENT = /(?<![\p{L}\p{N}_])([A-Z0-9]{2,15}[-_/]?(?:USDT|USDC|USD|BUSD)(?:[-_]SWAP|:USDT|:USDC|[-_]PERP)?)(?![\p{L}\p{N}_])/u;
const SIDE = /(?<![\p{L}\p{N}_])(LONG|SHORT|BUY|SELL|Long|Short|Buy|Sell|long|short|buy|sell|лонг|шорт|ЛОНГ|ШОРТ|Лонг|Шорт)(?![\p{L}\p{N}_])/u;
const NUMBER = /^[+-]?\d[\d_,]*(\.\d+)?([eE][+-]?\d+)?/;
const ARROW = /(?:->|→|⇒|=>|\bto\b|\bна\b)\s*["'[]?([\p{L}\p{N}_]+)/u;

export const namesInstrument = (text: string): boolean => INSTRUMENT.test(text);

/** Kinds that are about an instrument: it is looked for in the text where no value names it. */
const ABOUT_INSTRUMENT: ReadonlySet<RunEventKind> = new Set([
  "signal", "skip", "order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill", "entry", "exit", "trail", "trail-reload", "drift-add", "drift-remove", "drift-size", "regime", "metric",
]);

/** What an event of the kind carries, from the values of its record. `name` is which metric, limit or warning it is. */
export function eventFields(kind: RunEventKind, name: string | null, values: readonly Value[], text: string): Fields {
  if (kind === "runtime-warning") return name ? { name } : {};
  const fields: Fields = {};
  for (const one of values) {
    if (!isTold(one.text)) continue;
    const field = fieldOf(one.key) ?? fieldOf(one.called);
    if (field && fields[field] === undefined) fields[field] = one.text;
  }
  if (ABOUT_INSTRUMENT.has(kind)) {
    const [symbol, side] = [INSTRUMENT.exec(text)?.[1], SIDE.exec(text)?.[1]];
    if (symbol !== undefined) fields.symbol ??= symbol;
    if (side !== undefined) fields.side ??= side;
  }
  if (kind === "regime") regime(fields, values, text);
  else if (fields.regime !== undefined && kind !== "trail-reload" && kind !== "signal" && kind !== "skip") delete fields.regime;
  if (kind === "metric") metric(fields, name!, values, text);
  if (kind === "memory" || (kind === "limit-reached" && name === "memory")) memory(fields, values, text);
  if (kind === "limit-reached" && name) {
    fields.name = name;
    const measured = values.find((one) => /loss|drawdown|pnl|positions?|count|open/.test(`${one.key} ${one.called}`) && NUMBER.test(one.text));
    if (measured && fields.value === undefined) put(fields, measured);
  }
  return fields;
}

function regime(fields: Fields, values: readonly Value[], text: string): void {
  const to = values.find((one) => /^(to|new|new_regime|to_regime|regime)$/.test(one.key)) ?? values.findLast((one) => /(^|_)(regime|new)(_|$)/.test(one.called) && !/(^|_)(old|prev\w*|from|last)(_|$)/.test(one.called));
  const read = to?.text ?? ARROW.exec(text)?.[1];
  if (read !== undefined) fields.regime = read;
  else delete fields.regime;
}

const METRIC_NAMES = new Map(METRIC_WORDINGS.map(([name, words]) => [name, new RegExp(words.replaceAll(String.raw`\b`, ""), "iu")]));
const METRIC_IN_TEXT = new Map([...METRIC_NAMES].map(([name, words]) => [name, new RegExp(`(?:${words.source})[^\\d\\n]{0,24}?([+-]?\\d[\\d_,]*(?:\\.\\d+)?)(.{0,10})`, "iu")]));

/** Shorter keys that say it beside the words of the line. */
const ALSO_CALLED: Readonly<Record<string, RegExp>> = { "trail-distance": /^(dist|distance)(_pct|_percent)?$/, latency: /^(elapsed|took|duration|ms)(_ms|_s)?$/ };

const isBound = (one: Value): boolean => /(^|_)(threshold|limit|max|min|allowed|expected|avg|average|estimated|config|default|buffer|tolerance|reserve|budget|assumed)(_|$)/.test(`${one.key}_${one.called}`);

/** Which metric a value is by its name: none of a limit or an average. */
export function metricOf(value: Value): string | null {
  if (!NUMBER.test(value.text) || isBound(value) || /(^|_)(p\d\d|mean|median|total|sum)(_|$)/.test(value.key)) return null;
  const name = value.key === "" ? value.called : value.key;
  return name === "" ? null : ([...METRIC_NAMES].find(([, words]) => words.test(name))?.[0] ?? null);
}

function metric(fields: Fields, name: string, values: readonly Value[], text: string): void {
  const words = METRIC_NAMES.get(name)!;
  const numeric = values.filter((one) => NUMBER.test(one.text));
  const named = numeric.some((one) => words.test(one.key));
  const own = numeric.find((one) => words.test(one.key) && !isBound(one)) ?? numeric.find((one) => words.test(one.called) && !isBound(one)) ?? numeric.find((one) => ALSO_CALLED[name]?.test(one.key) && !isBound(one));
  fields.metric = name;
  if (own) put(fields, own);
  else if (!named) {
    const [value, rest] = METRIC_IN_TEXT.get(name)!.exec(text)?.slice(-2) ?? [];
    if (value !== undefined) put(fields, { key: "", called: "", text: value, unit: unitIn(rest ?? "") });
  }
  const threshold = numeric.find((one) => /(^|_)(threshold|limit|max|allowed)(_|$)/.test(`${one.key}_${one.called}`));
  if (threshold) fields.threshold = numberIn(threshold.text);
}

function memory(fields: Fields, values: readonly Value[], text: string): void {
  const numeric = values.filter((one) => NUMBER.test(one.text));
  const own = numeric.find((one) => /(^|_)(rss|memory|mem|used|usage)(_|$)/.test(one.key)) ?? numeric.find((one) => /(^|_)(rss|memory|mem)(_|$)/.test(one.called) && !/max|limit/.test(one.called));
  if (own) return put(fields, own);
  const loose = /(?:rss|memory|mem|память|памяти)[^\d\n]{0,24}?(\d[\d_,]*(?:\.\d+)?)(.{0,10})/iu.exec(text);
  if (loose) put(fields, { key: "", called: "", text: loose[1]!, unit: unitIn(loose[2]!) });
}

const numberIn = (text: string): string => (NUMBER.exec(text)?.[0] ?? text).replaceAll(/[_,]/g, "");

function put(fields: Fields, value: Value): void {
  fields.value = numberIn(value.text);
  const unit = value.unit ?? unitIn(value.text.slice(NUMBER.exec(value.text)?.[0].length ?? 0));
  if (unit) fields.unit = unit;
}

const UNIT = /^\s?(ms|мс|bps|%|MB|MiB|МБ|GB|ГБ|KB|КБ|seconds|sec|сек|s|с)(?![\p{L}\p{N}])/u;
const PLAIN: Readonly<Record<string, string>> = { мс: "ms", MiB: "MB", МБ: "MB", ГБ: "GB", КБ: "KB", seconds: "s", sec: "s", сек: "s", с: "s" };

function unitIn(text: string): string | null {
  const unit = UNIT.exec(text)?.[1];
  return unit ? (PLAIN[unit] ?? unit) : null;
}
