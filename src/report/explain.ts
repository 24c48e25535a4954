import type { WaivedFinding } from "../sdk/audit-result.ts";
import type { Evidence } from "../sdk/evidence.ts";
import type { EvidenceStatus, Finding, Grade } from "../sdk/finding.ts";
import type { Language, Text } from "../sdk/text.ts";
import { excerpt, type LinesAround } from "./excerpt.ts";
import { ascii } from "./escape.ts";
import { MARKS } from "./markdown.ts";
import { paletteOf, sayerOf, type Palette, type TerminalStyle } from "./terminal-style.ts";
import { words } from "./words.ts";
import { wrap } from "./wrap.ts";

const STATUS: Readonly<Record<EvidenceStatus, Text>> = {
  confirmed: words("statusConfirmed"), suspected: words("statusSuspected"), latent: words("statusLatent"), unknown: words("statusUnknown"),
  observed: words("statusObserved"), held: words("statusHeld"), proven: words("statusProven"), "not-applicable": words("statusNotApplicable"),
};
const GRADE_MARK: Readonly<Record<Grade, string>> = { fail: MARKS.red, concern: MARKS.warn, unproven: MARKS.warn, pass: MARKS.ok };
const GRADE_ASCII: Readonly<Record<Grade, string>> = { fail: "RED", concern: "WARN", unproven: "WARN", pass: "OK" };

/** Finding -> its whole evidence: each step with the source or the log around it. */
export function renderFinding(finding: Finding, waiver: WaivedFinding["waiver"] | null, language: Language, lines: LinesAround, style: TerminalStyle): string {
  const say = sayerOf(style);
  const paint = paletteOf(style);
  const field = (key: "finding" | "check" | "verdict" | "fix" | "group" | "waivedTitle", value: string): string => `${paint.bold(`${words(key)[language]}:`)} ${say(value)}`;
  const mark = style.unicode ? GRADE_MARK[finding.grade] : GRADE_ASCII[finding.grade];
  const head = [
    `${mark} ${paint.bold(wrap(say(finding.message[language]), style.width - 5).join("\n"))}`, "",
    field("finding", finding.fingerprint), field("check", finding.check), field("verdict", STATUS[finding.evidenceStatus][language]),
    ...(finding.fix ? [field("fix", finding.fix[language])] : []),
    ...(finding.group ? [field("group", finding.group)] : []),
    ...(waiver ? [field("waivedTitle", words("waiver", { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires })[language])] : []),
    ...(finding.analysisGap ? ["", say(words("analysisGap")[language])] : []),
  ];
  const steps = finding.evidence.flatMap((step, index) => ["", ...stepLines(step, index + 1, language, lines, style, paint)]);
  return [...head, "", paint.bold(say(words("evidence")[language])), ...steps, "", paint.dim(say(words("manual", { check: finding.check })[language])), ""].join("\n");
}

function stepLines({ at, note }: Evidence, number: number, language: Language, lines: LinesAround, style: TerminalStyle, paint: Palette): string[] {
  const say = sayerOf(style);
  const found = lines(at);
  const shown = found && excerpt(found, at);
  const code = shown ? shown.map((line) => `   ${style.unicode ? line : ascii(line)}`) : [`   ${say(words(at.in === "run" ? "logGone" : "sourceGone")[language])}`];
  return [`${number}. ${paint.cyan(say(`${at.file}:${at.line}`))}`, ...wrap(say(note[language]), Math.max(16, style.width - 3)).map((line) => `   ${line}`), ...code.map((line) => (line.startsWith("   >") ? line : paint.dim(line)))];
}
