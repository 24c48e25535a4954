import type { OpenHandler } from "../../facts/code/filter-defects/open-handlers.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Handler } from "../../ir/nodes.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import type { Impact } from "../../sdk/impact.ts";
import { catalogue, verbatim, type Text } from "../../sdk/text.ts";
import { askedAt, headOf } from "./filter-facts.ts";

/** What the two checks of filters that fail open say. */
export const say = catalogue({
  broken: {
    en: "`{fn}` fails open: on {error} it answers as if the signal had passed the filter, so the order goes out exactly when the data is missing or wrong",
    ru: "`{fn}` при сбое открыт: на {error} он отвечает так, будто сигнал прошёл фильтр, и ордер уходит именно тогда, когда данных нет или они неверны",
  },
  unfiltered: {
    en: "`{fn}` fails open: on {error} it hands back all signals that it was given, unfiltered, so one error in one filter switches all of them off",
    ru: "`{fn}` при сбое открыт: на {error} он возвращает все полученные сигналы без фильтрации, и одна ошибка в одном фильтре отключает их все",
  },
  also: { en: "and here, on {error}", ru: "и здесь, на {error}" },
  error: { en: "an error", ru: "ошибке" },
  fix: { en: "answer “rejected” there (and log it): a filter that cannot ask must not let pass", ru: "отвечать там отказом (и писать в лог): фильтр, который не смог проверить, не должен пропускать" },
});

export const errorOf = (handler: Handler, places: Places): Text => (handler.type ? verbatim(`\`${places.snippet(handler.type, 50)}\``) : say("error"));

/** One finding for a filter, whatever the number of its handlers. */
export function tellOpen({ fn, asked, handlers }: OpenHandler, places: Places, see: See<"filter">, impact: Impact): void {
  const [first, ...rest] = handlers;
  const error = errorOf(first, places);
  const text = (language: "en" | "ru"): string => say(asked ? "broken" : "unfiltered", { fn: fn.qualname, error: error[language] })[language];
  const says = { en: text("en"), ru: text("ru") };
  const more = rest.map((one): Evidence => {
    const told = errorOf(one, places);
    return { at: headOf(one, places), note: { en: say("also", { error: told.en }).en, ru: say("also", { error: told.ru }).ru } };
  });
  const evidence: [Evidence, ...Evidence[]] = [{ at: headOf(first, places), note: says }, ...more, ...(asked ? [askedAt({ asked }, places)] : [])];
  see.broken(places.subject("filter", first, `except ${first.type ? error.en : ""}`), says, evidence, { fix: say("fix"), group: fn.qualname, impact });
}
