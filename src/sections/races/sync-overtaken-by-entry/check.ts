import { places } from "../../../facts/code/places.ts";
import { oldSnapshots } from "../../../facts/code/races/old-snapshots.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { pairEvidence, pairText } from "../runs-text.ts";

const say = catalogue({
  closed: {
    en: "A position that the exchange has and `{place}` lacks is closed here at once. But `{entry}` books a position only after its order (line {store} of {file}): of {pairEn} the sync that comes in between closes at market what has just been opened.",
    ru: "Позиция, которая есть на бирже и которой нет в `{place}`, здесь сразу закрывается. Но `{entry}` записывает позицию только после ордера ({file}, строка {store}): {pairRu} идут вперемешку, и синхронизация, попавшая между ними, закрывает по рынку только что открытое.",
  },
  pruned: {
    en: "`{place}` loses what the answer from line {asked} does not have, and that answer is from before: of {pairEn} the other one may book a position meanwhile ({file}:{store}), and it is taken out as closed, with nobody to look after it.",
    ru: "Из `{place}` удаляется всё, чего нет в ответе из строки {asked}, а этот ответ уже устарел: {pairRu} идут вперемешку, за это время может быть записана позиция ({file}:{store}), и её удаляют как закрытую — дальше за ней никто не следит.",
  },
  fixClosed: { en: "Mark the symbol as being opened before the order is sent, and let the sync leave marked ones (and entries of the last seconds) alone; or hold one lock from the order to the record, and over the sync.", ru: "Помечайте символ как открываемый до отправки ордера, и пусть синхронизация не трогает такие (и позиции последних секунд); или держите один lock от ордера до записи и на время синхронизации." },
  fixPruned: { en: "Copy the keys before the venue is asked and look only at those; spare entries that are younger than the request; or remove only after two answers in a row without it.", ru: "Скопируйте ключи до запроса к бирже и сверяйте только их; не трогайте записи моложе запроса; или удаляйте, только когда позиции нет в двух ответах подряд." },
  act: { en: "what happens to it", ru: "что с ней делают" },
  test: { en: "held against the books here", ru: "здесь сверяется с книгой позиций" },
  asked: { en: "the venue is asked here", ru: "здесь спрашивают биржу" },
  order: { en: "the other run sends its order here", ru: "здесь другой запуск отправляет ордер" },
  store: { en: "and books the position only here", ru: "и только здесь записывает позицию" },
  none: { en: "Nothing is closed or taken out of the books by an answer of the venue that another run's entry may overtake.", ru: "Ничего не закрывается и не удаляется из книги по ответу биржи, который может обогнать вход из другой задачи." },
});

export default defineCheck({
  name: "races/sync-overtaken-by-entry",
  claim: "A position that another run is just opening is not closed or taken out of the books by a sync.",
  impact: "funds",
  about: "books",
  code: {
    requires: { oldSnapshots, places },
    look({ oldSnapshots, places }, see) {
      if (oldSnapshots.length === 0) return see.notApplicable(say("none"));
      const told = new Set<unknown>();
      for (const { kind, fn, place, asked, test, act, entry, pair } of oldSnapshots) {
        if (told.has(fn)) continue;
        told.add(fn);
        const words = pairText(pair, places);
        const store = places.at(entry.store.node);
        const values = { place: place.location.label, entry: entry.fn.qualname, asked: String(places.at(asked).line), file: store.file, store: String(store.line), pairEn: words.en, pairRu: words.ru };
        see.broken(places.subject("books", test, `${kind} ${place.location.label}`), say(kind, values), [
          { at: places.at(act), note: say("act") }, { at: places.at(test), note: say("test") }, { at: places.at(asked), note: say("asked") },
          { at: places.at(entry.order), note: say("order") }, { at: store, note: say("store") }, ...pairEvidence(pair, places),
        ], kind === "closed" ? { fix: say("fixClosed"), group: fn.qualname, weight: 5 } : { fix: say("fixPruned"), group: fn.qualname, impact: "blind", weight: 3 });
      }
    },
  },
});
