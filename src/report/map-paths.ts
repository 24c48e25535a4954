import type { MapExit, MapPath } from "../sdk/audit-result.ts";
import type { Language } from "../sdk/text.ts";
import { paletteOf, sayerOf, type TerminalStyle } from "./terminal-style.ts";
import { words } from "./words.ts";

/** The ways to the opening orders as trees: source, filters (what is missing in red), sizing, order. */
export function pathsText(paths: readonly MapPath[], language: Language, style: TerminalStyle): string {
  const say = sayerOf(style);
  const paint = paletteOf(style);
  const [branch, last] = style.unicode ? ["├─", "└─"] : ["|-", "`-"];
  const [yes, no] = style.unicode ? ["✓", "✗"] : ["+", "-"];
  const place = ({ file, line }: { file: string; line: number }): string => paint.cyan(say(`${file}:${line}`));
  const trees = paths.flatMap(({ kind, source, filters, sizing, order }) => {
    const marks = filters.map(({ what, there }) => (there ? paint.green(say(`${yes} ${what[language]}`)) : paint.red(say(`${no} ${what[language]}`))));
    return [
      `  ${place(source.at)}  ${say(source.what[language])} (${say(kind[language])})`,
      ...(marks.length > 0 ? [`  ${branch} ${say(words("pathFilters")[language])}: ${marks.join("  ")}`] : []),
      `  ${branch} ${say(words("pathSizing")[language])}: ${sizing ? `${place(sizing.at)}  ${say(sizing.what[language])}` : say(words("pathNoSizing")[language])}`,
      `  ${last} ${say(words("pathOrder")[language])}: ${place(order.at)}  ${say(order.what[language])}`,
    ];
  });
  return [paint.bold(say(`${words("paths")[language]} (${paths.length})`)), ...trees].join("\n");
}

/** How positions are closed: who decides and upon which test, then the order that goes out. */
export function exitsText(exits: readonly MapExit[], language: Language, style: TerminalStyle): string {
  const say = sayerOf(style);
  const paint = paletteOf(style);
  const [branch, last] = style.unicode ? ["├─", "└─"] : ["|-", "`-"];
  const place = ({ file, line }: { file: string; line: number }): string => paint.cyan(say(`${file}:${line}`));
  const trees = exits.flatMap(({ what, at, order, triggers }) => [
    `  ${place(at)}  ${say(what[language])}`,
    ...triggers.map((one) => `  ${branch} ${place(one.at)}  ${say(one.what[language])}${one.when ? ` ${say(one.when[language])}` : ""}`),
    `  ${last} ${say(words("pathOrder")[language])}: ${place(order.at)}  ${say(order.what[language])}`,
  ]);
  return [paint.bold(say(`${words("exits")[language]} (${exits.length})`)), ...trees].join("\n");
}
