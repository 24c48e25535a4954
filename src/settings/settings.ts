/** The bot's settings files -> one table. Never throws: a file that cannot be read is told with its line. */
import type { NotAnalysed } from "../ir/program.ts";
import { appendTo } from "../sdk/append.ts";
import { byCodeUnits } from "../sdk/order.ts";
import { catalogue } from "../sdk/text.ts";
import type { Bot, SettingsFile } from "../source/bot.ts";
import { nameOf } from "../source/layout.ts";
import { wordsOf } from "../source/path-words.ts";
import { classify, isCompose } from "./classify.ts";
import { composeEnvironment } from "./compose.ts";
import { namedFiles } from "./named-files.ts";
import { readJson } from "./read-json.ts";
import { readEnv, readIni } from "./read-lines.ts";
import { readToml } from "./read-toml.ts";
import { readYaml } from "./read-yaml.ts";
import { REDACTED, redact } from "./secrets.ts";
import { envName, normalForm, type ClassifiedFile, type Setting, type SettingsTable } from "./setting.ts";
import { firstLine, leaves, type Reading } from "./tree.ts";

const says = catalogue({
  unreadable: { en: "The settings cannot be read: {error}. What this file sets is unknown to the audit.", ru: "Настройки не читаются: {ru}. Что задаёт этот файл, проверка не знает." },
});

const READERS: Readonly<Record<SettingsFile["format"], (text: string) => Reading>> = { yaml: readYaml, json: readJson, toml: readToml, ini: readIni, env: readEnv };

/** A file of more values that is merely mentioned in the code is data. */
const MOST_UNSURE = 500;

export function readSettings(bot: Bot): SettingsTable {
  const named = namedFiles(bot);
  const files = bot.settingsFiles.map((file) => classify(file, named));
  const notAnalysed: NotAnalysed[] = [];
  const found: { setting: Setting; rank: number }[] = [];
  bot.settingsFiles.forEach((file, index) => {
    const classified = files[index]!;
    if (classified.class !== "shipped" && classified.class !== "template") return;
    const { tree, problems } = read(file);
    for (const { line, why } of problems) {
      notAnalysed.push({ file: file.path, line, endLine: line, why: says("unreadable", { error: why.replace(/\.+$/, ""), ru: inRussian(why).replace(/\.+$/, "") }), blocks: classified.class === "shipped" && classified.sure });
    }
    if (!tree || tree.kind === "scalar") return;
    const inside = leaves(redact(isCompose(file.path) ? composeEnvironment(tree) : tree, nameOf(file.path)));
    if (!classified.sure && inside.length > MOST_UNSURE) return;
    const rank = rankOf(classified);
    const source = isCompose(file.path) ? "env" : file.format;
    for (const { path, value, line } of inside) {
      if (path.length === 0) continue;
      found.push({ rank, setting: { path, key: path.join("."), value, at: { file: file.path, line }, source, template: classified.class === "template", secret: value === REDACTED } });
    }
  });
  // The sort is stable: within a file, settings stay in its order.
  const settings = found.sort((a, b) => a.rank - b.rank || byCodeUnits(a.setting.at.file, b.setting.at.file)).map(({ setting }) => setting);
  return { settings, files, notAnalysed, ...lookups(settings) };
}

function read(file: SettingsFile): Reading {
  try {
    return READERS[file.format](file.text);
  } catch (error) {
    return { tree: null, problems: [{ line: null, why: firstLine(error) }] };
  }
}

/** What our own limits say; the words of a parser stay as they are. */
const inRussian = (why: string): string =>
  why.replace(/^it expands to more than (\d+) values or nests deeper than (\d+)$/, "развёрнутых значений больше $1 или вложенность глубже $2").replace(/^values nest deeper than (\d+)$/, "вложенность значений глубже $1");

const LIVE = new Set(["prod", "production", "live", "mainnet"]);
const BASE = new Set(["default", "defaults", "base", "common"]);
const REHEARSAL = new Set(["dev", "development", "paper", "demo", "local", "staging", "sandbox", "testnet", "debug", "test", "backtest", "sim", "simulation", "conservative", "aggressive"]);

/**
 * Lower is more plausible to be what the live bot runs with: the plain file, its live profile, defaults, others,
 * rehearsals, then templates; among equals the one nearer to the root.
 */
function rankOf({ path, class: cls, format }: ClassifiedFile): number {
  const words = wordsOf(nameOf(path));
  const depth = Math.min(path.split("/").length, 9);
  return (cls === "template" ? 100 : 0) + profileOf(words, format === "env" || isCompose(path)) * 10 + depth;
}

function profileOf(words: readonly string[], environment: boolean): number {
  if (words.some((word) => REHEARSAL.has(word))) return 5;
  if (words.some((word) => LIVE.has(word))) return 1;
  if (words.some((word) => BASE.has(word))) return 2;
  return environment || words.some((word) => /^(?:config|settings?|cfg|conf|params?|parameters|configuration)$/.test(word)) ? 0 : 3;
}

type Lookups = Pick<SettingsTable, "byKey" | "byLast" | "byEnv" | "byNormal">;

function lookups(settings: readonly Setting[]): Lookups {
  const byKey = new Map<string, Setting[]>();
  const byLast = new Map<string, Setting[]>();
  const byEnv = new Map<string, Setting[]>();
  const byNormal = new Map<string, Setting[]>();
  for (const setting of settings) {
    const last = setting.path.at(-1)!;
    appendTo(byKey, setting.key, setting);
    appendTo(byLast, last, setting);
    appendTo(byEnv, envName(setting.path), setting);
    const whole = normalForm(setting.key);
    appendTo(byNormal, whole, setting);
    if (normalForm(last) !== whole) appendTo(byNormal, normalForm(last), setting);
  }
  return { byKey, byLast, byEnv, byNormal };
}

/** A bot without a single settings file. */
export const NO_SETTINGS: SettingsTable = { settings: [], files: [], notAnalysed: [], ...lookups([]) };
