import type { Since } from "../../read-run.ts";
import { InputError } from "../../sdk/input-error.ts";
import { complaints } from "./complaints.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+(?:\.\d+)?[smhd])+$/;
const PART = /(\d+(?:\.\d+)?)([smhd])/g;
const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?$/;

/** `2h`, `1h30m`, `03:15`, `2026-11-23`, `2026-11-23 03:15`, with a zone too. */
export function sinceOf(asked: string): Since {
  const text = asked.trim();
  const since = durationOf(text.toLowerCase()) ?? clockOf(text) ?? timeOf(text);
  if (since === null) throw new InputError(complaints("since", { value: asked }));
  return since;
}

function durationOf(text: string): Since | null {
  if (!DURATION.test(text)) return null;
  const span = [...text.matchAll(PART)].reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!, 0);
  return span > 0 ? { kind: "last", span } : null;
}

function clockOf(text: string): Since | null {
  const found = CLOCK.exec(text);
  return found && { kind: "clock", ofDay: ((Number(found[1]) * 60 + Number(found[2])) * 60 + Number(found[3] ?? 0)) * 1000 };
}

function timeOf(text: string): Since | null {
  const found = TIME.exec(text);
  if (!found) return null;
  const [, day, clock = "00:00", zone = "Z"] = found;
  const time = Date.parse(`${day}T${clock}${zone.replace(/(\d\d)(\d\d)$/, "$1:$2")}`);
  return Number.isNaN(time) ? null : { kind: "time", time };
}
