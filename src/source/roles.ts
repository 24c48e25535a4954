/**
 * What a file is for, by the words of its path and by its first lines. Weak guesses (a verb in the name, a directory
 * `tools`) give way when the bot itself imports the file or a launcher starts it. Nothing is left out because of a role.
 */
import { catalogue, type Text } from "../sdk/text.ts";
import type { FileRole, Role, SourceFile } from "./bot.ts";
import { isOldDirectory, wordsOf } from "./path-words.ts";

const says = catalogue({
  directory: { en: "it lies in {word}/", ru: "лежит в {word}/" },
  name: { en: "its name is {word}", ru: "имя файла {word}" },
  content: { en: "it contains {word}", ru: "содержит {word}" },
  imported: { en: "imported by {file}", ru: "импортируется из {file}" },
  started: { en: "started by the bot's own launcher", ru: "запускается собственным сценарием запуска бота" },
  other: { en: "nothing says that it is anything else", ru: "ничто не указывает на иное" },
});

/** In a comment or docstring among the first lines. */
const GENERATED = /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b|\b(?:auto-?)?generated (?:by the protocol|by (?!me\b)\w+[. ]|from|file\b|code\b)/i;

interface Guess extends FileRole {
  /** Gives way to an import by the bot. */
  readonly weak: boolean;
}

type Rule = readonly [role: Role, weak: boolean, words: RegExp];

/** Against a whole directory name in lower case. The first match of the outermost directory wins. */
const DIRECTORIES: readonly Rule[] = [
  ["vendored", false, /^(_?vendor(ed)?|third[_-]?party|3rd[_-]?party|_?extern(als?)?|submodules)$/],
  ["test", false, /^(.*[_-])?(tests?|testing|__tests__|__mocks__|fixtures?|e2e|specs?|test[_-]?(data|suite|helpers|utils|kit|cases))$|^test[_-]/],
  ["docs", false, /^(docs?|documentation|website)$/],
  ["migration", false, /^(migrations?|alembic)$/],
  ["research", false, /^(.*[_-])?(back[_-]?test(s|ing|er|ers)?|notebooks?|hyper[_-]?opt\w*|optimi[sz](er|ers|ation|e)|walk[_-]?forward)$/],
  ["research", true, /^((.*[_-])?research|analysis|analytics|simulations?|simulator|experiments?|studies|benchmarks?|perf|training|train|analy[sz]ers?|evaluation|plots?|charts?)$/],
  ["example", true, /^(examples?|samples?|demos?|tutorials?|playground|sandbox|snippets)$/],
  ["interface", true, /^(dashboards?|web|web[_-]?(app|ui|server|interface)|front[_-]?end|ui|gui|tui|telegram([_-]?bot)?|discord([_-]?bot)?|notif(y|ier|ications?|iers)|templates|static|public|social_media)$/],
  ["script", true, /^(\.?scripts?|tools?|tooling|bin|ci|\.ci|deploy(ment)?|deployments?|devops|maintenance|fixes|diagnostics|debug|hooks|infra|ops|\.?devcontainer)$/],
  ["config", true, /^(config|configs|configuration|settings|conf|constants)$/],
];

/** Against the file name without its extension, in lower case with `_` between words. */
const NAMES: readonly Rule[] = [
  ["test", false, /^(tests?|conftest)$|^tests?_|_tests?$|_mock$/],
  ["generated", false, /_pb2(_grpc)?$/],
  ["migration", false, /^(migrate|migration)(_|$)|_migration$/],
  ["research", false, /(^|_)(backtest(er|s|ing)?|back_test(er|ing)?|hyperopt\w*|walk_?forward|notebook|monte_?carlo|grid_?search)(_|$)/],
  ["research", true, /(^|_)(optimi[sz]er?|optimi[sz]ation|simulat(e|or|ion)|simulations?|research|experiment|benchmark|train(er|ing)?|plot(ter|s)?|study|compare|comparison)(_|$)|^analy[sz]e_/],
  ["config", true, /^(config\w*|settings?|constants?|params?|parameters|defaults?|conf|env|environment|options)$|_(config|settings|constants|params|defaults)$/],
  ["interface", true, /(^|_)(dashboard|streamlit|webapp|web_?ui|web_?server|telegram|tg_?bot|discord|notif(y|ier|ication|ications)|flask_?app|gui)(_|$)/],
  ["script", true, /^(setup|fabfile|tasks|noxfile|manage|versioneer|wsgi_?profiler)$|^(check|fix|debug|clear|force|investigate|make|deploy|install|diagnos\w+|verify|validate|cleanup|clean|reset|restore|list|show|print|dump|convert|generate|gen|download|patch|inspect|add|remove|delete|cancel|close|create|apply|sync|update|rebuild|repair|get|set|test|quick|manual|emergency|monitor|kill|find|count|view|export|import|stop|restart)_/],
  ["example", true, /^(example|sample|demo)s?(_|$)|_(example|sample|demo)s?$/],
];

export interface RoleUse {
  /** Files that a deployment or the project's metadata starts. */
  readonly started: ReadonlySet<string>;
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

export function rolesOf(files: readonly SourceFile[], use: RoleUse): Map<string, FileRole> {
  const guesses = new Map<string, Guess>(files.map((file) => [file.path, guess(file)]));
  for (const path of use.started) {
    if (guesses.get(path)?.weak) guesses.set(path, bot(says("started")));
  }
  const waiting = [...guesses].filter(([, { role }]) => role === "bot").map(([path]) => path);
  for (const path of waiting) {
    for (const target of use.imports.get(path) ?? []) {
      const known = guesses.get(target);
      if (!known?.weak || known.role === "config" || known.role === "interface") continue;
      guesses.set(target, bot(says("imported", { file: path })));
      waiting.push(target);
    }
  }
  return new Map([...guesses].map(([path, { role, why }]) => [path, { role, why }]));
}

const bot = (why: Text): Guess => ({ role: "bot", weak: false, why });

function guess({ path, text }: SourceFile): Guess {
  const segments = path.split("/");
  const name = segments.pop()!;
  const head = text.slice(0, 1500);
  const generated = GENERATED.exec(head.split("\n", 10).join("\n"));
  if (generated) return { role: "generated", weak: false, why: says("content", { word: generated[0] }) };
  const notebook = /^# In\[[ \d]*\]:|^# %%|^# coding: utf-8\s+# In\[/m.exec(head);
  if (notebook) return { role: "research", weak: true, why: says("content", { word: notebook[0] }) };
  return ofDirectories(segments) ?? ofName(name) ?? bot(says("other"));
}

/** The outermost word wins, but a directory of tests or of former versions is one anywhere. */
function ofDirectories(segments: readonly string[]): Guess | null {
  let first: Guess | null = null;
  for (const segment of segments) {
    const found = ofDirectory(segment);
    if (found?.role === "test" || found?.role === "backup") return found;
    first ??= found;
  }
  return first;
}

function ofDirectory(segment: string): Guess | null {
  const why = says("directory", { word: segment });
  if (isOldDirectory(segment)) return { role: "backup", weak: true, why };
  const rule = DIRECTORIES.find(([, , words]) => words.test(segment.toLowerCase()));
  return rule ? { role: rule[0], weak: rule[1], why } : null;
}

function ofName(name: string): Guess | null {
  const stem = /\.(test|spec)\.[mc]?[jt]sx?$/.test(name) ? "test" : name.replace(/\.\w+$/, "").replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/[^\p{L}\d]+/gu, "_").toLowerCase();
  const why = says("name", { word: name });
  if (wordsOf(stem).some((word) => word === "old" || word === "bak") || /_(backup|deprecated|copy)(_\d+)?$/.test(stem)) return { role: "backup", weak: true, why };
  const rule = NAMES.find(([, , words]) => words.test(stem));
  return rule ? { role: rule[0], weak: rule[1], why } : null;
}
