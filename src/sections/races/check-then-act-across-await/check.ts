import { reducesOnly } from "../../../facts/code/order-sites.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { actsAfterTests, ungatedOrders, type GatedOrder } from "../../../facts/code/races/acts-after-tests.ts";
import { markedRecords } from "../../../facts/code/races/marked-records.ts";
import { outsideGates } from "../../../facts/code/races/outside-gates.ts";
import { doubleEntries } from "../../../facts/run/double-entries.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Subject } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { entryEvidence, TOGETHER, twiceText, within } from "../double-entry-text.ts";
import { pairEvidence, pairText } from "../runs-text.ts";
import { tellMarked } from "./marked.ts";

const say = catalogue({
  broken: {
    en: "`{code}` asks {question, select, count {how many entries `{place}` has} flag {`{place}`} other {`{place}` for the key}}, {threads, select, yes {other threads run during the request in line {yields}} other {the await in line {yields} lets others run}}, and only {write} changes it: {rival, select, none {{pairEn} pass the same test, and the order at {order} is sent twice} other {{pairEn} both find it free (the other one asks in {rival} and sends an order of its own), and it is entered or closed twice}}.",
    ru: "`{code}` проверяет {question, select, count {число записей в `{place}`} flag {`{place}`} other {ключ в `{place}`}}, {threads, select, yes {во время запроса в строке {yields} работают другие потоки} other {await в строке {yields} пускает других}}, а меняется состояние только в {write}: {rival, select, none {{pairRu} проходят одну и ту же проверку, и ордер ({order}) уходит дважды} other {{pairRu} оба видят, что место свободно (второй проверяет в {rival} и отправляет свой ордер), и вход или выход происходит дважды}}.",
  },
  limit: {
    en: "`{code}` tests the number of entries in `{place}`, but {threads, select, yes {the request} other {the await}} in line {yields} comes before the place is taken ({write}): {pairEn} pass together and the limit is exceeded.",
    ru: "`{code}` проверяет число записей в `{place}`, но до того, как место занято ({write}), стоит {threads, select, yes {запрос} other {await}} в строке {yields}: {pairRu} проходят вместе, и лимит превышен.",
  },
  outside: {
    en: "`{code}` asks {kind, select, venue {the venue for positions} other {the database}} and the order follows, with nothing that excludes a second run in between: {pairEn} both get the answer from before the first order, and the position is opened twice.",
    ru: "`{code}` спрашивает {kind, select, venue {позиции у биржи} other {базу данных}}, затем идёт ордер, и второй запуск между ними ничто не исключает: {pairRu} получают ответ, какой был до первого ордера, и позиция открывается дважды.",
  },
  fixOutside: { en: "Hold one lock for the symbol from the question to the booked order, in every way that leads here; or claim the entry first (a unique row, SET NX, one client order id for the signal).", ru: "Держите один lock на символ от вопроса до записанного ордера на всех путях сюда; или сначала займите вход (уникальная строка, SET NX, один client order id на сигнал)." },
  kept: { en: "`{code}` gates an order, and a second run is kept out by a lock, by a unique row or by an order id that the venue knows.", ru: "`{code}` решает об ордере, а второй запуск исключён: lock, уникальная строка или id ордера, который биржа уже знает." },
  asked: { en: "asked here", ru: "вопрос здесь" },
  fix: { en: "Take the place in one step with the test, before the first await (and give it back if the order fails), or put test, order and write under one lock.", ru: "Занимайте место в одном шаге с проверкой, до первого await (и освобождайте, если ордер не прошёл), или держите проверку, ордер и запись под одним lock." },
  test: { en: "the test that lets the order pass", ru: "проверка, которая пропускает ордер" },
  read: { en: "the state is read here", ru: "состояние читается здесь" },
  yields: { en: "other tasks may run here", ru: "здесь могут выполняться другие задачи" },
  order: { en: "the order", ru: "ордер" },
  rival: { en: "the other run asks the same state here", ru: "другая задача проверяет то же состояние здесь" },
  write: { en: "only here the state changes", ru: "только здесь состояние меняется" },
  holds: {
    en: "`{place}` gates an order: {how, select, locked {test and write are under one lock} atomic {no await between test and write} again {the function that sends the order tests again and writes in one step} own {several tasks may run this code at once, each for an entry of its own} other {only one task runs this code}}.",
    ru: "`{place}` решает об ордере: {how, select, locked {проверка и запись под одним lock} atomic {между проверкой и записью нет await} again {функция, которая отправляет ордер, проверяет ещё раз и сразу записывает} own {этот код могут одновременно выполнять несколько задач, но у каждой своя запись} other {этот код выполняет одна задача}}.",
  },
  open: {
    en: "{pairEn} may both come to this order{count, plural, one {} other { (and {count} places in all)}}, and no test of shared state before it was recognised: whether two of them can open twice is not decided. Name the state that decides (an attribute that is tested and written in code that golive can follow).",
    ru: "К этому ордеру могут одновременно прийти {pairRu}{count, plural, one {} other { (всего таких мест: {count})}}, а проверка общего состояния перед ним не распознана: откроют ли они позицию дважды, не решено. Нужно состояние, которое проверяется и записывается в коде, доступном анализу.",
  },
  none: { en: "No order depends on a test of shared state in a coroutine.", ru: "Нет ордеров, которые зависят от проверки общего состояния в корутине." },
});

/** The venue refuses a second order that may only reduce: an error in the log, no second position. */
const REFUSED = { impact: "hygiene", weight: 2 } as const;

const HOW: Record<Exclude<GatedOrder["verdict"], "race" | "unsure">, string> = { locked: "locked", atomic: "atomic", "tested-again": "again", alone: "alone", "own-key": "own" };

export default defineCheck({
  name: "races/check-then-act-across-await",
  claim: "Two tasks cannot both pass the test of a state before one of them changes it and sends an order.",
  impact: "funds",
  about: "gate",
  code: {
    requires: { actsAfterTests, ungatedOrders, outsideGates, markedRecords, places },
    look({ actsAfterTests, ungatedOrders, outsideGates, markedRecords, places }, see) {
      for (const one of markedRecords) tellMarked(one, places, see);
      for (const one of outsideGates) {
        const subject = places.subject("gate", one.read, `${places.snippet(one.read, 120)} outside`);
        if (!one.pair) {
          see.holds(subject, say("kept", { code: places.snippet(one.read, 60) }), [{ at: places.at(one.read), note: say("asked") }]);
          continue;
        }
        const pair = pairText(one.pair, places);
        see.broken(subject, say("outside", { code: places.snippet(one.read, 60), kind: one.kind, pairEn: pair.en, pairRu: pair.ru }), [
          { at: places.at(one.test), note: say("test") }, { at: places.at(one.read), note: say("asked") }, { at: places.at(one.act), note: say("order") }, ...pairEvidence(one.pair, places),
        ], { fix: say("fixOutside"), group: one.fn.qualname, weight: 4 });
      }
      const [open] = ungatedOrders.filter((one) => !outsideGates.some((gate) => gate.order === one.order));
      if (open) {
        const pair = pairText(open.pair, places);
        see.unclear(places.subject("gate", open.order.call, "ungated"), say("open", { pairEn: pair.en, pairRu: pair.ru, count: ungatedOrders.length }), [{ at: open.order.at, note: say("order") }, ...pairEvidence(open.pair, places)]);
      } else if (actsAfterTests.length + outsideGates.length + markedRecords.length === 0) return see.notApplicable(say("none"));
      const told = new Set<unknown>();
      for (const one of actsAfterTests) {
        const label = one.place.location.label;
        const subject = subjectOf(one, places);
        if (one.verdict === "unsure") continue;
        if (one.verdict !== "race") {
          see.holds(subject, say("holds", { place: label, how: HOW[one.verdict] }), [{ at: places.at(one.test), note: say("test") }, { at: places.at(one.write.node), note: say("write") }]);
          continue;
        }
        if (told.has(one.test)) continue;
        told.add(one.test);
        const pair = pairText(one.pair!, places);
        const [yields, write] = [places.at(one.yieldsAt!), places.at(one.write.node)];
        const values = { code: places.snippet(one.test, 60), place: label, question: one.question, threads: one.threads ? "yes" : "no", yields: String(yields.line), write: `${write.file}:${write.line}`, pairEn: pair.en, pairRu: pair.ru, order: `${one.order.at.file}:${one.order.at.line}`, rival: one.rival ? lineOf(one.rival.test, places) : "none" };
        see.broken(subject, say(one.question === "count" ? "limit" : "broken", values), [
          { at: places.at(one.test), note: say("test") },
          ...(one.read.node === one.test ? [] : [{ at: places.at(one.read.node), note: say("read") }]),
          { at: yields, note: say("yields") }, { at: places.at(one.act), note: say("order") }, { at: write, note: say("write") },
          ...(one.rival ? [{ at: places.at(one.rival.test), note: say("rival") }] : []), ...pairEvidence(one.pair!, places),
        ], { fix: say("fix"), group: label, ...(reducesOnly(one.order.call) || reducesOnly(one.act) ? REFUSED : { weight: 5 }) });
      }
    },
  },
  run: {
    requires: { doubleEntries, places },
    look({ doubleEntries, places }, see) {
      const told = new Set<unknown>();
      for (const one of doubleEntries.all.flatMap((each) => within(each, TOGETHER) ?? [])) {
        if (!one.gate || told.has(one.gate.test)) continue;
        told.add(one.gate.test);
        see.broken(subjectOf(one.gate, places), twiceText(one), [{ at: places.at(one.gate.test), note: say("test") }, ...entryEvidence(one)], { group: one.gate.place.location.label, weight: 9 });
      }
    },
  },
});

function lineOf(node: GatedOrder["test"], places: Places): string {
  const { file, line } = places.at(node);
  return `${file}:${line}`;
}

const subjectOf = (one: GatedOrder, places: Places): Subject<"gate"> => places.subject("gate", one.test, `${places.snippet(one.test, 120)} ${one.place.location.label}`);
