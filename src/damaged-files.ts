import type { Facts } from "./facts/engine.ts";
import { entryPoints } from "./facts/code/entry-points.ts";
import { reach } from "./facts/code/reach.ts";
import { Unavailable } from "./facts/engine.ts";
import type { NotAnalysed, Program } from "./ir/program.ts";
import { catalogue } from "./sdk/text.ts";

const say = catalogue({
  unloaded: { en: "{why} No start of the bot loads it, so nothing of the running bot is missing here.", ru: "{why} Ни один запуск бота его не загружает, поэтому из работающего бота здесь ничего не пропущено." },
});

/** A damaged file that the running bot never loads hides nothing of it: it is told and does not block. That a start cannot run for it is told with that start. */
export function withoutUnloaded(notAnalysed: readonly NotAnalysed[], program: Program, facts: Facts): readonly NotAnalysed[] {
  const damaged = (one: NotAnalysed): boolean => one.blocks && one.line !== null && (program.modules.get(one.file)?.damaged.length ?? 0) > 0;
  if (!notAnalysed.some(damaged)) return notAnalysed;
  const reached = facts.get(reach);
  const starts = facts.get(entryPoints);
  if (reached instanceof Unavailable || starts instanceof Unavailable) return notAnalysed;
  const stops = (file: string): boolean => starts.all.some((start) => start.broken && starts.loads(start.module, program.modules.get(file)!));
  return notAnalysed.map((one) => {
    if (!damaged(one) || reached.loaded(program.modules.get(one.file)!)) return one;
    if (stops(one.file)) return { ...one, blocks: false };
    return { ...one, why: { en: say("unloaded", { why: one.why.en }).en, ru: say("unloaded", { why: one.why.ru }).ru }, blocks: false };
  });
}
