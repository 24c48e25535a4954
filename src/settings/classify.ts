/** Which files of settings formats are the bot's settings: by place, by name, and by being named in its code. */
import { catalogue, type Text } from "../sdk/text.ts";
import type { SettingsFile } from "../source/bot.ts";
import { nameOf } from "../source/layout.ts";
import { isOldPath, wordsOf } from "../source/path-words.ts";
import type { ClassifiedFile, SettingsClass } from "./setting.ts";

const says = catalogue({
  env: { en: "environment file", ru: "файл переменных окружения" },
  compose: { en: "environment of a container", ru: "переменные окружения контейнера" },
  template: { en: "its name says that it is an example", ru: "имя говорит, что это образец" },
  test: { en: "it belongs to tests", ru: "относится к тестам" },
  former: { en: "it lies among former versions", ru: "лежит среди прежних версий" },
  tooling: { en: "settings of a tool, not of the bot", ru: "настройки инструмента, а не бота" },
  place: { en: "it lies in {word}/, which is no place for settings", ru: "лежит в {word}/, где не хранят настройки" },
  data: { en: "its name says that the bot writes it: {word}", ru: "имя говорит, что файл пишет сам бот: {word}" },
  named: { en: "its name says so: {word}", ru: "так говорит имя: {word}" },
  directory: { en: "it lies in {word}/", ru: "лежит в {word}/" },
  referenced: { en: "named in {file}", ru: "упомянут в {file}" },
  nothing: { en: "nothing says that the bot reads it", ru: "ничто не указывает, что бот его читает" },
});

const TEMPLATE = /(?:^|[._-])(?:examples?|samples?|templates?|dist|tmpl|tpl|skeleton)(?=[._-]|$)/i;
const TEST = /^(?:.*[_-])?(?:tests?|testing|__tests__|__mocks__|__fixtures__|fixtures?|mocks?|e2e|test[_-]?data|cassettes)$/i;
const NO_PLACE = /^(?:docs?|documentation|locales?|i18n|lang|langs|languages|translations|data|datasets?|logs?|results?|reports?|output|outputs|artifacts|cache|history|state|states|storage|snapshots?|backtests?|backtest_results|monitoring|grafana|prometheus|nginx|frontend|web|website|public|static|assets|specs?|migrations|alembic|benchmarks?|training|annotations|examples_data)$/i;
const TOOLING = /^(?:\.?(?:pre-commit|travis|gitlab-ci|readthedocs|codecov|coderabbit|prospector|markdownlint|yamllint|flake8|pylintrc|editorconfig|gitpod|taplo|drone|appveyor|dependabot|golive)\b.*|appveyor\.yml|golive\.ya?ml|mkdocs|alembic|pytest|tox|mypy|ruff|setup|pyproject|pyrightconfig|codecov|cbindgen.*|wrangler|fly.*|render|railway|nixpacks|app|nginx|redis|supervisord?|prometheus|alertmanager|alerts?|loki|promtail|otel.*|openapi|swagger|environment|conda|rustfmt|clippy|deny|audits?|kustomization|chart|skaffold|tasks|moon|workspace|toolchain|authors|CITATION|tslint|jest|components)(?:[._-].*)?$/i;
/** A file with such a word holds no settings, whatever else its name says; the second set gives way to `config` in the name. */
const NEVER_SETTINGS = new Set(["history", "cache", "cached", "result", "results", "report", "reports", "log", "logs", "snapshot", "metrics", "stats", "statistics", "backup", "candles", "klines", "ohlcv", "annotation", "dump", "schema", "manifest"]);
const DATA_WORDS = new Set(["state", "states", "trades", "orders", "summary", "runtime", "tickers", "session", "sessions", "positions", "balances", "journal", "checkpoint", "insights", "analysis", "performance", "trigger", "audit", "data", "db", "database", "products", "metadata", "income", "markets", "users", "monitors", "warnings", "publishers", "registry"]);
const PLAINLY = new Set(["config", "configs", "configuration", "cfg", "conf", "setting", "settings", "param", "params", "parameters"]);
const SETTINGS_WORDS = new Set(["config", "configs", "configuration", "cfg", "conf", "setting", "settings", "param", "params", "parameters", "strategy", "strategies", "risk", "trading", "rules", "profile", "profiles", "preset", "presets", "default", "defaults", "options", "limits", "thresholds", "weights", "symbols", "pairs", "coins", "universe", "whitelist", "blacklist", "secrets", "credentials", "creds", "keys", "exchange", "exchanges", "bot", "live", "prod", "production", "paper", "regime", "regimes", "filters", "user"]);
const SETTINGS_PLACE = /^(?:.*[_-])?(?:config|configs|conf|settings|profiles|presets|params|parameters|configuration|etc)$/i;

/** `named`: base name of a file -> the file of the bot's code that names it. */
export function classify(file: SettingsFile, named: ReadonlyMap<string, string>): ClassifiedFile {
  const name = nameOf(file.path);
  const segments = file.path.split("/").slice(0, -1);
  const [cls, why, loose] = byPlace(segments, file.path) ?? (file.format === "env" ? environment(name) : byName(name, segments, named));
  return { path: file.path, format: file.format, class: cls, why, sure: loose === undefined };
}

/** "loose": only a mention in the code speaks for it, so it may be data as well. */
type Judged = readonly [SettingsClass, Text, "loose"?];

function byPlace(segments: readonly string[], path: string): Judged | null {
  if (segments.some((segment) => TEST.test(segment)) || /^(?:test|conftest)[._-]/i.test(nameOf(path))) return ["test", says("test")];
  if (isOldPath(path.slice(0, path.lastIndexOf("/") + 1))) return ["other", says("former")];
  const hidden = segments.find((segment) => segment.startsWith("."));
  return hidden === undefined ? null : ["other", says("place", { word: hidden })];
}

function environment(name: string): Judged {
  if (TEMPLATE.test(name)) return ["template", says("template")];
  return wordsOf(name).includes("test") ? ["test", says("test")] : ["shipped", says("env")];
}

export const isCompose = (path: string): boolean => /^(?:docker-)?compose\b.*\.ya?ml$/.test(nameOf(path));

function byName(name: string, segments: readonly string[], named: ReadonlyMap<string, string>): Judged {
  if (isCompose(name)) return ["shipped", says("compose")];
  if (TOOLING.test(name) || (name.startsWith(".") && !TEMPLATE.test(name))) return ["other", says("tooling")];
  const words = wordsOf(name.replace(/(?:\.\w+)?\.\w+$/, (ending) => (TEMPLATE.test(ending) ? "" : ending.split(".").slice(0, -1).join("."))));
  const by = named.get(name) ?? named.get(name.replace(/[._-](?:example|sample|template|dist|default)(?=\.|$)/i, ""));
  const place = segments.find((segment) => NO_PLACE.test(segment));
  const plainly = words.some((word) => PLAINLY.has(word));
  const data = words.find((word) => NEVER_SETTINGS.has(word) || (!plainly && DATA_WORDS.has(word)));
  const settings = words.find((word) => SETTINGS_WORDS.has(word));
  if (place !== undefined && !(by !== undefined && settings !== undefined)) return ["other", says("place", { word: place })];
  if (data !== undefined) return ["other", says("data", { word: data })];
  if (TEMPLATE.test(name) || segments.some((segment) => /(?:^|[_-])(?:examples?|samples?|templates?)$/i.test(segment))) return ["template", says("template")];
  if (settings !== undefined) return ["shipped", says("named", { word: settings })];
  const home = segments.find((segment) => SETTINGS_PLACE.test(segment));
  if (home !== undefined) return ["shipped", says("directory", { word: home })];
  if (by !== undefined) return ["shipped", says("referenced", { file: by }), "loose"];
  return ["other", says("nothing")];
}
