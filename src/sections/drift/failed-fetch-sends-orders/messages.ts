import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  open: {
    en: "When the request for positions fails, `{source}` turns it into {value}, and `{fn}` reads that as “no position”: the order in {at} is sent on top of a position that is open, or beyond the limit.",
    ru: "Если запрос позиций не удался, `{source}` превращает это в {value}, а `{fn}` читает это как «позиции нет»: ордер ({at}) уходит поверх уже открытой позиции или сверх лимита.",
  },
  cancel: {
    en: "When the request for positions fails, `{source}` turns it into {value}, and `{fn}` reads that as “no position”: in {at} it cancels the orders that protect positions that are open.",
    ru: "Если запрос позиций не удался, `{source}` превращает это в {value}, а `{fn}` читает это как «позиции нет»: {at} снимает ордера, которые защищают открытые позиции.",
  },
  perhaps: {
    en: "`{fn}` reads a failed request for positions as “no position” before it sends an order; it looks into the bot’s own books as well, and whether they keep the order back was not decided",
    ru: "`{fn}` читает неудачный запрос позиций как «позиции нет» и затем отправляет ордер; перед этим она смотрит и в собственный учёт — остановит ли он ордер, не решено",
  },
  fix: {
    en: "Let the failure through: raise, or return None, and send or cancel nothing in a round whose request failed. An empty list may only mean that the exchange said “none”.",
    ru: "Не прячьте сбой: бросайте исключение или возвращайте None и в этом проходе ничего не отправляйте и не снимайте. Пустой список должен значить только одно: биржа ответила «позиций нет».",
  },
  became: { en: "the failure becomes {value}", ru: "сбой превращается в {value}" },
  knew: { en: "the failure is known here", ru: "здесь о сбое ещё известно" },
  passes: { en: "goes on here: `{code}`", ru: "передаётся дальше: `{code}`" },
  tested: { en: "read as “no position”", ru: "читается как «позиции нет»" },
  opened: { en: "the order is sent here", ru: "здесь отправляется ордер" },
  cancelled: { en: "orders are cancelled here", ru: "здесь снимаются ордера" },
  none: { en: "No order depends on a failed request for positions.", ru: "Ни один ордер не зависит от неудачного запроса позиций." },
  noFetch: { en: "The bot does not ask the exchange for positions.", ru: "Бот не запрашивает позиции у биржи." },
});
