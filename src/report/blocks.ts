import type { Audit, SkippedSource } from "../sdk/audit-result.ts";
import type { Comparison } from "../sdk/comparison.ts";
import type { Anchor } from "../sdk/evidence.ts";
import type { Finding, Unproven } from "../sdk/finding.ts";
import { byCodeUnits } from "../sdk/order.ts";
import type { Language, Text } from "../sdk/text.ts";
import { placeOf } from "./places.ts";
import { gapTexts, notExercisedTexts, tracebackText, withoutStop } from "./run-items.ts";
import { runWords } from "./run-words.ts";
import { words } from "./words.ts";

export interface ReportOptions {
  readonly language: Language;
  /** Rows for each section and items for each list; Infinity for everything. */
  readonly limit: number;
  /** Null: the history has no earlier audit. Undefined: there is no history to compare with. */
  readonly comparison?: Comparison | null | undefined;
}

/** A titled list under the table. */
export interface Block {
  readonly title: Text;
  readonly items: readonly Text[];
  /** How many more items there are. */
  readonly more: number;
}

/** All that stands under the table, between the gate and the hints. */
export function blocksOf(audit: Audit, { limit, comparison }: ReportOptions, short: (file: string) => string): Block[] {
  const blocks = [
    sinceBlock(audit, comparison, limit, short),
    listed(runWords("gaps"), gapTexts(audit, short), limit),
    listed(runWords("tracebacks"), (audit.run?.tracebacks ?? []).map((one) => tracebackText(one, short)), limit),
    listed(words("notAnalysed"), worstSkippedFirst(audit.bot.notAnalysed).map(skippedText), limit),
    listed(words("settle"), settleTexts(audit, short), limit),
    listed(runWords("notExercised"), notExercisedTexts(audit), limit),
    listed(words("waivedTitle"), limit === Infinity ? audit.waived.map(({ finding, waiver }) => withPlace(finding, words("waiver", { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires }), short)) : [], limit),
    listed(words("notes"), audit.notes, Infinity),
  ];
  return blocks.filter((block) => block !== null);
}

/** What stands above the table: a bot that cannot start at all does nothing that the table speaks of. */
export const cannotRunBlock = ({ bot }: Audit, { limit }: ReportOptions): Block | null => listed(words("cannotRun"), (bot.cannotRun ?? []).map(skippedText), limit);

function listed(title: Text, items: readonly Text[], limit: number): Block | null {
  if (items.length === 0) return null;
  return { title, items: items.slice(0, limit), more: Math.max(0, items.length - limit) };
}

function sinceBlock(audit: Audit, comparison: Comparison | null | undefined, limit: number, short: (file: string) => string): Block | null {
  if (comparison === undefined) return null;
  if (comparison === null) return { title: words("firstAudit"), items: [], more: 0 };
  const fresh = new Set(comparison.fresh);
  const appeared = audit.verdicts.flatMap((verdict) => verdict.findings).filter((finding) => fresh.has(finding.fingerprint));
  const items = [
    ...appeared.map((finding) => labelled(words("appeared"), finding, short)),
    ...comparison.fixed.map((fixed) => labelled(words("fixed"), fixed, short)),
  ];
  const title = words("since", {
    date: comparison.date, revision: comparison.revision ? ` (${comparison.revision.slice(0, 8)})` : "",
    fresh: String(comparison.fresh.length), fixed: String(comparison.fixed.length),
  });
  return listed(title, items, limit) ?? { title, items: [], more: 0 };
}

type Placed = { readonly at: Anchor; readonly message: Text };

const labelled = (label: Text, { at, message }: Placed, short: (file: string) => string): Text => {
  const place = placeOf(at, short);
  return { en: `${label.en}: ${place} ${message.en}`, ru: `${label.ru}: ${place} ${message.ru}` };
};

const withPlace = ({ at, message }: Finding, remark: Text, short: (file: string) => string): Text => {
  const place = placeOf(at, short);
  return { en: `${place} ${message.en}: ${remark.en}`, ru: `${place} ${message.ru}: ${remark.ru}` };
};

/** What blocks go-live must not drown in vendored copies. */
const worstSkippedFirst = (skipped: readonly SkippedSource[]): SkippedSource[] => [...skipped].sort((a, b) => Number(b.blocks) - Number(a.blocks));

function skippedText({ file, line, endLine, why, blocks }: SkippedSource): Text {
  const lines = line === null ? null : endLine === null || endLine === line ? words("line", { from: String(line) }) : words("lines", { from: String(line), to: String(endLine) });
  const where = (language: Language): string => (lines ? `${file}, ${lines[language]}` : file);
  const harm = (language: Language): string => (blocks ? ` (${words("blocks")[language]})` : "");
  const say = (language: Language): string => `${where(language)}: ${withoutStop(why[language])}${harm(language)}`;
  return { en: say("en"), ru: say("ru") };
}

/** The same reason at many places, or in many sections, is one line: the first place and how many more. */
function settleTexts(audit: Audit, short: (file: string) => string): Text[] {
  const reasons = new Map<string, { why: Text; places: Set<string>; sections: Set<number> }>();
  for (const verdict of audit.verdicts) for (const reason of reasonsOf(verdict.reasons, verdict.findings)) {
    const key = `${reason.why.en}\n${reason.why.ru}`;
    const known = reasons.get(key) ?? { why: reason.why, places: new Set<string>(), sections: new Set<number>() };
    reasons.set(key, known);
    known.sections.add(verdict.number);
    if (reason.at) known.places.add(placeOf(reason.at, short));
  }
  return [...reasons.values()].map(({ why, places, sections }) => {
    const numbers = [...sections].map((number) => `#${number}`).join(", ");
    const where = somePlaces([...places]);
    const say = (language: Language): string => `${numbers}: ${withoutStop(why[language])}${where ? ` (${where[language]})` : ""}`;
    return { en: say("en"), ru: say("ru") };
  });
}


function reasonsOf(reasons: readonly Unproven[], findings: readonly Finding[]): Pick<Unproven, "at" | "why">[] {
  const undecided = findings.filter((finding) => finding.grade === "unproven" && finding.fix);
  return [...reasons, ...undecided.map((finding) => ({ at: finding.at, why: finding.fix as Text }))];
}

/** The first three places of a list, with the number of those left out. */
export function somePlaces(places: readonly string[]): Text | null {
  if (places.length === 0) return null;
  const named = places.slice(0, 3).join(", ");
  return places.length <= 3 ? { en: named, ru: named } : words("andMorePlaces", { places: named, more: String(places.length - 3) });
}

/** The commands that lead on, for the finding that a person opens first. */
export function hintsOf(audit: Audit, limit: number): Text[] {
  const first = audit.verdicts.flatMap((verdict) => verdict.findings).sort((a, b) => Number(a.maturity === "draft") - Number(b.maturity === "draft"))[0];
  return [
    ...(first ? [words("seeMore", { name: `${first.fingerprint}${first.run.length > 0 ? " --logs …" : ""}` })] : []),
    ...(limit !== Infinity && first ? [words("seeAll")] : []),
    ...(audit.run ? [] : [runWords("giveRun")]),
    words("seeMap"),
  ];
}

/** Every file that a report may name, for the shortest way to tell them apart. */
export function namedFiles(audit: Audit): string[] {
  const files = audit.verdicts.flatMap(({ findings, held, reasons }) => [
    ...[...findings, ...held].map((finding) => finding.at.file), ...reasons.flatMap((reason) => (reason.at ? [reason.at.file] : [])),
  ]);
  const logs = audit.run?.tracebacks.flatMap(({ at, code }) => [at.file, ...(code ? [code.file] : [])]) ?? [];
  return [...files, ...logs, ...audit.waived.map(({ finding }) => finding.at.file)].sort(byCodeUnits);
}

export function sizeText({ bot }: Audit): Text {
  const languages = bot.languages.join(", ");
  if (languages === "") return words("noSource");
  return words("size", { files: bot.files, lines: bot.lines, languages });
}
