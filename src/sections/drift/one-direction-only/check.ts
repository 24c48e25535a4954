import { reconciliations, type Compared } from "../../../facts/code/drift/reconciliations.ts";
import { places } from "../../../facts/code/places.ts";
import type { Node } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
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
  compared: { en: "compared here, in this direction alone", ru: "здесь сравнивается, и только в эту сторону" },
  loop: { en: "goes through these", ru: "проходит по этим" },
  fix: { en: "Compare both ways: everything on the exchange against the books, and everything in the books against the exchange.", ru: "Сравнивайте в обе стороны: всё с биржи — с учётом, всё из учёта — с биржей." },
  holds: { en: "`{fn}` compares both ways", ru: "`{fn}` сравнивает в обе стороны" },
  both: { en: "this way", ru: "в эту сторону" },
});

export const oneDirectionOnly = defineCheck({
  name: "drift/one-direction-only",
  claim: "Positions are compared both ways: those that only the exchange has, and those that only the bot has.",
  impact: "position",
  about: "direction",
  code: {
    requires: { reconciliations, places },
    look({ reconciliations, places }, see) {
      const main = reconciliations.all.filter((one) => one.core);
      const [first] = main;
      if (!first) return see.notApplicable(words("noFetch"));
      const of = (direction: Compared["direction"]): readonly Compared[] => reconciliations.compared.filter((one) => one.direction === direction);
      const missing = of("add").length === 0 ? "add" : of("remove").length === 0 ? "remove" : null;
      const { fn } = first;
      const subject = places.subject("direction", fn, "direction");
      if (!missing) {
        const [add, remove] = (["add", "remove"] as const).map((each) => first.compared.find((one) => one.direction === each) ?? of(each)[0]!);
        return see.holds(subject, say("holds", { fn: fn.qualname }), [{ at: startOf(places, add!.at), note: say("both") }, { at: startOf(places, remove!.at), note: say("both") }]);
      }
      const shown = first.compared.find((one) => one.acts) ?? first.compared[0]!;
      const loop = around(shown.at);
      see.broken(
        subject, say(missing, { fn: fn.qualname }),
        [...(loop ? [{ at: startOf(places, loop), note: say("loop") }] : []), { at: startOf(places, shown.at), note: say("compared") }] as unknown as [{ at: ReturnType<typeof startOf>; note: ReturnType<typeof say> }],
        { fix: say("fix"), group: fn.qualname, weight: 6 },
      );
    },
  },
});

function around(node: Node): Node | null {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for") return at;
  return null;
}
