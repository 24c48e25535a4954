import type { EvidenceStatus } from "../sdk/finding.ts";

/**
 * Reads what a fixture expects from its own comments. One grammar for every file of a bot and its logs:
 *
 *     # expect: races/check-then-act-across-await suspected "two tasks"     trailing: this line; alone: the next line of code
 *     # expect(a): …        # because(a): … "note"     a step of the evidence of finding a, also in another file
 *     # expect-miss: <check> -- reason                 a known miss: fails on the day it is found
 *     # expect-noise: <check> -- reason                a known false finding: fails on the day it is gone
 *     # fact: order-sites retried                      the fact says "retried" about this line
 *     # verdict: races red                             the section's outcome
 */
export const MODES = ["expect", "expect-miss", "expect-noise", "because", "fact", "verdict"] as const;
export type Mode = (typeof MODES)[number];

export interface Expectation {
  readonly mode: Mode;
  readonly file: string;
  /** Of the code that it speaks about. */
  readonly line: number;
  readonly label: string | null;
  /** A check, a fact or a section. */
  readonly name: string;
  /** An evidence status, the value of a fact, or a verdict's status; null: any. */
  readonly status: string | null;
  /** Must occur in the message (or the note), in either language. */
  readonly text: string | null;
  readonly reason: string | null;
}

const STATUSES: readonly string[] = ["confirmed", "suspected", "latent", "unknown", "observed", "held", "proven"] satisfies EvidenceStatus[];
const START = /(?:#|\/\/|;)\s*(expect-miss|expect-noise|expect|because|fact|verdict)(?:\(([\w-]+)\))?:\s*/;
const BODY = /^([\w/-]+)?(?:\s+(?!--)([\w.:-]+(?:\s+(?!--|")[\w.:-]+)*))?(?:\s+"([^"]*)")?(?:\s+--\s+(.+?))?\s*$/;

/** The expectations of one file. Throws on one that cannot be read: a misspelt expectation would pass forever. */
export function readExpectations(file: string, text: string): Expectation[] {
  const found: Expectation[] = [];
  let waiting: Omit<Expectation, "line">[] = [];
  text.split("\n").forEach((raw, index) => {
    const start = START.exec(raw);
    const alone = start !== null && raw.slice(0, start.index).trim() === "";
    if (start) {
      const one = parse(file, index + 1, start, raw.slice(start.index + start[0].length));
      if (one.mode === "verdict" || !alone) found.push({ ...one, line: index + 1 });
      else waiting.push(one);
    }
    const isCode = raw.trim() !== "" && !/^\s*(#|\/\/)/.test(raw);
    if (!isCode) return;
    found.push(...waiting.map((one) => ({ ...one, line: index + 1 })));
    waiting = [];
  });
  const [left] = waiting;
  if (left) throw new Error(`${file}: "${left.mode}: ${left.name}" stands before no code`);
  return found;
}

function parse(file: string, line: number, start: RegExpExecArray, rest: string): Omit<Expectation, "line"> {
  const body = BODY.exec(rest.trim());
  const mode = start[1] as Mode;
  if (!body?.[1]) throw new Error(`${file}:${line}: cannot read the expectation "${mode}: ${rest.trim()}"`);
  const [, name = "", status, quoted, reason] = body;
  if ((mode === "expect-miss" || mode === "expect-noise") && !reason) throw new Error(`${file}:${line}: ${mode} needs a reason after --`);
  if (/^(expect|because)/.test(mode) && status && !STATUSES.includes(status)) throw new Error(`${file}:${line}: there is no status "${status}", only ${STATUSES.join(", ")}`);
  if (mode === "because" && !start[2]) throw new Error(`${file}:${line}: because needs the label of its expectation: because(a): …`);
  return { mode, file, label: start[2] ?? null, name, status: status ?? null, text: quoted ?? null, reason: reason ?? null };
}
