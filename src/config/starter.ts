import type { Audit, MapEntry } from "../sdk/audit-result.ts";
import { byCodeUnits } from "../sdk/order.ts";
import { catalogue, type Language } from "../sdk/text.ts";

const words = catalogue({
  head: {
    en: "Configuration of golive for {bot}. Everything here is optional; remove what you do not need.",
    ru: "Настройки golive для {bot}. Всё здесь необязательно; лишнее можно удалить.",
  },
  language: { en: "The language of the report: en or ru.", ru: "Язык отчёта: en или ru." },
  entries: { en: "What the bot is started with. Detected:", ru: "С чего запускается бот. Обнаружено:" },
  none: { en: "(nothing)", ru: "(ничего)" },
  exclude: {
    en: "What takes no part in the audit, in the manner of .gitignore; each with its reason, which the report prints.",
    ru: "Что не участвует в аудите, как в .gitignore; у каждого своя причина, она попадёт в отчёт.",
  },
  checks: { en: "Thresholds of checks; `golive explain section/name` tells the options.", ru: "Пороги проверок; параметры покажет `golive explain раздел/имя`." },
  concepts: {
    en: "Your own names for what golive did not recognise, or recognised wrongly (golive map shows it). Detected:",
    ru: "Ваши имена для того, что golive не распознал или распознал неверно (см. golive map). Обнаружено:",
  },
  waivers: { en: "Accepted findings: each with a reason, an owner and a last day.", ru: "Принятые находки: у каждой причина, ответственный и последний день." },
  notApplicable: { en: "Sections that do not apply to this bot, and why.", ru: "Разделы, которые не относятся к этому боту, и почему." },
});

/** The example that `golive init` writes: what was detected stands there as comments, so that nothing changes until a person decides. */
export function starterConfig({ bot, map }: Audit, language: Language): string {
  const all = map?.entries ?? [];
  // Tools and reports are no starts of the bot: a bot may have a hundred of them.
  const entries = all.filter((one) => !one.aside);
  const comment = (text: string): string => `# ${oneLine(text)}`;
  const say = (key: Parameters<typeof words>[0], values: Record<string, string> = {}): string => comment(words(key, values)[language]);
  const starts = entries.filter(({ concept, at }) => /^entry/i.test(concept) && at);
  return [
    "# yaml-language-server: $schema=https://unpkg.com/golive-audit/schema/golive.schema.json",
    say("head", { bot: bot.root }), "",
    say("language"), `language: ${language}`, "",
    say("entries"), ...detected(starts, language), ...example(["entry_points:", ...(starts.length > 0 ? [...new Set(starts.map(({ at }) => at?.file ?? ""))].map((file) => `  - ${JSON.stringify(file)}`) : ["  - main.py"])]), "",
    say("exclude"), ...example(["exclude:", ...foldersAside(all).flatMap((folder) => [`  - path: ${JSON.stringify(`${folder}/`)}`, "    reason: never runs with real money"])]), "",
    say("checks"), ...example(["checks:", '  "section/name":', "    option: 5"]), "",
    say("concepts"), ...detected(firstOfEach(entries), language), ...example(["concepts:", "  order-submission: [bot.orders.place_order]"]), "",
    say("waivers"), ...example(["waivers:", "  - fingerprint: 3f9a1c2b", "    reason: why this is accepted", "    owner: your name", "    expires: 2027-01-31"]), "",
    say("notApplicable"), ...example(["not_applicable:", "  - section: drift", "    reason: why it does not apply"]), "",
  ].join("\n");
}

const example = (lines: readonly string[]): string[] => lines.map((line) => `# ${line}`);

// A name of the bot must not end the comment and become a setting.
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, " ");

const MOST_FOLDERS = 4;

/** Top folders in which nothing starts but tools and reports. */
function foldersAside(entries: readonly MapEntry[]): string[] {
  const top = ({ at }: MapEntry): string => (at?.file.includes("/") ? at.file.split("/", 1)[0]! : "");
  const used = new Set(entries.filter((one) => !one.aside).map(top));
  const folders = [...new Set(entries.filter((one) => one.aside).map(top))].filter((folder) => folder !== "" && !used.has(folder)).sort(byCodeUnits);
  return folders.length > 0 ? folders.slice(0, MOST_FOLDERS) : ["backtest"];
}

const PER_CONCEPT = 3;

function firstOfEach(entries: readonly MapEntry[]): MapEntry[] {
  const seen = new Map<string, number>();
  return entries.filter(({ concept }) => {
    const count = (seen.get(concept) ?? 0) + 1;
    seen.set(concept, count);
    return count <= PER_CONCEPT;
  });
}

function detected(entries: readonly MapEntry[], language: Language): string[] {
  if (entries.length === 0) return [`#   * ${words("none")[language]}`];
  return entries.map(({ concept, at, what }) => `#   * ${oneLine(`${concept}: ${what[language]}${at ? ` (${at.file}:${at.line})` : ""}`)}`);
}
