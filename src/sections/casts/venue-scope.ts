import type { OrderSite } from "../../facts/code/order-sites.ts";
import type { VenueUse, VenueUses } from "../../facts/code/venue-values/uses.ts";
import type { Places } from "../../facts/code/places.ts";
import { appendTo } from "../../sdk/append.ts";
import type { See } from "../../sdk/evidence.ts";
import { catalogue, verbatim, type Text } from "../../sdk/text.ts";

const say = catalogue({
  noPayloads: {
    en: "No raw payload of an exchange enters the bot: a library converts the numbers, or the bot has no exchange.",
    ru: "Сырых ответов биржи в боте нет: числа приводит библиотека, либо бот не работает с биржей.",
  },
  unknownVenue: {
    en: "Orders go to a venue whose payloads golive does not know, so their types are unknown.",
    ru: "Ордера идут на биржу, ответы которой golive не знает: типы значений неизвестны.",
  },
  orderHere: { en: "an order is sent here ({by})", ru: "здесь отправляется ордер ({by})" },
  unread: {
    en: "`{code}`{more, plural, =0 {} one { and # more conversion} other { and # more conversions}} of what an exchange answers that golive has no table of: whether a field may come as \"\" or null is not known. `float(value or 0)` cannot fail.",
    ru: "`{code}`{more, plural, =0 {} one { и ещё # приведение} few { и ещё # приведения} other { и ещё # приведений}} ответов биржи, таблицы полей которой у golive нет: может ли поле прийти пустым (\"\") или null, неизвестно. `float(value or 0)` не упадёт никогда.",
  },
  cut: { en: "Too many values to follow: a part of the uses was not looked at.", ru: "Значений слишком много, часть их использований не просмотрена." },
});

export const nothingUsed: Text = {
  en: "No text from an exchange is used in this way.",
  ru: "Текст от биржи так нигде не используется.",
};

interface Given {
  readonly venueUses: VenueUses;
  readonly orderSites: readonly OrderSite[];
  readonly places: Places;
}

/** Whether there is anything to judge; where there is not, says why. */
export function hasPayloads<K extends string>({ venueUses, orderSites }: Given, see: See<K>, kind: K): boolean {
  if (venueUses.any) return true;
  const direct = orderSites.find((one) => !/^(ccxt|freqtrade|hummingbot|nautilus_trader|vnpy|jesse)/.test(one.by) && one.by.includes("/"));
  if (direct) see.unclear({ kind, id: "unknown-venue" }, say("unknownVenue"), [{ at: direct.at, note: say("orderHere", { by: direct.by }) }]);
  else see.notApplicable(say("noPayloads"));
  return false;
}

/** Says that the analysis gave up, where it did. */
export function admitCut<K extends string>({ venueUses, places }: Given, see: See<K>, kind: K): void {
  const first = venueUses.uses[0];
  if (venueUses.cut && first) see.unclear({ kind, id: "cut" }, say("cut"), [{ at: places.at(first.at), note: say("cut") }]);
}

/** Says which conversions were not judged, because nobody wrote down what that exchange sends. */
export function admitUnread<K extends string>({ venueUses: { unread }, places }: Given, see: See<K>, kind: K): void {
  const [first] = unread;
  if (!first) return;
  const says = say("unread", { code: places.snippet(first, 60), more: unread.length - 1 });
  see.unclear({ kind, id: "unread" }, says, [{ at: places.at(first), note: says }, ...unread.slice(1, 4).map((one) => ({ at: places.at(one), note: verbatim(places.snippet(one, 60)) }))]);
}

/** Uses by the place where they stand: one finding for each, whatever number of ways leads there. */
export function byPlace(uses: readonly VenueUse[]): VenueUse[][] {
  const found = new Map<VenueUse["at"], VenueUse[]>();
  for (const one of uses) {
    appendTo(found, one.at, one);
  }
  return [...found.values()];
}
