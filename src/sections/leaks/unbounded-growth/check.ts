import { growth } from "../../../facts/code/growth/growth.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, Subject } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  keyed: {
    en: "`{name}` gets a new key (`{key}`) again and again and never loses one: memory grows as long as the bot runs",
    ru: "`{name}` снова и снова получает новые ключи (`{key}`) и ни одного не теряет: память растёт, пока работает бот",
  },
  listed: {
    en: "`{name}` is only ever added to: memory grows as long as the bot runs{unread, select, yes {, and nobody reads it} other {, and whatever reads all of it gets slower}}",
    ru: "в `{name}` только добавляют: память растёт, пока работает бот{unread, select, yes {, и целиком его никто не читает} other {, а всё, что читает его целиком, замедляется}}",
  },
  add: { en: "it grows here", ru: "здесь он растёт" },
  again: { en: "this runs it again and again", ru: "это выполняется снова и снова" },
  fixKeyed: { en: "Remove a key when it is over (`pop`), or keep the last N (an OrderedDict with `popitem(last=False)`, a TTL cache).", ru: "Удаляйте ключ, когда он больше не нужен (`pop`), или храните последние N (OrderedDict с `popitem(last=False)`, TTL-кэш)." },
  fixListed: { en: "Use `collections.deque(maxlen=N)`, or cut it after each addition: `del items[:-N]`.", ru: "Используйте `collections.deque(maxlen=N)` или обрезайте после каждого добавления: `del items[:-N]`." },
  unclear: {
    en: "whether the keys of `{name}` (`{key}`) ever end is not known, and nothing removes one{count, plural, =1 {} other { (# such containers)}}",
    ru: "неизвестно, есть ли конец ключам `{name}` (`{key}`), и ни один не удаляется{count, plural, =1 {} one { (таких контейнеров: #)} few { (таких контейнеров: #)} many { (таких контейнеров: #)} other { (таких контейнеров: #)}}",
  },
  holds: { en: "something takes elements out of `{name}`", ru: "из `{name}` элементы удаляются" },
  trim: { en: "here", ru: "здесь" },
  none: { en: "no loop or handler adds to a long-lived container that could grow without end", ru: "ни один цикл или обработчик не наполняет долгоживущий контейнер, который мог бы расти бесконечно" },
});

export const unboundedGrowth = defineCheck({
  name: "leaks/unbounded-growth",
  claim: "Whatever lives as long as the bot and is added to again and again is also trimmed.",
  impact: "blind",
  about: "container",
  code: {
    requires: { growth, places },
    look({ growth, places }, see) {
      if (growth.length === 0) return see.notApplicable(say("none"));
      const undecided: { subject: Subject<"container">; grows: Evidence; key: string; name: string }[] = [];
      for (const { place, nested, adds, trim, doubtful, unread } of growth) {
        // How often it is cut is not known; or it gets a record for each closed trade, kilobytes in a year that slow nothing down.
        if (doubtful || (unread && adds.every((one) => one.key === null && PER_TRADE.test(`${place.name} ${one.fn.name} ${places.snippet(one.node, 160)}`)))) continue;
        const subject = { kind: "container" as const, id: `${place.key}${nested ? "[]" : ""}` };
        const name = nested ? `${place.label}[…]` : place.label;
        const [first] = adds;
        const grows = { at: places.at(first.node), note: say("add") };
        if (trim) {
          see.holds(subject, say("holds", { name }), [grows, { at: places.at(trim), note: say("trim") }]);
          continue;
        }
        if (!first.sure) {
          undecided.push({ subject, grows, key: places.snippet(first.key!, 40), name });
          continue;
        }
        const why = places.at(first.why);
        const says = first.key ? say("keyed", { name, key: places.snippet(first.key, 40) }) : say("listed", { name, unread: unread ? "yes" : "no" });
        const others = adds.slice(1, 4).map((one) => ({ at: places.at(one.node), note: say("add") }));
        see.broken(subject, says, [grows, { at: { ...why, endLine: why.line }, note: say("again") }, ...others], { fix: say(first.key ? "fixKeyed" : "fixListed"), group: place.label, weight: 1 });
      }
      const [one, ...more] = undecided;
      if (one) see.unclear(one.subject, say("unclear", { name: one.name, key: one.key, count: undecided.length }), [one.grows, ...more.slice(0, 9).map(({ grows }) => grows)]);
    },
  },
});

const PER_TRADE = /trade_?history|closed_?trades|pnl|\b_*(learn|record)\b|(^|_|\b)(close[sd]?|exit|outcome|results?)(_|\b)/i;
