import type { Connection, ReconnectLoops } from "../../facts/code/reconnect-loops.ts";
import type { Story } from "../../facts/code/reconnect/story.ts";
import { showSchedule } from "../../facts/code/reconnect/schedule.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Impact } from "../../sdk/check.ts";
import type { Evidence, See, Subject } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";

const say = catalogue({
  connects: { en: "connects here ({library})", ru: "подключается здесь ({library})" },
  again: { en: "{fn} comes round to the connection again", ru: "{fn} подключается снова" },
  pause: { en: "pauses here: {schedule} s", ru: "пауза здесь: {schedule} с" },
  noLoop: { en: "No long-lived connection was found: the bot polls, so nothing reconnects.", ru: "Долгоживущих соединений не найдено: бот опрашивает REST, переподключать нечего." },
  unreached: {
    en: "Streams exist only in code that the running bot never reaches ({count, plural, one {# connect call} other {# connect calls}}).",
    ru: "Стримы есть только в коде, до которого работающий бот не доходит ({count, plural, one {# вызов подключения} few {# вызова подключения} other {# вызовов подключения}}).",
  },
  none: { en: "No connection of this bot reconnects in a way that this claim is about.", ru: "Ни одно соединение бота не переподключается так, чтобы это утверждение к нему относилось." },
  private: { en: "account stream", ru: "поток счёта" },
  market: { en: "market stream", ru: "рыночный поток" },
});

/** A connection with a loop that was followed to its end. */
export type Looping = Connection & { readonly story: Story };

export const isLooping = (one: Connection): one is Looping =>
  one.story !== null && one.story.decided && !(one.story.establishes && one.story.failing.stopsAfter === 1);

/** Delays that the bot makes itself. */
export const ownLoop = (one: Connection): one is Looping => isLooping(one) && !one.story.library;

export const subjectOf = (places: Places, one: Connection): Subject<"connection"> =>
  places.subject("connection", one.story?.root.fn ?? one.site.call, `${one.site.how.library} ${one.site.fn.qualname}`);

/** Findings about one loop are one row. */
export const groupOf = (places: Places, one: Connection): string => {
  const fn = one.story?.root.fn ?? one.site.fn;
  return `${places.at(fn).file} ${fn.qualname}`;
};

export const streamName = (one: Connection): Text => say(one.feed);

/** What a dead feed costs: positions nobody watches, if orders depend on it. */
export const deadFeed = (one: Connection): Impact => (one.trades ? "position" : "hygiene");
export const weakFeed = (one: Connection): Impact => (one.trades ? "blind" : "hygiene");
export const weightOf = (one: Connection): number => (one.trades ? 50 : 0) + (one.feed === "private" ? 20 : 0);

export const scheduleOf = (one: Looping): string => showSchedule(one.story.failing.schedule) || "0";

/** The loop, the connection and the pauses, with the schedule. */
export function steps(places: Places, one: Looping): Evidence[] {
  const { story } = one;
  return [
    ...story.failing.sleeps.slice(0, 3).map((node) => ({ at: places.at(node), note: say("pause", { schedule: scheduleOf(one) }) })),
    { at: places.at(one.site.call), note: say("connects", { library: one.site.how.library }) },
    { at: places.at(story.root.at), note: say("again", { fn: story.root.fn.qualname }) },
  ];
}

/** Calls back for each connection of interest; says why where there is none. */
export function eachConnection<T extends Connection>(loops: ReconnectLoops, see: See<"connection">, wanted: (one: Connection) => one is T, look: (one: T) => void): void {
  const found = loops.connections.filter(wanted);
  for (const one of found) look(one);
  if (loops.connections.length === 0) see.notApplicable(loops.unreached > 0 ? say("unreached", { count: loops.unreached }) : say("noLoop"));
  else if (found.length === 0) see.notApplicable(say("none"));
}

/** The first step, and those of the others that stand on other lines. */
export function path(first: Evidence, others: readonly Evidence[]): [Evidence, ...Evidence[]] {
  return [first, ...others.filter((one) => one.at.line !== first.at.line || one.at.file !== first.at.file)];
}

/** How many attempts: a number, or the name of the limit. */
export const attemptsOf = (one: Looping, count = one.story.failing.stopsAfter ?? 0): { count: number; bound: string; known: "yes" | "no" } =>
  ({ count, bound: one.story.failing.limit ?? "", known: one.story.failing.limit === null ? "yes" : "no" });
