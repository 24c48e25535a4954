/** Files beside the code that start it: each line of one -> the programs that it starts. */
import { parse } from "smol-toml";
import type { DeclaredBy } from "./bot.ts";
import { startedBy, type Started } from "./commands.ts";
import type { Replaced } from "./overridden-images.ts";

export interface Launcher {
  readonly path: string;
  readonly text: string;
}

export interface Launched {
  readonly started: Started;
  readonly by: DeclaredBy;
  readonly line: number;
}

type Reader = (text: string) => Launched[];

const IMAGE = /(^|\/)(Dockerfile|Containerfile)[^/]*$|\.Dockerfile$/i;

/** The instructions that still count, by what the services of a compose file say instead. */
const IMAGE_STARTS = { none: /^\s*(?:CMD|ENTRYPOINT)\b/i, command: /^\s*ENTRYPOINT\b/i, entrypoint: /(?!)/ } as const;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/(^|\/)pyproject\.toml$/, pyproject],
  [/(^|\/)setup\.(cfg|py)$/, consoleScripts],
  [/(^|\/)package\.json$/, packageJson],
  [IMAGE, (text) => commandLines(text, "deploy", IMAGE_STARTS.none)],
  [/(^|\/)Procfile$/, (text) => commandLines(text, "deploy", /^\s*[\w-]+\s*:/)],
  [/\.service$/, (text) => commandLines(text, "deploy", /^\s*ExecStart\s*=/)],
  [/\.(conf|ini)$/, (text) => commandLines(text, "deploy", /^\s*command\s*=/)],
  [/(^|\/)(ecosystem|pm2)[^/]*$/, processManager],
  [/(^|\/)(railway|render|fly|nixpacks|app|(docker-)?compose)[^/]*\.(json|toml|ya?ml)$/, (text) => commandLines(text, "deploy", /(?<!(?:build|install|pre_?deploy|release|test)[_-]?)(?:command|entrypoint|startCommand|cmd|run|app|web|worker)["']?\s*[:=]|^\s*-\s/i)],
];

export function launched({ path, text }: Launcher, images: ReadonlyMap<string, Replaced>): Launched[] {
  const replaced = images.get(path);
  if (replaced !== undefined && IMAGE.test(path)) return commandLines(text, "deploy", IMAGE_STARTS[replaced]);
  const reader = READERS.find(([name]) => name.test(path))?.[1];
  return reader ? reader(text) : commandLines(text, "shell", /(?:)/);
}

const lineAt = (text: string, offset: number): number => {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
};

/** Lines that `which` matches, each joined with the lines that a backslash continues it with. */
function commandLines(text: string, by: DeclaredBy, which: RegExp): Launched[] {
  const all: Launched[] = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let command = lines[i]!.trimEnd();
    while (command.endsWith("\\") && i + 1 < lines.length && command.length < 4000) command = `${command.slice(0, -1)} ${lines[++i]!.trim()}`;
    if (/^\s*(#|;|\/\/|rem\b|::|echo\b|printf\b|@?echo\b)/i.test(command) || !which.test(command)) continue;
    for (const started of startedBy(by === "deploy" ? command.replace(/^\s*[\w-]+\s*[:=]/, "") : command)) all.push({ started, by, line });
  }
  return all;
}

function pyproject(text: string): Launched[] {
  const all: Launched[] = [];
  for (const target of pyprojectScripts(text)) {
    const [, module, fn] = /^\s*([A-Za-z_][\w.]*)\s*(?::\s*([A-Za-z_]\w*)|$)/.exec(target) ?? [];
    if (module) all.push({ started: { module, fn }, by: "package", line: lineAt(text, Math.max(0, text.indexOf(target))) });
  }
  return all;
}

function pyprojectScripts(text: string): string[] {
  const tables = table(text);
  const scripts = [at(tables, "project", "scripts"), at(tables, "project", "gui-scripts"), at(tables, "tool", "poetry", "scripts"), at(tables, "tool", "pdm", "scripts")];
  return scripts.flatMap((entries) => Object.values(record(entries))).filter((target) => typeof target === "string");
}

const record = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce((inner: unknown, key) => record(inner)[key], value);

function table(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

/** Source roots that pyproject.toml or setup.cfg declares, relative to its own directory. */
export function declaredRoots({ path, text }: Launcher): string[] {
  if (/(^|\/)setup\.(cfg|py)$/.test(path)) return [...text.matchAll(/^\s*(?:where|package_dir)\s*=\s*(?:\{\s*["']["']\s*:\s*["'])?(?:\s*=\s*)?([\w./-]+)/gm)].map((found) => found[1]!);
  if (!/(^|\/)pyproject\.toml$/.test(path)) return [];
  const tables = table(text);
  const setuptools = at(tables, "tool", "setuptools");
  const named = [at(setuptools, "package-dir", ""), at(setuptools, "packages", "find", "where"), at(tables, "tool", "poetry", "packages"), at(tables, "tool", "hatch", "build", "targets", "wheel", "sources")];
  return named.flat().map((root) => (typeof root === "string" ? root : at(root, "from"))).filter((root) => typeof root === "string");
}

function consoleScripts(text: string): Launched[] {
  const all: Launched[] = [];
  for (const found of text.matchAll(/^[ \t]*["']?[\w-]+[ \t]*=[ \t]*([A-Za-z_][\w.]*)[ \t]*:[ \t]*([A-Za-z_]\w*)["']?[ \t]*,?[ \t]*\r?$/gm)) {
    all.push({ started: { module: found[1]!, fn: found[2]! }, by: "package", line: lineAt(text, found.index) });
  }
  return all;
}

function packageJson(text: string): Launched[] {
  const all: Launched[] = [];
  text.split("\n").forEach((words, index) => {
    const entry = /^\s*"(main|bin|start[\w:-]*|serve|bot|live|prod)"\s*:\s*"([^"]+)"/.exec(words);
    if (!entry) return;
    const started = startedBy(entry[2]!);
    if (started.length === 0 && /\.[mc]?[jt]s$/.test(entry[2]!)) started.push({ file: entry[2]!.replace(/^\.\//, "") });
    for (const one of started) all.push({ started: one, by: "package", line: index + 1 });
  });
  return all;
}

function processManager(text: string): Launched[] {
  const all: Launched[] = [];
  for (const found of text.matchAll(/\b(script|args)["']?\s*:\s*["']([^"'\n]+)["']/g)) {
    const started: Started[] = found[1] === "script" && /\.(pyw?|[mc]?[jt]s)$/.test(found[2]!) ? [{ file: found[2]!.replace(/^\.\//, "") }] : startedBy(`python ${found[2]}`);
    for (const one of started) all.push({ started: one, by: "deploy", line: lineAt(text, found.index) });
  }
  return all;
}
