import type { Metric } from "../../facts/code/metrics/metrics.ts";
import { unitName } from "../../facts/code/metrics/metric-units.ts";
import type { Places } from "../../facts/code/places.ts";
import type { MetricKind } from "../../knowledge/metric-words.ts";
import { firstLineOf, type Evidence, type Subject } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";
import { unitKind, type Asked, type Judged } from "./judged-metrics.ts";

const NAMES: Readonly<Record<MetricKind, Text>> = {
  "slippage": { en: "slippage", ru: "проскальзывание" },
  "exit-slippage": { en: "exit slippage", ru: "проскальзывание выхода" },
  "trail-distance": { en: "trailing distance", ru: "расстояние до трейлинг-стопа" },
  "latency": { en: "latency", ru: "задержка" },
};

export const KINDS: readonly MetricKind[] = ["slippage", "exit-slippage", "trail-distance", "latency"];

const say = catalogue({
  none: { en: "The bot computes none of the metrics: slippage, exit slippage, trailing distance, latency.", ru: "Бот не считает ни одной из метрик: проскальзывание, проскальзывание выхода, расстояние до трейлинг-стопа, задержка." },
  computed: { en: "`{code}`: computed here", ru: "`{code}`: считается здесь" },
  compared: { en: "`{code}`: compared here", ru: "`{code}`: сравнивается здесь" },
  setting: { en: "the setting `{key}`", ru: "настройка `{key}`" },
});

export const noMetrics = say("none");

/** A text with the metric's name in both languages under `metric`, and other words that differ. */
export function both(text: (values: Readonly<Record<string, string>>) => Text, kind: MetricKind, values: Readonly<Record<string, string | Text>> = {}): Text {
  const inLanguage = (language: "en" | "ru"): string => {
    const words: Record<string, string> = { metric: NAMES[kind][language] };
    for (const [key, value] of Object.entries(values)) words[key] = typeof value === "string" ? value : value[language];
    return text(words)[language];
  };
  return { en: inLanguage("en"), ru: inLanguage("ru") };
}

/** "0.2 %", "300 ms". */
export function askedText(kind: MetricKind, asked: Asked): Text {
  if (kind === "latency") return { en: `${asked.latencyMs} ms`, ru: `${asked.latencyMs} мс` };
  const percent = kind === "slippage" ? asked.slippagePercent : kind === "exit-slippage" ? asked.exitSlippagePercent : asked.trailDistancePercent;
  return { en: `${percent} %`, ru: `${percent} %` };
}

const round = (value: number): string => String(Number(value.toPrecision(4)));

/** The threshold as it takes effect: "20 %", "5000 ms". */
export function meantText(kind: MetricKind, one: Judged): Text {
  const base = (one.value ?? 0) / one.comparison.mark.scale;
  if (kind === "latency") return { en: `${round(base * 1000)} ms`, ru: `${round(base * 1000)} мс` };
  return { en: `${round(base * 100)} %`, ru: `${round(base * 100)} %` };
}

const UNITS: Readonly<Record<string, Text>> = {
  "fraction": { en: "a fraction of the price", ru: "доля цены" }, "%": { en: "percent", ru: "проценты" }, "bps": { en: "basis points", ru: "базисные пункты" },
  "s": { en: "seconds", ru: "секунды" }, "ms": { en: "milliseconds", ru: "миллисекунды" }, "µs": { en: "microseconds", ru: "микросекунды" }, "ns": { en: "nanoseconds", ru: "наносекунды" },
  "price": { en: "a difference of prices", ru: "разница цен" }, "?": { en: "an unusual unit", ru: "необычная единица" },
};

export const unitText = (kind: MetricKind, one: Judged): Text => UNITS[unitName(unitKind(kind), one.comparison.mark)]!;


export const computedAt = (metric: Metric, places: Places): Evidence => ({ at: places.at(metric.node), note: say("computed", { code: places.snippet(metric.node, 60) }) });
export const comparedAt = (one: Judged, places: Places): Evidence => ({ at: places.at(one.comparison.node), note: say("compared", { code: places.snippet(one.comparison.node, 70) }) });

/** Where the threshold's value stands: the shipped setting, or the literal; null: in the comparison itself. */
export function thresholdAt(one: Judged, places: Places): Evidence | null {
  const { constant } = one;
  if (!constant) return null;
  const shipped = constant.setting?.value;
  if (shipped) return { at: { in: "code", file: shipped.at.file, line: shipped.at.line }, note: say("setting", { key: shipped.key }) };
  const at = firstLineOf(places.at(constant.origin));
  return { at, note: say("setting", { key: places.snippet(constant.origin, 40) }) };
}

export const subjectOf = (metric: Metric, places: Places): Subject<"metric"> => places.subject("metric", metric.node, `${metric.kind} ${metric.names[0] ?? ""}`);
