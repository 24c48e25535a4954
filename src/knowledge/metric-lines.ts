import type { MetricKind } from "./metric-words.ts";

/** How a log line tells a measured metric: the words right before its value. First that fits. */
export const READING_NAMES: readonly (readonly [MetricKind, RegExp])[] = [
  ["trail-distance", /(?:trail(?:ing)?|tsl)[\s_-]*(?:stop[\s_-]*)?(?:dist(?:ance)?|gap|width)|(?:расстояни\p{L}*|дистанци\p{L}*)\s+(?:трейл\p{L}*|до\s+(?:трейл\p{L}*|стоп\p{L}*))/iu],
  ["exit-slippage", /(?:exit|clos(?:e|ing)|выход\p{L}*|закрыти\p{L}*)[\s_-]*(?:slip(?:page)?|проскальзывани\p{L}*)|проскальзывани\p{L}*\s+(?:на\s+)?(?:выход\p{L}*|закрыти\p{L}*)/iu],
  ["slippage", /slip(?:page)?|проскальзывани\p{L}*/iu],
  ["latency", /(?:order|fill|ack|exec(?:ution)?|submit)[\s_-]*(?:delay|elapsed|time|duration|rtt)|latenc(?:y|ies)|round[\s_-]*trip(?:[\s_-]*time)?|rtt|задержк\p{L}*/iu],
];

/** An average, a forecast or a limit is no measurement of one event. */
export const NOT_A_READING = /(?:^|[\s_=(])(?:avg|average|mean|median|p\d\d|max|min|maximum|minimum|total|sum|count|limit|threshold|warn(?:ing)?|allowed|expected|estimated?|est|predicted|forecast|simulated|model|budget|target|tolerance|default|сред\p{L}*|медиан\p{L}*|макс\p{L}*|мин\p{L}*|предел\p{L}*|порог\p{L}*|лимит\p{L}*|ожидаем\p{L}*|допустим\p{L}*)[\s_-]*$|\+\s*$/iu;
/** The same behind the name: `slippage_limit=0.2`, `latency avg=120ms`. */
export const NOT_A_READING_AFTER = /^[\s_-]*(?:avg|average|mean|median|p\d\d|max|min|limit|threshold|cap|budget|tolerance|allowed|warnings?|count|samples?|buffer|model|сред\p{L}*|макс\p{L}*|порог\p{L}*|лимит\p{L}*)/iu;
/** A line that sums up or states settings. */
export const SUMMARY_LINE = /(?:^|[^\p{L}])(?:summary|report|statistics|stats|config(?:uration)?|settings|heartbeat|сводка|отч[её]т|статистика|настройк\p{L}*|параметр\p{L}*)(?:[^\p{L}]|$)/iu;

/** Words of lines about orders and fills: latencies of market data have limits of their own. */
export const ORDER_LINE = /(?:^|[^\p{L}])(?:orders?|fill(?:ed|s)?|exec(?:uted|ution|utions)?|ack(?:ed|s)?|submit(?:ted)?|placed?|order[-_ ]?sent|ордер\p{L}*|исполнен\p{L}*|заявк\p{L}*)(?:[^\p{L}]|$)/iu;
/** Latencies of other things. */
export const OTHER_LATENCY = /(?:^|[^\p{L}])(?:ping|pong|heartbeat|market|tick(?:er)?s?|book|depth|candles?|klines?|websocket|ws|stream|feed|db|database|loop|signal|strategy|model|compute|processing|http|request|api)[\s_-]*$/iu;
/** Orders that close: another threshold. */
export const CLOSING_LINE = /(?:^|[^\p{L}])(?:exit\p{L}*|clos(?:e|ed|ing)|reduce(?:[-_ ]?only)?[=: ]*true|stop[-_ ]?loss|take[-_ ]?profit|выход\p{L}*|закры\p{L}*)(?:[^\p{L}]|$)/iu;

/** Units to a fraction of the price, or to a second, as lines write them. */
export const LINE_UNITS: Readonly<Record<"price" | "time", readonly (readonly [RegExp, number])[]>> = {
  price: [[/^(?:%|pct|percents?|проц\p{L}*)$/iu, 100], [/^(?:bps?|basis points?|бп|б\.п\.?)$/iu, 10_000]],
  time: [[/^(?:ms|msec|millis|milliseconds?|мс)$/iu, 1000], [/^(?:s|sec|secs|seconds?|с|сек)$/iu, 1], [/^(?:us|µs|μs|мкс)$/iu, 1e6], [/^(?:ns|нс)$/iu, 1e9]],
};
