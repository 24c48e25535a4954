import type { Anchor } from "../../sdk/evidence.ts";
import { runFact } from "../../sdk/fact.ts";
import type { RunEvent } from "../../run/event.ts";
import type { Run } from "../../run/run.ts";
import { run } from "../roots.ts";

export interface MemorySample {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Bytes. */
  readonly rss: number;
  readonly processes: number | null;
  /** How often the log had said by then that the bot started: a restart is a life of its own. */
  readonly life: number;
  readonly at: Anchor;
}

export interface MemorySamples {
  /** telemetry: the whole process tree, as its supervisor saw it. log: what the bot said of itself. */
  readonly from: "telemetry" | "log" | "nothing";
  readonly samples: readonly MemorySample[];
}

export const memorySamples = runFact({
  name: "memory-samples",
  doc: "The memory of the bot over the run: measured from outside, else as its own log lines tell it.",
  requires: { run },
  derive: ({ run }): MemorySamples => memoryOf(run),
});

function memoryOf(run: Run): MemorySamples {
  const { telemetry } = run;
  const measured = (telemetry?.samples ?? []).flatMap((one): MemorySample[] =>
    one.rss === null ? [] : [{ time: one.time, rss: one.rss, processes: one.processes, life: 0, at: { in: "run", file: telemetry!.file, line: one.line } }]);
  if (measured.length > 0) return { from: "telemetry", samples: measured };
  let starts = 0;
  const told = run.events.flatMap((one): MemorySample[] => {
    if (one.kind === "started") starts += 1;
    const rss = one.kind === "memory" && one.time !== null ? bytesOf(one) : null;
    return rss === null ? [] : [{ time: one.time!, rss, processes: null, life: starts, at: one.at }];
  });
  return told.length > 0 ? { from: "log", samples: told } : { from: "nothing", samples: [] };
}

const UNITS: Readonly<Record<string, number>> = {
  b: 1, byte: 1, bytes: 1, kb: 1024, kib: 1024, k: 1024, mb: 2 ** 20, mib: 2 ** 20, m: 2 ** 20, gb: 2 ** 30, gib: 2 ** 30, g: 2 ** 30,
  "байт": 1, "кб": 1024, "мб": 2 ** 20, "гб": 2 ** 30,
};
/** A whole machine's or another process's memory is no memory of the bot; a limit, a peak and a difference are no measurement of now. */
const OTHER = /available|total|free|system|host|swap|limit|max|peak|threshold|delta|diff|growth|лимит|порог|предел|свободн|всего|систем/i;
const OWN = /(?<![\p{L}\d])(rss|uss|memory_info|память|memory|mem(?:ory)?_?(?:usage|used)?)(?![\p{L}])/iu;
const AMOUNT = String.raw`[\w .:=]{0,24}?[:= ]\s*(\d+(?:[.,]\d+)?)\s*(bytes|байт|[kmg]i?b|[кмг]б)(?![\p{L}])`;
/** The most exact word first: `MEMORY_LIMIT rss=620MB limit=600MB`. */
const SAID = [new RegExp(`(?:rss|uss)${AMOUNT}`, "iu"), new RegExp(`(?:[\\p{L}_]+ )?(?:памят[ьи]|mem(?:ory)?)${AMOUNT}`, "iu")];

/** What a line says of the bot's memory, in bytes; null: nothing that has a unit. */
export function bytesOf(event: RunEvent): number | null {
  const { value, unit } = event.fields;
  const scale = UNITS[unit?.toLowerCase() ?? ""];
  const named = event.fields.metric ?? event.fields.name ?? "";
  if (value !== undefined && scale !== undefined && !OTHER.test(named) && OWN.test(named === "" ? event.text : named)) return scaled(value, scale);
  for (const words of SAID) {
    const said = words.exec(event.text);
    if (said && !OTHER.test(said[0])) return scaled(said[1]!, UNITS[said[2]!.toLowerCase()] ?? NaN);
  }
  return null;
}

function scaled(value: string, scale: number): number | null {
  const number = Number(value.replace(",", ".")) * scale;
  return Number.isFinite(number) && number > 0 ? number : null;
}
