import type { Audit } from "../sdk/audit-result.ts";
import type { Anchor, Evidence } from "../sdk/evidence.ts";
import type { Text } from "../sdk/text.ts";
import type { Expectation } from "./expectations.ts";

/** What an audit reported at a line: a finding, or something about it that could not be decided. */
interface Reported {
  readonly check: string;
  readonly at: Anchor;
  readonly status: string;
  readonly message: Text;
  readonly evidence: readonly Evidence[];
}

/**
 * Every finding of the section is expected and every expectation is met: else a line for each that is not.
 * Empty: the fixture holds.
 */
export function differences(audit: Audit, section: string, expectations: readonly Expectation[]): string[] {
  const reported = reportsOf(audit, section);
  const open = new Set(reported);
  const problems: string[] = [];
  const take = (expectation: Expectation): Reported | null => {
    const found = [...open].find((one) => meets(one, expectation)) ?? null;
    if (found) open.delete(found);
    return found;
  };
  const labelled = new Map<string, Reported>();
  for (const expectation of inOrder(expectations)) {
    if (expectation.mode === "expect") {
      const found = take(expectation);
      if (!found) problems.push(missing(expectation, reported));
      else if (expectation.label !== null) labelled.set(expectation.label, found);
    }
    if (expectation.mode === "expect-noise" && !take(expectation)) problems.push(`${place(expectation)}: the known noise of ${expectation.name} is gone: remove its expect-noise`);
    if (expectation.mode === "expect-miss" && reported.some((one) => meets(one, expectation))) problems.push(`${place(expectation)}: the known miss of ${expectation.name} is found now: make it an expect`);
  }
  for (const one of open) problems.push(`${one.at.file}:${one.at.line}: unexpected ${one.check} ${one.status} "${one.message.en}"`);
  return [...problems, ...stepProblems(expectations, labelled), ...factProblems(audit, expectations), ...verdictProblems(audit, expectations)];
}

function reportsOf(audit: Audit, section: string): Reported[] {
  const verdict = audit.verdicts.find((one) => one.section === section);
  if (!verdict) return [];
  const undecided = verdict.reasons.flatMap(({ check, at, why }) => (check && at ? [{ check, at, status: "unknown", message: why, evidence: [] }] : []));
  return [...verdict.findings.map(({ check, at, evidenceStatus, message, evidence }) => ({ check, at, status: evidenceStatus, message, evidence })), ...undecided];
}

/** The more an expectation says, the earlier it chooses. */
const inOrder = (expectations: readonly Expectation[]): Expectation[] =>
  [...expectations].sort((a, b) => Number(b.text !== null) + Number(b.status !== null) - Number(a.text !== null) - Number(a.status !== null));

const meets = (one: Reported, { name, file, line, status, text }: Expectation): boolean =>
  one.check === name && one.at.file === file && one.at.line === line && (status === null || one.status === status) && (text === null || says(one.message, text));

const says = (message: Text, text: string): boolean => message.en.includes(text) || message.ru.includes(text);

const place = ({ file, line }: Expectation): string => `${file}:${line}`;

function missing(expectation: Expectation, reported: readonly Reported[]): string {
  const wanted = `${expectation.name}${expectation.status ? ` ${expectation.status}` : ""}${expectation.text ? ` "${expectation.text}"` : ""}`;
  const here = reported.filter(({ at }) => at.file === expectation.file && at.line === expectation.line).map((one) => `${one.check} ${one.status} "${one.message.en}"`);
  const elsewhere = reported.filter(({ check }) => check === expectation.name).map(({ at }) => `${at.file}:${at.line}`);
  const hint = here.length > 0 ? `; here there is ${here.join(", ")}` : elsewhere.length > 0 ? `; it was reported at ${elsewhere.join(", ")}` : "";
  return `${place(expectation)}: missing ${wanted}${hint}`;
}

function stepProblems(expectations: readonly Expectation[], labelled: ReadonlyMap<string, Reported>): string[] {
  const expected = new Set(expectations.filter(({ mode }) => mode === "expect").map(({ label }) => label));
  return expectations.filter(({ mode }) => mode === "because").flatMap((step) => {
    if (!expected.has(step.label)) return [`${place(step)}: because(${step.label}) belongs to no expect(${step.label})`];
    const finding = labelled.get(step.label ?? "");
    if (!finding) return [];
    const found = finding.evidence.some(({ at, note }) => at.file === step.file && at.line === step.line && (step.text === null || says(note, step.text)));
    const steps = finding.evidence.map(({ at, note }) => `${at.file}:${at.line} "${note.en}"`).join(", ");
    return found ? [] : [`${place(step)}: ${finding.check} names no step here${step.text ? ` that says "${step.text}"` : ""}; its steps: ${steps}`];
  });
}

function factProblems(audit: Audit, expectations: readonly Expectation[]): string[] {
  return expectations.filter(({ mode }) => mode === "fact").flatMap((expectation) => {
    if (!audit.facts) return [`${place(expectation)}: this audit shows no facts`];
    const wanted = expectation.text ?? expectation.status ?? "";
    const here = audit.facts.filter(({ fact, at }) => fact === expectation.name && at.file === expectation.file && at.line === expectation.line);
    if (here.some(({ value }) => value.includes(wanted))) return [];
    return [`${place(expectation)}: the fact ${expectation.name} says ${here.length > 0 ? here.map(({ value }) => `"${value}"`).join(", ") : "nothing"}, not "${wanted}"`];
  });
}

const STATUSES: Readonly<Record<string, string>> = { fail: "red", concern: "warn", pass: "ok", "not-applicable": "na" };

function verdictProblems(audit: Audit, expectations: readonly Expectation[]): string[] {
  return expectations.filter(({ mode }) => mode === "verdict").flatMap((expectation) => {
    const verdict = audit.verdicts.find(({ section }) => section === expectation.name);
    if (!verdict) return [`${place(expectation)}: there is no section ${expectation.name}`];
    const wanted = STATUSES[expectation.status ?? ""] ?? expectation.status;
    if (wanted === "unproven" ? verdict.unproven : verdict.status === wanted) return [];
    return [`${place(expectation)}: the verdict of ${expectation.name} is ${verdict.status}${verdict.unproven ? " (unproven)" : ""}, not ${expectation.status}`];
  });
}
