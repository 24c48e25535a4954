import { places, type Places } from "../../../facts/code/places.ts";
import { subscripts, type KeyedUse } from "../../../facts/code/races/subscripts.ts";
import { isPassedOver } from "../../../facts/code/races/swallowed.ts";
import { writtenBack, type WrittenBack } from "../../../facts/code/races/written-back.ts";
import { tradingCode, type TradingCode } from "../../../facts/code/trading-code.ts";
import { failedAccesses, isStale } from "../../../facts/run/failed-accesses.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { See } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { tellMissingKey } from "../failed-in-run.ts";
import { pairEvidence, pairText } from "../runs-text.ts";
import { isPretended, stakeOf } from "../stake.ts";

const say = catalogue({
  broken: {
    en: "`{code}` trusts a look into `{place}` from line {guard}, but the await in line {yields} lets other tasks run: of {pairEn} the other one may remove the key ({removal}), and this line raises KeyError.",
    ru: "`{code}` полагается на проверку `{place}` из строки {guard}, но await в строке {yields} пускает другие задачи: {pairRu} идут вперемешку, ключ успевают удалить ({removal}), и здесь — KeyError.",
  },
  fix: { en: "Take the entry before the await (`entry = ….get({key})`) or test again after it; a lock helps only if the removal takes it too and the test stands inside.", ru: "Возьмите запись до await (`entry = ….get({key})`) или проверьте ещё раз после него; lock поможет, только если его берёт и удаление, а проверка стоит внутри." },
  back: {
    en: "`{code}` stores what line {guard} read, but the await in line {yields} lets other tasks run: of {pairEn} the other one may have removed the key ({removal}), and the entry is there again, a position that is closed.",
    ru: "`{code}` записывает то, что прочитано в строке {guard}, но await в строке {yields} пускает другие задачи: {pairRu} идут вперемешку, ключ успевают удалить ({removal}), и запись появляется снова — закрытая позиция «воскресает».",
  },
  fixBack: { en: "Change the entry’s fields in place and do not store it again, or store it only if `{key}` is still there.", ru: "Меняйте поля записи на месте и не записывайте её снова, или пишите, только если `{key}` ещё там." },
  stored: { en: "stored again here, after the await", ru: "здесь запись кладут обратно, после await" },
  use: { en: "the use, after the await", ru: "обращение после await" },
  guard: { en: "here the key was seen to be there", ru: "здесь было видно, что ключ есть" },
  yields: { en: "other tasks may run here", ru: "здесь могут выполняться другие задачи" },
  removal: { en: "the entry is removed here, in another run", ru: "здесь другой запуск удаляет запись" },
  holds: { en: "no task can take a key out of `{place}` between a test and the use that it guards ({count}).", ru: "между проверкой `{place}` и обращением никто не может удалить ключ ({count})." },
  threads: {
    en: "{pairEn} share `{place}` and are not held apart by a lock: the key may go ({removal}) between any test and its use, and no await is needed for that. One threading.Lock around test and use, and around the removal, would settle it.",
    ru: "{pairRu} работают с `{place}` без общего lock, и это потоки: ключ могут удалить ({removal}) между любой проверкой и обращением, await для этого не нужен. Решит один threading.Lock вокруг проверки с обращением и вокруг удаления.",
  },
  none: { en: "No shared map is tested first and subscripted later.", ru: "Нет общих словарей, которые сначала проверяют, а потом читают по ключу." },
});

export default defineCheck({
  name: "races/stale-guard",
  claim: "No await separates a test for a key from the use that relies on it while somebody else may remove the key.",
  impact: "position",
  about: "subscript",
  code: {
    requires: { subscripts, writtenBack, places, tradingCode },
    look({ subscripts, writtenBack, places, tradingCode }, see) {
      const guarded = subscripts.filter((one) => one.guard !== null && !isPretended(one.place, one.access.fn, places.at(one.access.node).file));
      if (guarded.length + writtenBack.length === 0) return see.notApplicable(say("none"));
      for (const one of writtenBack) tellBack(one, places, tradingCode, see);
      const right = new Map<string, typeof subscripts[number][]>();
      const wrong = new Set<string>(writtenBack.map((one) => one.place.location.label));
      // Threads take turns without an await: no finding, and no proof.
      const byThread = new Map<string, KeyedUse>();
      const told = new Set<unknown>();
      for (const use of guarded) {
        const label = use.place.location.label;
        if (!use.removal || !use.yieldsAt) {
          if (use.byThread) byThread.set(label, use);
          right.set(label, [...(right.get(label) ?? []), use]);
          continue;
        }
        wrong.add(label);
        // A KeyError that is taken on the spot, and behind which the function goes on, harms nobody.
        if (isPassedOver(use.access.node)) continue;
        // Two branches behind one look are one problem.
        if (told.has(use.guard!.node)) continue;
        told.add(use.guard!.node);
        const { access, removal, place } = use;
        const pair = pairText(removal.pair, places);
        const [guard, yields, gone] = [places.at(use.guard!.node), places.at(use.yieldsAt), places.at(removal.access.node)];
        see.broken(
          places.subject("subscript", access.node),
          say("broken", { code: places.snippet(access.node, 60), place: label, guard: String(guard.line), yields: String(yields.line), pairEn: pair.en, pairRu: pair.ru, removal: `${gone.file}:${gone.line}` }),
          [{ at: places.at(access.node), note: say("use") }, { at: guard, note: say("guard") }, { at: yields, note: say("yields") }, { at: gone, note: say("removal") }, ...pairEvidence(removal.pair, places)],
          { fix: say("fix", { key: places.snippet(access.key!, 40) }), group: label, impact: stakeOf(place, access.fn, tradingCode), weight: tradingCode.of(access.fn) === "other" ? 1 : 3 },
        );
      }
      for (const [label, { access, byThread: other }] of byThread) {
        const pair = pairText(other!.pair, places);
        const gone = places.at(other!.access.node);
        see.unclear(places.subject("subscript", access.node, label), say("threads", { place: label, pairEn: pair.en, pairRu: pair.ru, removal: `${gone.file}:${gone.line}` }), [
          { at: places.at(access.node), note: say("use") }, { at: gone, note: say("removal") }, ...pairEvidence(other!.pair, places),
        ]);
      }
      for (const [label, uses] of right) {
        if (wrong.has(label) || byThread.has(label)) continue;
        see.holds(places.subject("subscript", uses[0]!.access.node, label), say("holds", { place: label, count: uses.length }), [{ at: places.at(uses[0]!.access.node), note: say("use") }]);
      }
    },
  },
  run: {
    requires: { failedAccesses, places },
    look({ failedAccesses, places }, see) {
      for (const one of failedAccesses.subscripts) if (isStale(one.use)) tellMissingKey(one, places, see);
    },
  },
});

function tellBack({ place, store, read, yieldsAt, removal }: WrittenBack, places: Places, tradingCode: TradingCode, see: See<"subscript">): void {
  const pair = pairText(removal.pair, places);
  const [guard, yields, gone] = [places.at(read.node), places.at(yieldsAt), places.at(removal.access.node)];
  see.broken(
    places.subject("subscript", store.node),
    say("back", { code: places.snippet(store.node, 60), guard: String(guard.line), yields: String(yields.line), pairEn: pair.en, pairRu: pair.ru, removal: `${gone.file}:${gone.line}` }),
    [{ at: places.at(store.node), note: say("stored") }, { at: guard, note: say("guard") }, { at: yields, note: say("yields") }, { at: gone, note: say("removal") }, ...pairEvidence(removal.pair, places)],
    { fix: say("fixBack", { key: places.snippet(store.key!, 40) }), group: place.location.label, impact: stakeOf(place, store.fn, tradingCode), weight: 3 },
  );
}
