import type { Anchor } from "./evidence.ts";
import type { Finding, Verdict } from "./finding.ts";
import type { Waiver } from "./project-config.ts";
import type { RunSummary } from "./run-summary.ts";
import type { Text } from "./text.ts";

/**
 * What an audit is, as plain data: every report, store and app is a function of this value and of nothing else.
 * No clock, no absolute paths, nothing of the machine: the same bot and the same run give the same bytes.
 */
export interface Audit {
  readonly tool: { readonly name: string; readonly version: string };
  readonly bot: AuditedBot;
  readonly gate: Gate;
  readonly counts: Counts;
  /** In the order of the report. A verdict's findings do not hold those that are waived. */
  readonly verdicts: readonly Verdict[];
  readonly waived: readonly WaivedFinding[];
  /** What the person should know besides: an expired waiver, a setting that nothing reads. In report order. */
  readonly notes: readonly Text[];
  /** What the given run showed; absent where none was given. */
  readonly run?: RunSummary;
  readonly map?: MapSummary;
  /** Only where asked for: the values of facts, for `# fact:` expectations. */
  readonly facts?: readonly ShownFact[];
}

export type Gate = "go-live" | "no-go";

export interface AuditedBot {
  /** The name of the bot's directory, never its whole path. */
  readonly root: string;
  /** The commit, or null where there is none. */
  readonly revision: string | null;
  readonly files: number;
  readonly lines: number;
  readonly languages: readonly string[];
  /** By file, then line. */
  readonly notAnalysed: readonly SkippedSource[];
  /** Programs that Python cannot start as they ship, each at the line that raises; absent where there are none. */
  readonly cannotRun?: readonly SkippedSource[];
}

/** Why a file, or lines of it, took no part in the audit. The same shape as the front end's `NotAnalysed`. */
export interface SkippedSource {
  readonly file: string;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly why: Text;
  /** A harmless omission (a vendored copy, a binary asset) is told but does not block go-live. */
  readonly blocks: boolean;
}

export interface Counts {
  /** Findings of stable checks graded `fail`, waived ones not counted. */
  readonly red: number;
  /** Findings of stable checks graded `concern`, waived ones not counted. */
  readonly warn: number;
  /** Sections where something could not be decided. */
  readonly unproven: number;
  readonly waived: number;
}

export interface WaivedFinding {
  readonly finding: Finding;
  readonly waiver: Waiver;
}

/** One thing of the bot that was recognised as a concept: an order submission, a registry, a loop. */
export interface MapEntry {
  readonly concept: string;
  readonly at: Anchor | null;
  readonly what: Text;
  /** By which rule: a wrong guess must be seen at once. */
  readonly why: Text;
  readonly detail?: Text;
  /** A start of something else than the bot: tools, reports, one-off scripts. */
  readonly aside?: true;
}

/** A way from where a decision is made to the opening order that it becomes. */
export interface MapPath {
  /** A signal, quotes, a person's command ... */
  readonly kind: Text;
  readonly source: MapPlace;
  /** What sets the way off: an entry point, a task, a handler; absent where nobody was seen to. */
  readonly start?: MapStart;
  /** The calls from the source to the order, both included. */
  readonly steps?: readonly MapPlace[];
  /** What should stand on the way, and whether it does: `at` is where it is tested. */
  readonly filters: readonly { readonly what: Text; readonly there: boolean; readonly at?: Anchor; readonly test?: Text }[];
  readonly sizing: MapPlace | null;
  readonly order: MapPlace;
}

export interface MapPlace {
  readonly what: Text;
  readonly at: Anchor;
}

export interface MapStart extends MapPlace {
  readonly why: Text;
}

/** A closing order, and what makes the bot send it. */
export interface MapExit {
  /** The function that closes. */
  readonly what: Text;
  readonly at: Anchor;
  /** How the order goes out. */
  readonly order: MapPlace;
  /** Who decides to close, and upon which test; empty where nobody was seen to call it. */
  readonly triggers: readonly (MapPlace & { readonly when: Text | null })[];
}

export interface MapSummary {
  readonly entries: readonly MapEntry[];
  readonly paths?: readonly MapPath[];
  readonly exits?: readonly MapExit[];
  readonly calls: {
    readonly inProject: number;
    readonly resolved: number;
    readonly unresolvedReasons: readonly UnresolvedCalls[];
  };
}

export interface UnresolvedCalls {
  readonly why: Text;
  readonly count: number;
  readonly examples: readonly Anchor[];
}

export interface ShownFact {
  readonly fact: string;
  readonly at: Anchor;
  readonly value: string;
}
