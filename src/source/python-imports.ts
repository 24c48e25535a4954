/**
 * Import lines by shape, without a parser: enough to see which files belong together before anything is parsed. Lines in
 * strings are taken for imports too; they resolve to nothing or to what the bot has.
 */
export interface ImportLine {
  /** Dots before the module: 0 is absolute. */
  readonly level: number;
  /** "" in `from . import x`. */
  readonly module: string;
  /** What a `from` names; each may be a submodule. */
  readonly names: readonly string[];
}

/** Every repetition has a bound: lines made of blanks must not cost their length squared. */
const LINE = /^[ \t]*(?:from[ \t]{1,20}(\.{0,20})[ \t]{0,20}([\w.]{0,300})[ \t]{1,20}import[ \t]{1,20}(\([^()]{0,4000}\)|[^\r\n]{1,1000})|import[ \t]{1,20}([\w., \t]{1,1000}))/gm;

export function importLines(text: string): ImportLine[] {
  const lines: ImportLine[] = [];
  if (!text.includes("import")) return lines;
  for (const [, dots, module, names, modules] of text.matchAll(LINE)) {
    if (modules === undefined) lines.push({ level: dots!.length, module: module!, names: importedNames(names!) });
    else for (const plain of modules.split(",")) lines.push({ level: 0, module: firstWord(plain), names: [] });
  }
  return lines.filter(({ level, module }) => level > 0 || /^\w/.test(module));
}

function importedNames(clause: string): string[] {
  const list = clause.replace(/#[^\r\n]*/g, "").replace(/[()\\]/g, " ");
  return list.split(",").map(firstWord).filter((name) => name !== "" && name !== "*");
}

const firstWord = (words: string): string => /[\w.]+/.exec(words)?.[0] ?? "";
