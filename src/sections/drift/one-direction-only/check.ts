import { bothWays } from "../../../facts/code/drift/both-ways.ts";
import { mirrorBooks } from "../../../facts/code/drift/mirror-books.ts";
import { places } from "../../../facts/code/places.ts";
import type { Node } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { say as words } from "../best-run.ts";
import { startOf } from "../start-of.ts";

const say = catalogue({
  add: {
    en: "`{fn}` only goes through the bot’s own records: a position that exists on the exchange alone (DRIFT_ADD: a lost fill, a restart, a manual order) is neither reported nor protected.",
    ru: "`{fn}` проходит только по собственным записям бота: позиция, которая есть лишь на бирже (DRIFT_ADD: потерянное исполнение, перезапуск, ручной ордер), не замечена и не защищена.",
  },
  remove: {
    en: "`{fn}` only goes through the positions of the exchange: a position that the bot still believes in but that is gone there (DRIFT_REMOVE: a liquidation, a stop on the exchange) is never noticed.",
    ru: "`{fn}` проходит только по позициям биржи: позиция, в которую бот ещё верит, но которой там уже нет (DRIFT_REMOVE: ликвидация, биржевой стоп), останется незамеченной.",
  },
  stays: {
    en: "`{fn}` skips the answer “no positions”: the last position that closes on the exchange (a stop, a liquidation, by hand) stays in `{what}` for ever, and whoever reads it goes on with a position that is gone.",
    ru: "`{fn}` пропускает ответ «позиций нет»: последняя позиция, закрытая на бирже (стоп, ликвидация, вручную), остаётся в `{what}` навсегда, и все, кто это читает, работают с позицией, которой уже нет.",
  },
  skipped: { en: "an empty answer does not get past this test", ru: "пустой ответ эту проверку не проходит" },
  stored: { en: "only a filled answer is stored, here", ru: "сохраняется только непустой ответ, здесь" },
  fixEmpty: { en: "Store every answer that the request really gave, also the empty one; keep the old rows only when the request failed.", ru: "Сохраняйте любой полученный ответ, в том числе пустой; прежние строки оставляйте, только если запрос не удался." },
  compared: { en: "compared here, in this direction alone", ru: "здесь сравнивается, и только в эту сторону" },
  loop: { en: "goes through these", ru: "проходит по этим" },
  fix: { en: "Compare both ways: everything on the exchange against the books, and everything in the books against the exchange.", ru: "Сравнивайте в обе стороны: всё с биржи — с учётом, всё из учёта — с биржей." },
  holds: { en: "`{fn}` compares both ways", ru: "`{fn}` сравнивает в обе стороны" },
  apart: {
    en: "`{fn}` compares one way and `{other}` the other; whether both speak of the same books, and both are repeated, the code does not show",
    ru: "`{fn}` сравнивает в одну сторону, `{other}` — в другую; об одном ли это учёте и повторяются ли обе, из кода не видно",
  },
  back: { en: "the other way, by `{fn}`", ru: "в другую сторону — `{fn}`" },
  both: { en: "this way", ru: "в эту сторону" },
});

export const oneDirectionOnly = defineCheck({
  name: "drift/one-direction-only",
  claim: "Positions are compared both ways: those that only the exchange has, and those that only the bot has.",
  impact: "position",
  about: "direction",
  code: {
    requires: { bothWays, mirrorBooks, places },
    look({ bothWays, mirrorBooks, places }, see) {
      for (const { fn, location, store, test } of mirrorBooks.neverEmptied) {
        see.broken(
          places.subject("direction", store), say("stays", { fn: fn.qualname, what: location.label }),
          [{ at: startOf(places, store), note: say("stored") }, { at: startOf(places, test), note: say("skipped") }],
          { fix: say("fixEmpty"), group: fn.qualname, weight: 4, impact: mirrorBooks.standsForBooks(location) ? "position" : "blind" },
        );
      }
      if (bothWays.kind === "none") return mirrorBooks.neverEmptied.length > 0 ? undefined : see.notApplicable(words("noFetch"));
      const { fn, compared } = bothWays.one;
      const subject = places.subject("direction", fn, "direction");
      if (bothWays.kind === "both") {
        const [add, remove] = bothWays.ways;
        return see.holds(subject, say("holds", { fn: fn.qualname }), [{ at: startOf(places, add.at), note: say("both") }, { at: startOf(places, remove.at), note: say("both") }]);
      }
      const shown = compared.find((one) => one.acts) ?? compared[0]!;
      if (bothWays.kind === "apart") {
        const { other } = bothWays;
        return see.unclear(subject, say("apart", { fn: fn.qualname, other: other.fn.qualname }), [{ at: startOf(places, shown.at), note: say("both") }, { at: startOf(places, other.at), note: say("back", { fn: other.fn.qualname }) }]);
      }
      const loop = around(shown.at);
      const seen: [Evidence, ...Evidence[]] = [{ at: startOf(places, shown.at), note: say("compared") }];
      if (loop) seen.unshift({ at: startOf(places, loop), note: say("loop") });
      see.broken(subject, say(bothWays.direction, { fn: fn.qualname }), seen, { fix: say("fix"), group: fn.qualname, weight: 6 });
    },
  },
});

function around(node: Node): Node | null {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for") return at;
  return null;
}
