import type { NotAnalysed } from "../ir/program.ts";
import { appendTo } from "../sdk/append.ts";
import type { FileKind } from "./file-kinds.ts";
import { nameOf } from "./layout.ts";
import type { Launcher } from "./launchers.ts";
import { omission } from "./omission.ts";

interface Seen { readonly path: string; readonly kinds: readonly FileKind[]; readonly ignored: boolean }

/** Code that golive cannot read: told once a language. A program that a launcher starts may be the bot itself, so it blocks. */
export function otherLanguages(found: readonly Seen[], launchers: readonly Launcher[]): NotAnalysed[] {
  const byLanguage = new Map<string, string[]>();
  for (const { path, kinds, ignored } of found) {
    const kind = kinds.find((one) => one.kind === "other-language");
    if (kind?.kind !== "other-language" || ignored) continue;
    appendTo(byLanguage, kind.name, path);
  }
  return [...byLanguage].flatMap(([language, unsorted]) => {
    const files = unsorted.sort();
    const started = (RUN_BY_NAME.has(language) ? files : []).flatMap((file) => {
      const launcher = launchers.find((one) => starts(one.text, nameOf(file)));
      return launcher ? [omission("startedElsewhere", file, { launcher: launcher.path, language })] : [];
    });
    return [...started, omission("otherLanguage", files[0]!, { count: files.length, language })];
  });
}

/** A file of the others is compiled before it runs: a launcher that names one builds it. */
const RUN_BY_NAME: ReadonlySet<string> = new Set(["PHP", "Ruby", "Julia", "Elixir"]);
const INTERPRETER = /(^|[\s/"'])(php|ruby|julia|elixir)[\d.]*(\s|["'])/;

/** A line that is no comment hands the file to its interpreter. */
const starts = (text: string, name: string): boolean =>
  text.includes(name) && text.split("\n").some((line) => !/^\s*(#|;|\/\/|rem\b|echo\b)/i.test(line) && INTERPRETER.test(line.replace(/^ExecStart=/, "")) && line.split(/[\s"'=,;|&()[\]]+/).some((word) => /^[^$*]/.test(word) && nameOf(word) === name));
