import { ordersAfterDelete } from "../../../facts/code/drift/order-after-delete.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` takes the position out of `{what}` before the order that closes it ({order}): if the order fails or needs the record, the position stays open on the exchange and the bot no longer knows it.",
    ru: "`{fn}` удаляет позицию из `{what}` раньше закрывающего ордера ({order}): если ордер не пройдёт или ему нужна запись, позиция останется на бирже, а бот о ней уже не знает.",
  },
  removed: { en: "the record goes here", ru: "здесь запись удаляется" },
  order: { en: "the order is sent only here", ru: "ордер отправляется только здесь" },
  fix: {
    en: "Send the order first and delete the record when its fill is confirmed; until then mark the record as closing.",
    ru: "Сначала отправьте ордер, а запись удаляйте после подтверждённого исполнения; до этого пометьте её как закрываемую.",
  },
  none: { en: "No closing order is sent after its record was deleted.", ru: "Закрывающие ордера не отправляются после удаления записи." },
});

export const deleteBeforeOrder = defineCheck({
  name: "drift/delete-before-order",
  claim: "A position leaves the bot's books after the order that closes it, not before.",
  impact: "position",
  maturity: "draft",
  about: "closing",
  code: {
    requires: { ordersAfterDelete, places },
    look({ ordersAfterDelete, places }, see) {
      if (ordersAfterDelete.length === 0) return see.notApplicable(say("none"));
      for (const { fn, removal, order } of ordersAfterDelete) {
        const at = places.at(order);
        see.broken(
          places.subject("closing", removal.node), say("broken", { fn: fn.qualname, what: removal.what, order: `${at.file}:${at.line}` }),
          [{ at: places.at(removal.node), note: say("removed") }, { at, note: say("order") }],
          { fix: say("fix"), group: fn.qualname, weight: 7 },
        );
      }
    },
  },
});
