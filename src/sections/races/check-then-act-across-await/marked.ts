import { reducesOnly } from "../../../facts/code/order-sites.ts";
import type { Places } from "../../../facts/code/places.ts";
import type { MarkedRecord } from "../../../facts/code/races/marked-records.ts";
import type { See } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { pairEvidence, pairText } from "../runs-text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` asks for the mark `{field}` in the entry of `{place}`, the await in line {yields} lets others run, and the mark is set only in line {set}: {pairEn} both find it unset, and the order goes out twice.",
    ru: "`{code}` проверяет пометку `{field}` в записи `{place}`, await в строке {yields} пускает других, а ставится пометка только в строке {set}: {pairRu} оба её не видят, и ордер уходит дважды.",
  },
  fix: { en: "Set the mark before the first await behind the test (and take it back if the order fails), or hold one lock for the symbol over test, order and mark.", ru: "Ставьте пометку до первого await после проверки (и снимайте, если ордер не прошёл) или держите один lock на символ вокруг проверки, ордера и пометки." },
  read: { en: "asked here", ru: "проверка здесь" },
  order: { en: "the order", ru: "ордер" },
  set: { en: "set only here", ru: "ставится только здесь" },
});

/** Closing a part twice closes more than was meant; closing all of it twice is refused by the venue. */
const PART = /part|tp|take|profit|scale|half|dca|add|pyramid|level|stage/i;

export function tellMarked({ read, field, place, act, yieldsAt, set, pair, fn }: MarkedRecord, places: Places, see: See<"gate">): void {
  const words = pairText(pair, places);
  const refused = reducesOnly(act) && !PART.test(field);
  see.broken(
    places.subject("gate", read, `${field} ${place.location.label}`),
    say("broken", { code: places.snippet(read, 60), field, place: place.location.label, yields: String(places.at(yieldsAt).line), set: String(places.at(set).line), pairEn: words.en, pairRu: words.ru }),
    [{ at: places.at(read), note: say("read") }, { at: places.at(act), note: say("order") }, { at: places.at(set), note: say("set") }, ...pairEvidence(pair, places)],
    { fix: say("fix"), group: fn.qualname, ...(refused ? { impact: "hygiene" as const, weight: 2 } : { weight: 4 }) },
  );
}
