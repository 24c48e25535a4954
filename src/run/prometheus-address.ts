import { InputError } from "../sdk/input-error.ts";
import { catalogue } from "../sdk/text.ts";

/** Where a Prometheus server is asked, and about which process. */
export interface PrometheusAddress {
  /** Scheme, host, port and path before /api, without a password. */
  readonly base: string;
  /** `Basic ...` where the address carried a name and password. */
  readonly authorization: string | null;
  readonly job: string | null;
  readonly instance: string | null;
  /** `{job="bot"}`, or nothing. */
  readonly selector: string;
  /** Milliseconds since 1970 UTC; null where the address does not say. */
  readonly from: number | null;
  readonly to: number | null;
  /** Seconds between two values. */
  readonly step: number | null;
}

const says = catalogue({
  address: { en: "{named} is no address of a Prometheus. It looks like http://host:9090?job=bot", ru: "{named} не адрес Prometheus. Он выглядит так: http://host:9090?job=bot" },
  unknown: { en: "{named}: {name} is not known. There are: job, instance, from, to, step", ru: "{named}: {name} неизвестно. Есть: job, instance, from, to, step" },
  time: { en: "{named}: {name} takes a time like 2026-01-31T10:00:00Z or seconds since 1970, not {value}", ru: "{named}: {name} принимает время вида 2026-01-31T10:00:00Z или секунды с 1970 года, не {value}" },
  order: { en: "{named}: from is not before to", ru: "{named}: from не раньше to" },
  step: { en: "{named}: step takes seconds from 1 to 3600, not {value}", ru: "{named}: step принимает секунды от 1 до 3600, не {value}" },
});

const NAMES = ["job", "instance", "from", "to", "step"];

/** @throws {InputError} no address, or a part of it that means nothing. */
export function prometheusAddress(named: string): PrometheusAddress {
  const url = URL.canParse(named) ? new URL(named) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new InputError(says("address", { named }));
  const shown = `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}`;
  const asked = url.searchParams;
  const unknown = [...asked.keys()].find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new InputError(says("unknown", { named: shown, name: unknown }));
  const time = (name: string): number | null => timeOf(asked.get(name), name, shown);
  const [job, instance, from, to] = [asked.get("job"), asked.get("instance"), time("from"), time("to")];
  if (from !== null && to !== null && from >= to) throw new InputError(says("order", { named: shown }));
  return {
    base: shown.replace(/\/(api\/v1.*|graph|query)?$/, ""), job, instance, selector: selectorOf(job, instance), from, to, step: stepOf(asked.get("step"), shown),
    authorization: url.username === "" ? null : `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString("base64")}`,
  };
}

export function selectorOf(job: string | null, instance: string | null): string {
  const parts = [["job", job], ["instance", instance]].filter(([, value]) => value !== null).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function timeOf(value: string | null, name: string, named: string): number | null {
  if (value === null) return null;
  const time = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(/[zZ]$|[+-]\d\d:?\d\d$/.test(value) ? value : `${value}Z`);
  if (!Number.isFinite(time)) throw new InputError(says("time", { named, name, value }));
  return time;
}

function stepOf(value: string | null, named: string): number | null {
  if (value === null) return null;
  const step = Number(value.replace(/s$/, ""));
  if (!(step >= 1 && step <= 3600)) throw new InputError(says("step", { named, value }));
  return step;
}
