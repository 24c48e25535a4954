import type { TaskRoot } from "../../facts/code/tasks.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Pair } from "../../facts/code/races/together.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";

const say = catalogue({
  task: { en: "the first of the two runs: `{name}` is started here{many, select, yes { (several at a time)} other {}}", ru: "первый из двух запусков: здесь стартует `{name}`{many, select, yes { (несколько одновременно)} other {}}" },
  other: { en: "the second one: `{name}` is started here{many, select, yes { (several at a time)} other {}}", ru: "второй: здесь стартует `{name}`{many, select, yes { (несколько одновременно)} other {}}" },
  same: { en: "several runs of `{name}` at a time are started here", ru: "здесь стартует несколько одновременных `{name}`" },
});

/** How a message names a run: `Engine.poll`; the main program by its file. */
export const nameOf = (root: TaskRoot, places: Places): string => (root.fn.name === "<module>" ? places.at(root.fn).file : root.fn.qualname);

/** Both runs in words: "`A` and `B`", "two runs of `A`". */
export function pairText([one, other]: Pair, places: Places): Text {
  const [a, b] = [nameOf(one, places), nameOf(other, places)];
  if (one === other || a === b) return { en: `two runs of \`${a}\``, ru: `два запуска \`${a}\`` };
  return { en: `\`${a}\` and \`${b}\``, ru: `\`${a}\` и \`${b}\`` };
}

/** Where the two runs are started. */
export function pairEvidence([one, other]: Pair, places: Places): Evidence[] {
  const step = (key: "task" | "other" | "same", root: TaskRoot): Evidence => ({ at: places.at(root.at ?? root.fn), note: say(key, { name: nameOf(root, places), many: root.many ? "yes" : "no" }) });
  return one === other ? [step("same", one)] : [step("task", one), step("other", other)];
}
