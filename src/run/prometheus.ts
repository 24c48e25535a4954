import type { NotAnalysed } from "../ir/program.ts";
import { InputError } from "../sdk/input-error.ts";
import { catalogue } from "../sdk/text.ts";
import { prometheusAddress, type PrometheusAddress } from "./prometheus-address.ts";
import { queryRange, type Series } from "./prometheus-query.ts";
import type { TelemetryReading, TimeRange } from "./telemetry-reading.ts";
import type { TelemetrySample } from "./telemetry.ts";
import { thinSamples } from "./thin-samples.ts";

const says = catalogue({
  nothing: {
    en: "the Prometheus at {at} knows no process_resident_memory_bytes{selector} from {from} to {to}",
    ru: "Prometheus по адресу {at} не знает process_resident_memory_bytes{selector} с {from} по {to}",
  },
  nothingRemedy: {
    en: "Check that it scrapes the bot, and name the time of the run: ?from=2026-01-31T10:00:00Z&to=2026-01-31T12:00:00Z",
    ru: "Проверьте, что он опрашивает бота, и укажите время запуска: ?from=2026-01-31T10:00:00Z&to=2026-01-31T12:00:00Z",
  },
  several: { en: "the Prometheus at {at} knows several processes: {known}", ru: "Prometheus по адресу {at} знает несколько процессов: {known}" },
  severalRemedy: { en: "Name one of them: {at}?job=NAME&instance=HOST:PORT", ru: "Укажите один из них: {at}?job=ИМЯ&instance=ХОСТ:ПОРТ" },
  restarted: {
    en: "The process was started {count} times in this time; only what Prometheus knows since the last start, {from}, was read.",
    ru: "За это время процесс запускали {count, plural, one {# раз} few {# раза} many {# раз} other {# раза}}; прочитано только то, что Prometheus знает с последнего запуска, {from}.",
  },
});

/** What the client libraries of Python, Go, Node and Java call each measure; `scale` turns it into the unit of a sample. */
const MEASURES = {
  rss: { names: ["process_resident_memory_bytes"], scale: 1 },
  fds: { names: ["process_open_fds"], scale: 1 },
  cpu: { names: ["process_cpu_seconds_total"], scale: 1 },
  threads: { names: ["process_threads", "process_num_threads", "go_threads", "jvm_threads_current", "jvm_threads_live_threads"], scale: 1 },
  loopLag: { names: ["event_loop_lag_seconds", "asyncio_event_loop_lag_seconds", "nodejs_eventloop_lag_seconds"], scale: 1000 },
} as const;
type Measure = keyof typeof MEASURES;

const MOST_SAMPLES = 100_000;
const DAY = 86_400_000;

/**
 * A process that Prometheus scraped → telemetry: its last launch within the time that the address names, else that of the logs,
 * else the last 24 hours.
 * @throws {InputError} no answer, no such process, or several.
 */
export async function readPrometheus(named: string, within: TimeRange | null): Promise<TelemetryReading> {
  const address = prometheusAddress(named);
  const now = Date.now();
  const range = { from: address.from ?? within?.from ?? now - DAY, to: address.to ?? within?.to ?? now };
  const ask = (measure: Measure): Promise<Series[]> => queryRange(address, MEASURES[measure].names, range);
  const memory = onlyOne(await ask("rss"), address, range);
  const one = { ...address, job: memory.labels["job"] ?? address.job, instance: memory.labels["instance"] ?? address.instance };
  const columns = new Map<Measure, ReadonlyMap<number, number>>([["rss", memory.values]]);
  for (const measure of ["fds", "cpu", "threads", "loopLag"] as const) {
    const [first] = await queryRange(one, MEASURES[measure].names, range);
    if (first) columns.set(measure, first.values);
  }
  const [starts] = await queryRange(one, ["process_start_time_seconds"], range);
  const launches = [...new Set(starts?.values.values() ?? [])].sort((a, b) => a - b);
  const file = shownAddress(one);
  const since = launches.length > 1 ? launches.at(-1)! * 1000 : -Infinity;
  const told = launches.length > 1 ? [{ file, line: null, endLine: null, why: says("restarted", { count: launches.length, from: iso(since) }), blocks: false } satisfies NotAnalysed] : [];
  return { telemetry: { file, command: [], samples: samplesOf(columns, since), exit: null, guard: null }, notRead: told };
}

function onlyOne(found: readonly Series[], address: PrometheusAddress, { from, to }: TimeRange): Series {
  const [first, second] = found;
  const at = address.base;
  if (!first) throw new InputError(says("nothing", { at, selector: address.selector, from: iso(from), to: iso(to) }), null, says("nothingRemedy"));
  if (!second) return first;
  const known = found.slice(0, 5).map(({ labels }) => `job=${labels["job"] ?? ""} instance=${labels["instance"] ?? ""}`).sort().join(", ");
  throw new InputError(says("several", { at, known: found.length > 5 ? `${known}, ...` : known }), null, says("severalRemedy", { at }));
}

function samplesOf(columns: ReadonlyMap<Measure, ReadonlyMap<number, number>>, since: number): TelemetrySample[] {
  const times = [...new Set([...columns.values()].flatMap((values) => [...values.keys()]))].filter((time) => time >= since).sort((a, b) => a - b);
  const at = (measure: Measure, time: number): number | null => {
    const value = columns.get(measure)?.get(time);
    return value === undefined ? null : value * MEASURES[measure].scale;
  };
  const samples = times.map((time, i): TelemetrySample => ({
    line: i + 1, time, rss: at("rss", time), processes: null, threads: at("threads", time), fds: at("fds", time), sockets: null, cpu: at("cpu", time), loopLag: at("loopLag", time),
  }));
  return samples.length > MOST_SAMPLES ? thinSamples(samples) : samples;
}

/** Without the password that the address may carry. */
const shownAddress = ({ base, job, instance }: PrometheusAddress): string => {
  const chosen = [job && `job=${job}`, instance && `instance=${instance}`].filter(Boolean).join("&");
  return chosen ? `${base}?${chosen}` : base;
};

const iso = (time: number): string => new Date(time).toISOString().slice(0, 19) + "Z";
