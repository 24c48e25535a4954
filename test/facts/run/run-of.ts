import { auditProgram, supplyRun } from "../../../src/audit-program.ts";
import type { RunEvent, RunEventKind } from "../../../src/run/event.ts";
import type { Run, Traceback } from "../../../src/run/run.ts";
import type { Finding, Verdict } from "../../../src/sdk/finding.ts";
import { NO_CONFIG } from "../../../src/sdk/project-config.ts";
import { SECTIONS } from "../../../src/sections/index.ts";
import { factsFor } from "../program-of.ts";

export const START = Date.UTC(2026, 0, 5, 10, 0, 0);

let line = 0;

/** An event `second` seconds after the start of the run; each stands on a line of its own. */
export function event(kind: RunEventKind, second: number, fields: RunEvent["fields"] = {}, more: Partial<RunEvent> = {}): RunEvent {
  line++;
  const text = `${kind} ${Object.entries(fields).map(([key, value]) => `${key}=${value}`).join(" ")}`;
  return { kind, at: { in: "run", file: "run.log", line }, time: START + second * 1000, level: 20, text, pattern: null, fields, ...more };
}

/** A traceback whose frames are lines of the bot. */
export function traceback(second: number, exception: string, message: string, ...frames: (readonly [file: string, line: number, fn: string])[]): Traceback {
  line++;
  return { at: { in: "run", file: "run.log", line }, time: START + second * 1000, exception, message, frames: frames.map(([file, at, fn]) => ({ file, line: at, fn, code: file.startsWith("/") ? null : { in: "code", file, line: at } })) };
}

export function runOf(parts: Partial<Run>): Run {
  const events = parts.events ?? [];
  const tallies: Record<string, { count: number; kept: number }> = {};
  for (const { kind } of events) tallies[kind] = { count: (tallies[kind]?.count ?? 0) + 1, kept: (tallies[kind]?.kept ?? 0) + 1 };
  const times = events.flatMap((one) => (one.time === null ? [] : [one.time]));
  return {
    sources: [], patterns: [], tracebacks: [], skipReasons: [], tallies, start: times[0] ?? null, end: times.at(-1) ?? null, records: events.length + 1, linked: events.length + 1, foreign: 0, telemetry: null, notRead: [],
    ...parts, events,
  };
}

/** The verdict of one section over a bot and its run. */
export function verdictOf(section: string, files: Readonly<Record<string, string>>, parts: Partial<Run>, checks: Readonly<Record<string, Readonly<Record<string, number | string | boolean>>>> = {}): Verdict {
  const facts = supplyRun(factsFor(files), runOf(parts));
  const config = { ...NO_CONFIG, checks };
  return auditProgram(facts, SECTIONS.filter((one) => one.id === section), config, "2026-01-01")[0]!.verdict;
}

/** What the verdict found, as `check status`. */
export const found = (verdict: Verdict): string[] => verdict.findings.map((one) => `${one.check} ${one.evidenceStatus}${one.analysisGap ? " gap" : ""}`);

export const findingOf = (verdict: Verdict, check: string): Finding => {
  const one = verdict.findings.find((each) => each.check === check);
  if (!one) throw new Error(`no finding of ${check}, only ${found(verdict).join(", ")}; ${verdict.reasons.map((each) => each.why.en).join("; ")}`);
  return one;
};
