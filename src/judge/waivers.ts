import { appendTo } from "../sdk/append.ts";
import type { Finding } from "../sdk/finding.ts";
import type { WaivedFinding } from "../sdk/audit-result.ts";
import type { Waiver } from "../sdk/project-config.ts";
import { catalogue, type Text } from "../sdk/text.ts";

const messages = catalogue({
  expired: {
    en: "golive.yaml:{line}: the waiver for {what} expired on {expires}, its findings count again. Fix them, or renew it with a reason",
    ru: "golive.yaml:{line}: срок принятия {what} истёк {expires}, находки снова учитываются. Исправьте их или продлите с причиной",
  },
  unused: {
    en: "golive.yaml:{line}: the waiver for {what} accepts nothing: no such finding any more. Remove it",
    ru: "golive.yaml:{line}: принятие {what} ничего не принимает: такой находки больше нет. Удалите его",
  },
});

export interface Accepted {
  readonly open: readonly Finding[];
  readonly waived: readonly WaivedFinding[];
  /** About waivers that expired. */
  readonly notes: readonly Text[];
  /** The waivers that fit a finding, expired ones included. */
  readonly matched?: readonly Waiver[];
}

/**
 * Parts the findings into those that count and those that were accepted. An expired waiver accepts nothing and says so.
 * `today` is YYYY-MM-DD and comes from the caller: the judge has no clock.
 */
export function applyWaivers(findings: readonly Finding[], waivers: readonly Waiver[], today: string): Accepted {
  const open: Finding[] = [];
  const waived: WaivedFinding[] = [];
  const matched = new Set<Waiver>();
  const byName = indexed(waivers);
  for (const finding of findings) {
    const fitting = [...(byName.get(finding.fingerprint) ?? []), ...(byName.get(`${finding.check}\n${finding.at.file}`) ?? [])];
    for (const waiver of fitting) matched.add(waiver);
    const waiver = fitting.find(({ expires }) => today <= expires);
    if (waiver && finding.grade !== "pass") waived.push({ finding, waiver });
    else open.push(finding);
  }
  const expired = waivers.filter((waiver) => matched.has(waiver) && today > waiver.expires);
  return { open, waived, notes: expired.map((waiver) => messages("expired", valuesOf(waiver))), matched: [...matched] };
}

function indexed(waivers: readonly Waiver[]): Map<string, Waiver[]> {
  const index = new Map<string, Waiver[]>();
  for (const waiver of waivers) {
    const key = waiver.fingerprint ?? `${waiver.check}\n${waiver.file}`;
    appendTo(index, key, waiver);
  }
  return index;
}

/** Notes on the waivers that accept nothing in the whole audit: one by fingerprint may be any section's. */
export function unusedWaivers(waivers: readonly Waiver[], accepted: readonly Accepted[]): Text[] {
  const used = new Set(accepted.flatMap(({ matched }) => matched ?? []));
  return waivers.filter((waiver) => !used.has(waiver)).map((waiver) => messages("unused", valuesOf(waiver)));
}

const valuesOf = ({ line, fingerprint, check, file, expires }: Waiver): Record<string, string> => ({ line: String(line), what: fingerprint ?? `${check} (${file})`, expires });
