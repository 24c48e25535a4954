import { InputError } from "../sdk/input-error.ts";
import { catalogue } from "../sdk/text.ts";
import { selectorOf, type PrometheusAddress } from "./prometheus-address.ts";
import type { TimeRange } from "./telemetry-reading.ts";

/** One process's values of a measure, by their milliseconds since 1970. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: ReadonlyMap<number, number>;
}

const says = catalogue({
  silent: { en: "no Prometheus answers at {at} ({code}). Check the address, and that this machine may reach it", ru: "по адресу {at} Prometheus не отвечает ({code}). Проверьте адрес и доступ с этой машины" },
  refused: { en: "the Prometheus at {at} refused the question: {detail}", ru: "Prometheus по адресу {at} отклонил запрос: {detail}" },
  other: { en: "what answers at {at} is no Prometheus (HTTP {status})", ru: "по адресу {at} отвечает не Prometheus (HTTP {status})" },
});

const PATIENCE_MS = 20_000;
const STEP_SECONDS = 15;
/** Prometheus answers with at most 11,000 values of a series. */
const MOST_VALUES = 10_000;
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The series that bear one of these names. `last_over_time` gives a value only where one was scraped since the step before:
 * a plain selector would repeat the last one for five minutes after the process ended.
 * @throws {InputError} no answer, or not one of Prometheus.
 */
export async function queryRange(address: PrometheusAddress, names: readonly string[], { from, to }: TimeRange): Promise<Series[]> {
  const step = Math.max(address.step ?? STEP_SECONDS, Math.ceil((to - from) / 1000 / MOST_VALUES));
  const matchers = [`__name__=~${JSON.stringify(names.join("|"))}`, selectorOf(address.job, address.instance).slice(1, -1)].filter((part) => part !== "").join(",");
  const query = new URLSearchParams({ query: `last_over_time({${matchers}}[${step}s])`, start: String(from / 1000), end: String(to / 1000), step: String(step) });
  const answer = await getJson(`${address.base}/api/v1/query_range?${query}`, address);
  const result = field(field(answer, "data"), "result");
  if (!Array.isArray(result)) throw new InputError(says("other", { at: address.base, status: "200" }));
  return result.map((one: unknown): Series => ({ labels: labelsOf(field(one, "metric")), values: valuesOf(field(one, "values")) })).filter(({ values }) => values.size > 0);
}

async function getJson(url: string, { base, authorization }: PrometheusAddress): Promise<unknown> {
  const { status, body } = await get(url, base, authorization);
  let answer: unknown = null;
  try {
    answer = JSON.parse(body);
  } catch { /* told below */ }
  const error = field(answer, "error");
  if (field(answer, "status") === "success") return answer;
  if (typeof error === "string") throw new InputError(says("refused", { at: base, detail: error.slice(0, 300) }));
  throw new InputError(says("other", { at: base, status: String(status) }));
}

async function get(url: string, base: string, authorization: string | null): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), headers: authorization ? { authorization } : {} });
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body ?? []) {
      bytes += part.length;
      if (bytes > MOST_BYTES) break;
      parts.push(part);
    }
    return { status: response.status, body: Buffer.concat(parts).toString("utf8") };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new InputError(says("silent", { at: base, code: String((cause as NodeJS.ErrnoException).code ?? (cause as Error).name) }));
  }
}

const field = (value: unknown, name: string): unknown => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined);

const labelsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(typeof value === "object" && value !== null ? value : {}).filter((pair): pair is [string, string] => typeof pair[1] === "string"));

/** `[[1700000000.5, "123.4"], ...]`; a value that is no number (NaN, +Inf) is left out. */
function valuesOf(pairs: unknown): Map<number, number> {
  const values = new Map<number, number>();
  for (const pair of Array.isArray(pairs) ? pairs : []) {
    const [time, value] = Array.isArray(pair) ? pair.map(Number) : [];
    if (time !== undefined && value !== undefined && Number.isFinite(time) && Number.isFinite(value)) values.set(Math.round(time * 1000), value);
  }
  return values;
}
