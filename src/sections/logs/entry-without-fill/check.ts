import { entryFills } from "../../../facts/code/logs/entry-fills.ts";
import { eventCoverage } from "../../../facts/code/logs/event-coverage.ts";
import { handedAfter } from "../../../facts/code/logs/handed-after.ts";
import type { LogCall } from "../../../facts/code/logs/log-calls.ts";
import { neverTaken } from "../../../facts/code/never-taken.ts";
import { places } from "../../../facts/code/places.ts";
import type { FunctionNode } from "../../../ir/nodes.ts";
import { EVENT_FIELDS, WAITS } from "../../../knowledge/log-words.ts";
import { ENTERED } from "../../../knowledge/fill-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { isBlank, quoted } from "../log-words.ts";
import { paidAt } from "../../../facts/code/order-answers.ts";
import { isFailure } from "../../../facts/code/logs/statements.ts";
import { denies, saysNot } from "../told-events.ts";

const say = catalogue({
  lacking: {
    en: "`{fn}` enters{way, select, market { at the market} other {}} and writes `{text}` without {fields}: {lost, select, latency {how long the order took} other {neither the price really paid nor a slow venue}} can{lost, select, latency {not} other {}} be read from the log",
    ru: "`{fn}` входит{way, select, market { по рынку} other {}}, а в `{text}` нет {fields}: по логу не видно{lost, select, latency {, сколько занял ордер} other { ни настоящей цены входа, ни медленной биржи}}",
  },
  helper: {
    en: "`{fn}` enters{way, select, market { at the market} other {}}, and nothing written about it has {fields}: {lost, select, latency {how long the order took} other {neither the price really paid nor a slow venue}} can{lost, select, latency {not} other {}} be read from the log",
    ru: "`{fn}` входит{way, select, market { по рынку} other {}}, и ни в одной строке об этом нет {fields}: по логу не видно{lost, select, latency {, сколько занял ордер} other { ни настоящей цены входа, ни медленной биржи}}",
  },
  silent: {
    en: "`{fn}` enters{way, select, market { at the market} other {}} and writes nothing about the fill: no FILL with price, size and latency",
    ru: "`{fn}` входит{way, select, market { по рынку} other {}}, и об исполнении ничего не пишется: нет FILL с ценой, размером и latency",
  },
  fix: { en: "after the answer log `FILL symbol=… side=… price=… size=… latency=…ms` with the filled price and the time that the order took", ru: "после ответа писать `FILL symbol=… side=… price=… size=… latency=…ms`: цена исполнения и время, которое занял ордер" },
  order: { en: "the answer to this order is the fill", ru: "ответ на этот ордер и есть исполнение" },
  written: { en: "what is written about it", ru: "что об этом пишется" },
  sent: { en: "the order goes out here", ru: "здесь уходит ордер" },
  paid: { en: "the price of the trade is known here", ru: "здесь известна цена сделки" },
  holds: { en: "The entry of `{fn}` is written with price, size and latency", ru: "Вход в `{fn}` пишется с ценой, размером и latency" },
  unsure: { en: "Whether `{fn}` writes price, size and latency of the entry could not be followed", ru: "Пишет ли `{fn}` цену, размер и latency входа, проследить не удалось" },
  none: { en: "No entry whose answer is the fill was recognised", ru: "Входов, у которых ответ на ордер и есть исполнение, не распознано" },
});

const { symbol: _, ...WANTED } = EVENT_FIELDS.fill;

export const entryWithoutFill = defineCheck({
  name: "logs/entry-without-fill",
  claim: "Where the answer to an entry order is its fill, price, size and latency of the fill are written.",
  impact: "blind",
  about: "entry",
  code: {
    requires: { entryFills, eventCoverage, neverTaken, places },
    look({ entryFills, eventCoverage, neverTaken, places }, see) {
      if (entryFills.length === 0) return see.notApplicable(say("none"));
      for (const { fn, call, market, sent } of entryFills) {
        const way = market ? "market" : "other";
        const subject = places.subject("entry", fn, `entry ${fn.qualname}`);
        const at = places.at(call);
        const here: Evidence = { at, note: say("order") };
        const paid = paidAt(fn, call);
        const known = [...(sent === call ? [] : [{ at: places.at(sent), note: say("sent") }]), ...(paid ? [{ at: firstLineOf(places.at(paid)), note: say("paid") }] : [])];
        const { records, silent } = eventCoverage.of("fill", fn, call);
        const written = records.filter((one) => one.kind !== "counter");
        const after = written.filter((one) => (one.fn !== fn || one.call.start > call.end) && !denies("fill", one));
        if (after.length === 0) {
          if (silent.length > 0 || written.length > 0) see.broken(subject, say("silent", { fn: fn.qualname, way }), [here, ...known], { fix: say("fix"), group: "entries" });
          else see.unclear(subject, say("unsure", { fn: fn.qualname }), [here]);
          continue;
        }
        const line = telling(after, fn);
        const evidence = [here, { at: places.at(line.call), note: say("written") }, ...known] as const;
        // What is handed to a helper that writes is told by it.
        const source = written.some((one) => one.fn !== fn) ? handedAfter(fn, call, neverTaken) : "";
        const all = `${written.filter((one) => !isFailure(one.call)).map((one) => one.fields).join(" ")} ${source}`.replace(WAITS, "");
        const lacks = Object.keys(WANTED).filter((field) => !WANTED[field]!.test(all));
        const lost = lacks.join() === "latency" ? "latency" : "more";
        const text = isBlank(line) ? places.snippet(line.call, 60) : line.text;
        // Fields gathered from several lines make no line that tells of the fill.
        const whole = after.some((one) => !isFailure(one.call) && Object.values(WANTED).every((field) => field.test(one.fields.replace(WAITS, ""))));
        if (lacks.length === 0 && whole) see.holds(subject, say("holds", { fn: fn.qualname }), evidence);
        else if (lacks.length === 0 || after.some((one) => isBlank(one) && one.kind === "log" && one.fn === fn)) see.unclear(subject, say("unsure", { fn: fn.qualname }), evidence);
        else if (line.fn === fn && (ENTERED.test(text) || OF_ORDERS.test(text) || after.filter((one) => one.fn === fn && !saysNot(one) && !isFailure(one.call)).length === 1)) see.broken(subject, say("lacking", { fn: fn.qualname, way, text: quoted(text), fields: lacks.join(", "), lost }), evidence, { fix: say("fix"), group: "entries" });
        else see.broken(subject, say("helper", { fn: fn.qualname, way, fields: lacks.join(", "), lost }), evidence, { fix: say("fix"), group: "entries" });
      }
    },
  },
});

/** A line that speaks of the order, if not of its fill. */
const OF_ORDERS = /\b(order|trade|position|slice)s?\b|ордер|сделк|позици|订单|訂單|下单|下單|注文|주문|\bordem\b|\borden\b|\bordre\b|emir/i;

/** The line that tells of the entry, in the function itself before helpers; else the one that tells most of the fill. */
function telling(records: readonly LogCall[], fn: FunctionNode): LogCall {
  const rank = (one: LogCall): number => (saysNot(one) || isFailure(one.call) ? 80 : 0) + (ENTERED.test(one.text) ? 0 : OF_ORDERS.test(one.text) ? 30 : 40) + (one.fn === fn ? 0 : 20) - Object.values(WANTED).filter((field) => field.test(one.fields)).length;
  return records.reduce((best, one) => (rank(one) < rank(best) ? one : best));
}
