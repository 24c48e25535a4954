import type { DeclaredStart, NotAnalysed, Program } from "./ir/program.ts";
import { lineOf, type DamagedRange, type Module } from "./ir/nodes.ts";
import { lowerFiles, type StartedWorker } from "./languages/pool.ts";
import type { ProjectConfig } from "./sdk/project-config.ts";
import { catalogue } from "./sdk/text.ts";
import type { Bot, SourceFile } from "./source/bot.ts";

const say = catalogue({
  damaged: {
    en: "Python cannot load this file as it stands ({why}{more, plural, =0 {} one {; and # more place} other {; and # more places}}): whoever imports it gets an exception. What lies around the error was not analysed.",
    ru: "Python не загрузит этот файл в таком виде ({why}{more, plural, =0 {} one {; и ещё # место} few {; и ещё # места} other {; и ещё # мест}}): при импорте будет исключение. Код вокруг ошибки не проанализирован.",
  },
  beyond: { en: "Not analysed: {en}.", ru: "Не проанализировано: {ru}." },
  copy: { en: "Not audited: a copy of {of}.", ru: "Не проверялось: копия файла {of}." },
  typescript: {
    en: "TypeScript and JavaScript are not analysed by this version.",
    ru: "Эта версия не анализирует TypeScript и JavaScript.",
  },
  tests: {
    en: "{count, plural, one {# test file was} other {# test files were}} not analysed, this one first: tests do not trade.",
    ru: "{count, plural, one {# файл тестов не анализировался} few {# файла тестов не анализировались} other {# файлов тестов не анализировались}}, первый из них этот: тесты не торгуют.",
  },
  configured: { en: "named in golive.yaml", ru: "указан в golive.yaml" },
});

export interface ReadOptions {
  readonly jobs: number;
  readonly config: ProjectConfig;
  readonly started?: StartedWorker;
  readonly onModule?: (module: Module) => void;
}

/** The bot's files, lowered: the last step that touches anything outside of memory. */
export async function readProgram(bot: Bot, options: ReadOptions): Promise<Program> {
  const started = new Set(bot.declaredEntryPoints.map((one) => one.file));
  const isTest = (one: SourceFile): boolean => bot.roles.get(one.path)?.role === "test" && !started.has(one.path);
  const all = bot.files.filter((one) => one.language === "python");
  const python = all.filter((one) => !isTest(one));
  const modules = await lowerFiles(python, options);
  const notAnalysed: NotAnalysed[] = [
    ...bot.notAnalysed,
    ...bot.copies.map((one) => ({ file: one.file, line: null, endLine: null, why: say("copy", { of: one.of }), blocks: false })),
    ...modules.flatMap(damage),
    ...tests(all.filter(isTest)),
    ...otherLanguages(bot.files, python.length),
  ];
  return {
    modules: new Map(modules.map((one) => [one.file, one])),
    texts: new Map(python.map((one) => [one.path, one.text])),
    roles: new Map([...bot.roles].map(([file, { role }]) => [file, role])),
    copies: new Map(bot.copies.map((one) => [one.file, one.of])),
    sourceRoots: bot.sourceRoots,
    selfPackage: bot.selfPackage,
    declaredStarts: starts(bot, options.config),
    notAnalysed: notAnalysed.sort(byPlace),
    leftOut: bot.leftOut,
    lines: python.reduce((sum, one) => sum + linesIn(one.text), 0),
  };
}

/** The syntax errors of a file are one thing to mend: the first of them, and how many more. */
function damage(module: Module): NotAnalysed[] {
  const at = ({ start, end }: DamagedRange): Pick<NotAnalysed, "file" | "line" | "endLine"> =>
    ({ file: module.file, line: lineOf(module, start), endLine: lineOf(module, Math.max(start, end - 1)) });
  // A file that was refused as a whole is too large or too deep.
  const refused = module.functions.length === 1 && module.damaged.length === 1 && module.damaged[0]!.start === 0;
  const [first, ...more] = module.damaged;
  return first ? [{ ...at(first), why: refused ? say("beyond", { en: first.why, ru: inRussian(first.why) }) : say("damaged", { why: first.why, more: more.length }), blocks: true }] : [];
}

/** Why a file was refused is said by the parser, in English alone. */
function inRussian(why: string): string {
  for (const [pattern, ru] of REFUSALS) if (pattern.test(why)) return why.replace(pattern, ru);
  return why;
}
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^the file is larger than (\S+) million characters$/, "файл больше $1 млн символов"],
  [/^the tree is deeper than (\d+) levels$/, "дерево кода глубже $1 уровней"],
  [/^the code nests more than (\d+) levels deep$/, "вложенность кода больше $1 уровней"],
  [/^the code nests too deeply to be analysed$/, "вложенность кода слишком велика"],
];

/** An unterminated last line counts. */
function linesIn(text: string): number {
  let lines = text.length > 0 && !text.endsWith("\n") ? 1 : 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

/** Tests do not trade; told once, not file by file. */
function tests(files: readonly SourceFile[]): NotAnalysed[] {
  const [first] = files;
  return first ? [{ file: first.path, line: null, endLine: null, why: say("tests", { count: files.length }), blocks: false }] : [];
}

/** A bot in Python with a dashboard in JavaScript is judged by its Python; one without Python is not judged at all. */
function otherLanguages(files: readonly SourceFile[], pythonFiles: number): NotAnalysed[] {
  const first = files.find((one) => one.language !== "python");
  if (!first) return [];
  return [{ file: first.path, line: null, endLine: null, why: say("typescript"), blocks: pythonFiles === 0 }];
}

function starts(bot: Bot, config: ProjectConfig): DeclaredStart[] {
  if (config.entryPoints.length > 0) return config.entryPoints.map((file) => ({ file, by: "config", why: say("configured") }));
  return bot.declaredEntryPoints.flatMap((one) => (one.file === null ? [] : [{ file: one.file, by: one.by, why: one.why, ...(one.fn === undefined ? {} : { fn: one.fn }) }]));
}

const byPlace = (a: NotAnalysed, b: NotAnalysed): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : (a.line ?? 0) - (b.line ?? 0));
