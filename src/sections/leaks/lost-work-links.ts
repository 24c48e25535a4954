import type { ResourceLife } from "../../facts/code/resources/lives.ts";
import type { TaskStart } from "../../facts/code/resources/task-handles.ts";
import type { LostWork } from "../../facts/run/lost-work.ts";

/** The start of the task that a warning is about, where the code half of leaks/task-handle-dropped finds it dropped. */
export function droppedStart(starts: readonly TaskStart[], one: LostWork): TaskStart | null {
  if ((one.what !== "task-destroyed" && one.what !== "task-exception") || !one.fn) return null;
  const own = starts.filter((each) => each.handle === "dropped" && (each.loop !== null || (each.orders && !each.callback)) && each.runs.includes(one.fn!));
  return own.length === 1 ? own[0]! : null;
}

/** The start of an endless task that is kept and never cancelled: leaks/task-never-cancelled. */
export function uncancelledStart(starts: readonly TaskStart[], one: LostWork): TaskStart | null {
  if (one.what !== "task-destroyed" || !one.fn) return null;
  const own = starts.filter((each) => each.loop !== null && each.handle === "kept" && each.runs.includes(one.fn!));
  return own.length === 1 ? own[0]! : null;
}

const LIBRARY_OF: readonly (readonly [RegExp, RegExp])[] = [[/^client session|^connector/, /aiohttp|ClientSession/], [/^(<)?socket|^transport/, /socket|websocket|connect/i], [/^file/, /^open$|\.open$/]];

/** What the code half finds open and the warning can only mean; null: none, or several. */
export function openLife(lives: readonly ResourceLife[], one: LostWork): ResourceLife | null {
  if (one.what !== "unclosed") return null;
  const by = LIBRARY_OF.find(([resource]) => resource.test(one.resource ?? ""))?.[1];
  const open = by ? lives.filter((each) => each.end !== "closed" && by.test(each.acquisition.by)) : [];
  const calls = new Set(open.map((each) => each.call));
  return calls.size === 1 ? open[0]! : null;
}
