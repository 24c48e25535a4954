import { appendTo } from "../sdk/append.ts";
import { byCodeUnits } from "../sdk/order.ts";
import type { Audit, MapEntry, MapSummary } from "../sdk/audit-result.ts";
import type { Language } from "../sdk/text.ts";
import { somePlaces } from "./blocks.ts";
import { exitsText, pathsText } from "./map-paths.ts";
import { paletteOf, sayerOf, type Palette, type TerminalStyle } from "./terminal-style.ts";
import { conceptWords, mapWords } from "./map/words.ts";
import { words } from "./words.ts";
import { wrap } from "./wrap.ts";

/** What was recognised, by concept, each with its place and the rule that recognised it; then how well calls were followed. */
export function renderMap({ bot }: Audit, map: MapSummary, language: Language, style: TerminalStyle): string {
  const say = sayerOf(style);
  const paint = paletteOf(style);
  const concepts = new Map<string, MapEntry[]>();
  for (const entry of map.entries) {
    appendTo(concepts, entry.concept, entry);
  }
  const sections = [...concepts].map(([concept, entries]) => conceptText(concept, entries, language, style, paint));
  const paragraphs = [
    paint.bold(say(words("recognised", { bot: bot.root })[language])),
    ...(map.paths && map.paths.length > 0 ? [pathsText(map.paths, language, style)] : []),
    ...(map.exits && map.exits.length > 0 ? [exitsText(map.exits, language, style)] : []),
    ...(sections.length > 0 ? sections : [say(words("nothingRecognised")[language])]),
    callsText(map, language, style, paint),
    paint.dim(wrap(say(words("bind")[language]), style.width).join("\n")),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

/** Starts of tools and reports are told by their folders: a bot may have a hundred. */
function conceptText(concept: string, entries: readonly MapEntry[], language: Language, style: TerminalStyle, paint: Palette): string {
  const folders = new Map<string, number>();
  for (const { aside, at } of entries) {
    const folder = at?.file.replace(/\/?[^/]*$/, "") || ".";
    if (aside) folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  const counted = [...folders].sort((a, b) => b[1] - a[1] || byCodeUnits(a[0], b[0])).map(([folder, count]) => `${folder} (${count})`).join(", ");
  const aside = counted === "" ? [] : wrap(sayerOf(style)(mapWords("aside", { folders: counted })[language]), style.width - 2).map((line) => `  ${line}`);
  return [
    paint.bold(`${conceptWords(concept)[language]} (${concept}, ${entries.length})`),
    ...atOnePlace(entries.filter((one) => !one.aside)).flatMap((entry) => entryLines(entry, language, style, paint)), ...aside,
  ].join("\n");
}

/** A wrapper through which everything is started, an interface with many classes behind it: one entry with some of the names. */
function atOnePlace(entries: readonly MapEntry[]): readonly MapEntry[] {
  const groups = new Map<string, MapEntry[]>();
  for (const entry of entries) appendTo(groups, `${entry.at?.file}:${entry.at?.line} ${entry.why.en} ${entry.detail?.en}`, entry);
  return [...groups.values()].map((group) => {
    const [first] = group as [MapEntry];
    return group.length === 1 ? first : { ...first, what: somePlaces([...new Set(group.map((one) => one.what.en))]) ?? first.what };
  });
}

function entryLines({ at, what, why, detail }: MapEntry, language: Language, style: TerminalStyle, paint: Palette): string[] {
  const say = sayerOf(style);
  const place = at ? `${paint.cyan(say(`${at.file}:${at.line}`))}  ` : "";
  const more = detail ? `: ${say(detail[language])}` : "";
  const because = wrap(say(words("because", { why: why[language] })[language]), Math.max(16, style.width - 6)).map((line) => `      ${paint.dim(line)}`);
  return [`  ${place}${say(what[language])}${more}`, ...because];
}

function callsText({ calls }: MapSummary, language: Language, style: TerminalStyle, paint: Palette): string {
  const say = sayerOf(style);
  const percent = calls.inProject === 0 ? "100" : ((100 * calls.resolved) / calls.inProject).toFixed(1);
  const title = words("calls", { resolved: String(calls.resolved), total: String(calls.inProject), percent })[language];
  const reasons = calls.unresolvedReasons.map(({ why, count, examples }) => {
    const places = somePlaces(examples.map((at) => `${at.file}:${at.line}`));
    return `  ${String(count).padStart(6)}  ${say(why[language])}${places ? paint.dim(say(` (${words("examples", { places: places[language] })[language]})`)) : ""}`;
  });
  return [paint.bold(say(title)), ...(reasons.length > 0 ? [`  ${say(words("unresolved")[language])}:`, ...reasons] : [])].join("\n");
}
