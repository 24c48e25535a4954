import { places } from "../../../facts/code/places.ts";
import { streamPrices } from "../../../facts/code/reconnect/stream-prices.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "{fn} decides with `{name}`, the last price that the stream left behind, and nobody asks how old it is: while the stream hangs or reconnects, stops and entries are judged by a price of minutes ago.",
    ru: "{fn} принимает решение по `{name}` — последней цене, что оставил поток, и никто не спрашивает, сколько ей времени: пока поток висит или переподключается, стопы и входы сверяются с ценой многоминутной давности.",
  },
  fix: {
    en: "Store the time beside the price (`time.monotonic()`), and above some seconds fall back to REST, or stop entries and alert.",
    ru: "Храните рядом с ценой время (`time.monotonic()`), а старше нескольких секунд берите цену через REST либо запрещайте входы и шлите алерт.",
  },
  reads: { en: "decides with it here", ru: "решает по ней здесь" },
  stores: { en: "a message of the stream stores it here, without a time", ru: "сообщение потока сохраняет её здесь, без времени" },
  asked: { en: "{fn} uses `{name}` of a stream, and its age or the state of the stream is asked", ru: "{fn} использует `{name}` из потока, и её возраст или состояние потока спрашивают" },
  here: { en: "asked here", ru: "спрашивают здесь" },
  none: { en: "No order is decided with what a stream stored earlier.", ru: "Ни один ордер не решается по тому, что поток сохранил раньше." },
});

const MOST = 4;

export const stalePrice = defineCheck({
  name: "reconnect/stale-price",
  claim: "Who decides with a price that a stream left behind asks how old it is.",
  impact: "blind",
  about: "price",
  code: {
    requires: { streamPrices, places },
    look({ streamPrices, places }, see) {
      if (streamPrices.length === 0) return see.notApplicable(say("none"));
      for (const one of streamPrices) {
        const [first, ...rest] = one.reads;
        const subject = places.subject("price", one.store.target, `${one.owner.name} ${one.name}`);
        const values = { fn: first!.fn.qualname, name: `${one.owner.name}.${one.name}` };
        const stores: Evidence = { at: places.at(one.store.target), note: say("stores") };
        if (one.asked) {
          see.holds(subject, say("asked", values), [{ at: places.at(one.asked), note: say("here") }, stores]);
          continue;
        }
        const others = rest.slice(0, MOST).map(({ node }): Evidence => ({ at: places.at(node), note: say("reads") }));
        see.broken(subject, say("broken", values), [{ at: places.at(first!.node), note: say("reads") }, ...others, stores], { fix: say("fix"), group: `${places.at(one.owner).file} ${one.owner.name}` });
      }
    },
  },
});
