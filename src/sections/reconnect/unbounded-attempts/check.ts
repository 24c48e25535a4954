import { places } from "../../../facts/code/places.ts";
import { loopAround } from "../../../facts/code/reconnect/sites.ts";
import { tells } from "../../../facts/code/reconnect/visibility.ts";
import { reconnectLoops, type ReconnectLoops } from "../../../facts/code/reconnect-loops.ts";
import type { LoggedWait, Outage } from "../../../facts/run/outages.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import type { Places } from "../../../facts/code/places.ts";
import { readable, waitEvidence } from "../run-words.ts";
import { attemptsOf, eachConnection, groupOf, isLooping, steps, subjectOf, weakFeed, weightOf, type Looping } from "../connection-words.ts";

const say = catalogue({
  broken: {
    en: "{fn} tries for ever and only logs: with the feed down the bot goes on with stale data and open positions, and nothing in it knows.",
    ru: "{fn} пытается вечно и только пишет в лог: поток лежит, бот живёт на старых данных с открытыми позициями, и никто в нём об этом не знает.",
  },
  tried: {
    en: "In this run the stream “{name}” tried {count} times in one outage, and nothing but the log knew: the bot went on with stale data and open positions.",
    ru: "В этом запуске поток «{name}» за один сбой сделал попыток: {count}, и об этом знал только лог: бот жил на старых данных с открытыми позициями.",
  },
  over: {
    en: "In this run the stream “{name}” made attempt {attempt} of one outage, although {fn} should give up after {most}: its limit does not hold, or the code that ran is not the one that was audited.",
    ru: "В этом запуске поток «{name}» за один сбой дошёл до попытки {attempt}, хотя {fn} должен сдаться после {most}: предел не действует, или работал не тот код, что проверен.",
  },
  fix: { en: "Count the attempts, stop at `max_reconnect_attempts`, and tell the bot: stop entries, alert, or shut down.", ru: "Считайте попытки, остановитесь на `max_reconnect_attempts` и сообщите боту: запретить входы, алерт или остановка." },
  bounded: { en: "{fn} gives up after {known, select, yes {{count, plural, one {# attempt} other {# attempts}}} other {`{bound}` attempts}}", ru: "{fn} сдаётся после {known, select, yes {{count, plural, one {# попытки} other {# попыток}}} other {`{bound}` попыток}}" },
  acts: { en: "{fn} tries for ever; at each failed attempt {sign} runs: whether the rest of the bot learns of the outage by it was not decided", ru: "{fn} пытается вечно; при каждой неудаче выполняется {sign}: узнаёт ли из этого остальной бот о сбое, не установлено" },
  again: { en: "{fn} gives up after {known, select, yes {{count, plural, one {# attempt} other {# attempts}}} other {`{bound}` attempts}}, and what is around it starts it again: whether that is bounded was not decided", ru: "{fn} сдаётся после {known, select, yes {{count, plural, one {# попытки} other {# попыток}}} other {`{bound}` попыток}}, и её запускают снова: ограничено ли это, не установлено" },
  startsAgain: { en: "it is started again here", ru: "здесь её запускают снова" },
  tells: { en: "{fn} tries for ever, and each failed attempt is told: {sign}", ru: "{fn} пытается вечно, но о каждой неудаче сообщает: {sign}" },
  called: { en: "{fn}: the rest of the bot calls for each attempt, so it knows of the outage", ru: "{fn}: каждую попытку вызывает остальной бот, значит, о сбое он знает" },
  library: { en: "{library} tries for ever; whether the bot notices was not decided", ru: "{library} пытается вечно; замечает ли это бот, не установлено" },
  age: { en: "{fn} tries for ever; `{name}` records when the last message came and is read elsewhere: whether that stops the trading was not decided", ru: "{fn} пытается вечно; `{name}` хранит время последнего сообщения и читается в другом месте: останавливает ли это торговлю, не установлено" },
  bound: { en: "bound the attempts in this loop", ru: "ограничьте попытки в этом цикле" },
  sign: { en: "the outage is visible here", ru: "здесь сбой становится виден" },
});

/** Attempts of one outage that show that nothing bounds them. */
const MANY = 20;

export const unboundedAttempts = defineCheck({
  name: "reconnect/unbounded-attempts",
  claim: "Attempts to reconnect are bounded, or the rest of the bot sees the outage.",
  impact: "blind",
  about: "connection",
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see) {
      eachConnection(reconnectLoops, see, isLooping, (one) => {
        const { story } = one;
        const subject = subjectOf(places, one);
        const fn = story.root.fn.qualname;
        const loop = [{ at: places.at(story.root.at), note: say("bound") }, ...steps(places, one)] as const;
        const again = one.startedAgain;
        if (story.failing.stopsAfter !== null && again && loopAround(again)?.kind !== "for") return see.unclear(subject, say("again", { fn, ...attemptsOf(one) }), [{ at: places.at(again), note: say("startsAgain") }, ...loop]);
        if (story.failing.stopsAfter !== null) return see.holds(subject, say("bounded", { fn, ...attemptsOf(one) }), loop);
        if (story.root.how === "called") return see.holds(subject, say("called", { fn }), loop);
        // Whether it tries for ever is open where attempts are dropped: reconnect/attempt-ends-loop speaks of it.
        if (one.throttle) return;
        const library = one.site.how.library;
        if (story.library) return see.unclear(subject, say("library", { library }), loop);
        const sign = visible(reconnectLoops, places, one);
        if (sign && !sign.tells) return see.unclear(subject, say("acts", { fn, sign: sign.words }), [sign.evidence, ...loop]);
        if (sign) return see.holds(subject, say("tells", { fn, sign: sign.words }), [sign.evidence, ...loop]);
        const age = reconnectLoops.freshnessOf(one);
        if (age) return see.unclear(subject, say("age", { fn, name: age.name }), [{ at: places.at(age.node), note: say("age", { fn, name: age.name }) }, ...loop]);
        see.broken(subject, say("broken", { fn }), loop, { fix: say("fix"), impact: weakFeed(one), group: groupOf(places, one), weight: weightOf(one) - 5 });
      });
    },
  },
  run: {
    requires: { reconnects, reconnectLoops, places },
    look({ reconnects, reconnectLoops, places }, see) {
      for (const { connection, outages, name } of readable(reconnects.streams)) {
        if (!connection || !isLooping(connection) || connection.story.library) continue;
        const beyond = overLimit(connection, outages);
        if (beyond) {
          const [last] = waitEvidence([beyond.wait]);
          see.broken(subjectOf(places, connection), say("over", { name, fn: connection.story.root.fn.qualname, attempt: String(beyond.wait.attempt), most: String(beyond.most) }), [last!, { at: places.at(connection.story.root.at), note: say("bound") }], { fix: say("fix"), impact: weakFeed(connection), group: groupOf(places, connection), weight: weightOf(connection) });
        }
        if (connection.story.failing.stopsAfter !== null) continue;
        if (visible(reconnectLoops, places, connection) || reconnectLoops.freshnessOf(connection)) continue;
        const longest = outages.reduce<(typeof outages)[number] | null>((most, one) => (most && most.waits.length >= one.waits.length ? most : one), null);
        const [first, ...rest] = longest && longest.waits.length >= MANY ? waitEvidence([longest.waits.at(-1)!, longest.waits[0]!]) : [];
        if (first) see.broken(subjectOf(places, connection), say("tried", { name, count: longest!.waits.length }), [first, ...rest], { fix: say("fix"), impact: weakFeed(connection), group: groupOf(places, connection), weight: weightOf(connection) - 5 });
      }
    },
  },
});

/** The highest attempt, by the log's own count, where the code knows of fewer. A limit that only the running bot knows tells nothing. */
function overLimit({ story }: Looping, outages: readonly Outage[]): { readonly wait: LoggedWait; readonly most: number } | null {
  const { stopsAfter, limit } = story.failing;
  if (stopsAfter === null || limit !== null) return null;
  const last = outages.flatMap(({ waits }) => waits).reduce<LoggedWait | null>((most, one) => ((one.attempt ?? 0) > (most?.attempt ?? stopsAfter) ? one : most), null);
  return last && { wait: last, most: stopsAfter };
}

/** A call that is no log, or an attribute by which other code learns of it. */
function visible(loops: ReconnectLoops, places: Places, one: Looping): { words: string; evidence: Evidence; tells: boolean } | null {
  const { signs } = one.story.failing;
  // What runs far from the loop tells of something else.
  const near = [one.story.root.fn, one.site.fn].map((fn) => places.moduleOf(fn));
  const telling = signs.calls.find((call) => tells(call) && near.includes(places.moduleOf(call)));
  const call = telling ?? signs.calls[0];
  const byCall = call && { words: `\`${places.snippet(call, 50)}\``, evidence: { at: places.at(call), note: say("sign") }, tells: telling !== undefined };
  if (byCall?.tells) return byCall;
  for (const { name } of signs.attributes) {
    const at = loops.noticedAt(one, name);
    if (at) return { words: `\`${name}\``, evidence: { at: places.at(at), note: say("sign") }, tells: true };
  }
  return byCall ?? null;
}
