import type { Language, SettingsFormat } from "./bot.ts";

const CODE: Readonly<Record<string, Language>> = {
  py: "python", pyw: "python",
  ts: "typescript", tsx: "typescript", mts: "typescript", cts: "typescript", js: "typescript", jsx: "typescript", mjs: "typescript", cjs: "typescript",
};

const FORMATS: Readonly<Record<string, SettingsFormat>> = {
  yaml: "yaml", yml: "yaml", json: "json", jsonc: "json", json5: "json", toml: "toml", ini: "ini", cfg: "ini", conf: "ini", env: "env",
};

/** `.env`, `.envy`, `.env.prod`, `.env_example`, `bot.env`, `env.example`. */
const ENVIRONMENT = /^\.?env$|^\.env[._-][\w.-]+$|^[\w.-]+\.env(?:[._-]\w+)?$|^env[._-](?:example|sample|template|dist|default|local|prod\w*|dev\w*|test\w*|live|paper)$/i;

/** What tools leave behind or read for themselves; never settings of a bot. */
const TOOLING = /^(package(-lock)?|npm-shrinkwrap|composer|tsconfig.*|jsconfig.*|lerna|nx|turbo|renovate|vercel|firebase|angular|manifest|project|deno|bun|typedoc|knip|biome|nodemon|\.?prettierrc|\.?eslintrc|\.?babelrc|\.swcrc|moon|Pipfile|poetry|Cargo|uv|pdm|pnpm-(lock|workspace)|_category_)(\.[\w-]+)?$/;

export type FileKind =
  | { readonly kind: "code"; readonly language: Language }
  | { readonly kind: "settings"; readonly format: SettingsFormat }
  /** May name an entry point: Dockerfile, Procfile, shell scripts, pyproject.toml ... */
  | { readonly kind: "launcher" }
  /** Python that golive cannot read. */
  | { readonly kind: "compiled-python" }
  /** Code in a language that golive does not read, by the language's name. */
  | { readonly kind: "other-language"; readonly name: string };

const OTHERS: Readonly<Record<string, string>> = {
  php: "PHP", go: "Go", rs: "Rust", java: "Java", kt: "Kotlin", cs: "C#", cpp: "C++", cc: "C++", mq4: "MQL4", mq5: "MQL5", rb: "Ruby", jl: "Julia", ex: "Elixir", scala: "Scala",
};

/** Whether the file's text is wanted at all. */
export const isRead = (kinds: readonly FileKind[]): boolean => !kinds.every(({ kind }) => kind === "compiled-python" || kind === "other-language");

/** Several kinds may apply: docker-compose.yml is settings and a launcher. */
export function fileKinds(name: string): readonly FileKind[] {
  if (name.startsWith("._")) return [];
  const kinds: FileKind[] = [];
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
  const language = CODE[extension];
  if (language && !/\.d\.[mc]?ts$|\.min\.[mc]?js$/.test(name)) kinds.push({ kind: "code", language });
  if (isLauncher(name, extension)) kinds.push({ kind: "launcher" });
  const format = settingsFormat(name, extension);
  if (format) kinds.push({ kind: "settings", format });
  if (extension === "pyx") kinds.push({ kind: "compiled-python" });
  const other = OTHERS[extension];
  if (other) kinds.push({ kind: "other-language", name: other });
  return kinds;
}

function settingsFormat(name: string, extension: string): SettingsFormat | null {
  if (ENVIRONMENT.test(name)) return "env";
  if (TOOLING.test(name) || name.endsWith(".lock")) return null;
  const inner = /\.(ya?ml|json|toml|ini|cfg|env)\.(example|sample|template|dist|default|tmpl|tpl)$/i.exec(name)?.[1];
  return FORMATS[inner?.toLowerCase() ?? extension] ?? null;
}

const LAUNCHER = /^(Procfile|Makefile|makefile|GNUmakefile|justfile|Justfile|pyproject\.toml|setup\.cfg|setup\.py|package\.json|ecosystem.*\.(js|cjs|json|ya?ml)|pm2.*\.json|(docker-)?compose.*\.ya?ml|railway\.(json|toml)|render\.ya?ml|fly.*\.toml|nixpacks\.toml|app\.ya?ml|supervisor.*\.(conf|ini))$/;

function isLauncher(name: string, extension: string): boolean {
  if (["sh", "bash", "bat", "cmd", "ps1", "service", "command"].includes(extension)) return true;
  if (extension === "conf") return true;
  return LAUNCHER.test(name) || /^Dockerfile|\.Dockerfile$|^Containerfile/i.test(name);
}
