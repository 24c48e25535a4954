import { rootOf, type Breakage } from "./facts/code/broken-imports.ts";
import { entryPoints } from "./facts/code/entry-points.ts";
import type { EntryPoint } from "./facts/code/entry-point.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import { lineOf, type Module } from "./ir/nodes.ts";
import type { NotAnalysed, Program } from "./ir/program.ts";
import { byCodeUnits } from "./sdk/order.ts";
import { catalogue, inBoth, type Language, type Text } from "./sdk/text.ts";

const say = catalogue({
  alone: {
    en: "Python cannot start it: {why}. Mend this first; all else is judged as if it started.",
    ru: "Python не запустит эту программу: {why}. Сначала исправьте это; всё остальное проверено так, как если бы она запускалась.",
  },
  beside: {
    en: "Python cannot start it: {why}. As long as that is so, what only this program runs counts as code that does not run.",
    ru: "Python не запустит эту программу: {why}. Пока это так, всё, что выполняет только она, считается кодом, который не работает.",
  },
  damaged: { en: "the file does not parse ({why})", ru: "файл не разбирается ({why})" },
  loadsDamaged: { en: "it loads {at}, which does not parse ({why})", ru: "она загружает {at}, а этот файл не разбирается ({why})" },
  noName: { en: "it imports `{name}` from {of}, which has no such name", ru: "она импортирует `{name}` из {of}, а такого имени там нет" },
  noModule: { en: "it imports `{name}`, and there is no such module", ru: "она импортирует `{name}`, а такого модуля нет" },
  loadsNoName: { en: "it loads {at}, which imports `{name}` from {of}, where there is no such name", ru: "она загружает {at}, а там импортируется `{name}` из {of}, где такого имени нет" },
  loadsNoModule: { en: "it loads {at}, which imports `{name}`, and there is no such module", ru: "она загружает {at}, а там импортируется `{name}`: такого модуля нет" },
});

/** The programs of the bot that Python cannot start as they ship, each at the line that raises. One that nothing deploys, beside a bot that runs, is told and does not block. */
export function cannotStart(facts: Facts, program: Program): readonly NotAnalysed[] {
  const starts = facts.get(entryPoints);
  if (starts instanceof Unavailable) return [];
  const declared = new Set(program.declaredStarts.map((one) => one.file));
  const told = starts.all.flatMap((one) => (one.broken ? [{ ...tell(one, one.broken, starts.broken.of), blocks: one.live || declared.has(one.module.file) }] : []));
  return told.filter((one, i) => told.findIndex((other) => other.file === one.file) === i).sort((a, b) => byCodeUnits(a.file, b.file));
}

function tell({ module, live }: EntryPoint, broken: Breakage, of: (module: Module) => Breakage | null): Omit<NotAnalysed, "blocks"> {
  const line = lineOf(module, broken.kind === "damaged" ? module.damaged[0]!.start : broken.at.start);
  const why = reason(module, broken, of);
  const told = (language: Language): string => say(live ? "alone" : "beside", { why: why[language] })[language];
  return { file: module.file, line, endLine: line, why: inBoth(told) };
}

/** What raises, at the end of the chain of imports. */
function reason(start: Module, broken: Breakage, of: (module: Module) => Breakage | null): Text {
  const { module, breakage } = broken.kind === "loads" ? rootOf(broken.of, of) : { module: start, breakage: broken };
  const at = (offset: number): string => `${module.file}:${lineOf(module, offset)}`;
  const own = module === start;
  if (breakage.kind === "damaged") {
    const [range] = module.damaged;
    return say(own ? "damaged" : "loadsDamaged", { at: at(range!.start), why: range!.why });
  }
  const { name, of: source } = breakage.missing;
  const values = { name, of: source?.file ?? "", at: at(breakage.at.start) };
  if (source) return say(own ? "noName" : "loadsNoName", values);
  return say(own ? "noModule" : "loadsNoModule", values);
}
