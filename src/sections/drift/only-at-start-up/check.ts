import { onlyIn, openingPrograms } from "../../../facts/code/drift/opening-programs.ts";
import { restoredOnce } from "../../../facts/code/drift/restored-once.ts";
import { schedules, type Run } from "../../../facts/code/drift/schedules.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { singlePass } from "../../../facts/code/stopping/single-pass.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import type { Node } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { comparesAt, loopsOf, mainOnes, say as words } from "../best-run.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` compares positions with the exchange once, when the bot starts, and never again: whatever happens later (a liquidation, a stop on the exchange, a lost message) stays unknown until the next restart.",
    ru: "`{fn}` сверяет позиции с биржей один раз, при запуске, и больше никогда: всё, что случится потом (ликвидация, биржевой стоп, потерянное сообщение), останется неизвестным до перезапуска.",
  },
  restored: {
    en: "`{fn}` takes the positions of the exchange over once, when the bot starts, and nothing asks for them again{hears, select, yes {: a message that the private stream loses stays lost} other {: whatever happens later (a liquidation, a stop on the exchange, a close by hand) stays unknown}} until the next restart.",
    ru: "`{fn}` принимает позиции биржи один раз, при запуске, и больше их никто не запрашивает{hears, select, yes {: потерянное сообщение приватного потока останется потерянным} other {: всё, что случится потом (ликвидация, биржевой стоп, закрытие вручную), останется неизвестным}} до перезапуска.",
  },
  again: {
    en: "`{fn}` compares positions once in each run of `{file}`, which then ends; `{by}` starts it again, and how often that happens the code does not show",
    ru: "`{fn}` сверяет позиции один раз за запуск `{file}`, после чего программа завершается; заново её запускает `{by}`, и как часто — из кода не видно",
  },
  told: {
    en: "`{fn}` looks once, when the bot starts, for positions that only the exchange has, and nothing asks for them again: whatever happens later (a liquidation, a stop on the exchange, a close by hand) stays unknown until the next restart.",
    ru: "`{fn}` один раз, при запуске, ищет позиции, которые есть только на бирже, и больше их никто не запрашивает: всё, что случится потом (ликвидация, биржевой стоп, закрытие вручную), останется неизвестным до перезапуска.",
  },
  called: { en: "called once, from `{fn}`", ru: "вызывается один раз, из `{fn}`" },
  fixRestored: { en: "Compare in a loop, at least every 60 seconds, and both ways.", ru: "Сверяйте в цикле, не реже раза в 60 секунд, и в обе стороны." },
  fix: { en: "Run it in a loop, at least every 60 seconds, too.", ru: "Запускайте её и в цикле, не реже раза в 60 секунд." },
  holds: { en: "`{fn}` is repeated while {only, select, all {the bot} other {`{only}`}} runs", ru: "`{fn}` повторяется, пока работает {only, select, all {бот} other {`{only}`}}" },
  single: {
    en: "`{fn}` is repeated, but it looks at one position at a time; that all positions are compared so, the code does not show",
    ru: "`{fn}` повторяется, но смотрит на одну позицию за раз; что так сверяются все позиции, из кода не видно",
  },
  unclear: {
    en: "`{fn}` runs when something calls it from outside; whether that is often enough, the code does not show",
    ru: "`{fn}` запускается внешним событием; достаточно ли часто — из кода не видно",
  },
});

const callsOf = (places: Places, run: Run): Evidence[] =>
  run.steps.slice(1, 5).map((step) => ({ at: { ...places.at(step.node), endLine: places.at(step.node).line }, note: say("called", { fn: step.fn.qualname }) }));

function inLoop(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "while") return true;
  return false;
}

/** The comparison is written into the start itself. */
const STARTS = /^_*(main|run|start|startup|boot\w*|init\w*|setup|cli\w*)$/i;

export const onlyAtStartUp = defineCheck({
  name: "drift/only-at-start-up",
  claim: "Positions are compared with the exchange while the bot runs, not only when it starts.",
  impact: "position",
  about: "repetition",
  code: {
    requires: { schedules, restoredOnce, singlePass, openingPrograms, places, orderSites },
    look({ schedules, restoredOnce, singlePass, openingPrograms, places, orderSites }, see) {
      const main = mainOnes(schedules);
      const [first] = main;
      const seen = first ?? restoredOnce?.schedule;
      if (singlePass?.startedBy && seen) {
        const { fn } = seen.reconciliation;
        return see.unclear(places.subject("repetition", fn, "repetition"), say("again", { fn: fn.qualname, file: singlePass.file, by: singlePass.startedBy }), [comparesAt(places, seen.reconciliation)]);
      }
      if (restoredOnce) {
        const { reconciliation, runs } = restoredOnce.schedule;
        const { fn } = reconciliation;
        const says = restoredOnce.adopts ? say("restored", { fn: fn.qualname, hears: restoredOnce.hears ? "yes" : "no" }) : say("told", { fn: fn.qualname });
        return see.broken(places.subject("repetition", fn, "repetition"), says, [comparesAt(places, reconciliation), ...callsOf(places, runs[0]!)], { fix: say("fixRestored"), group: "schedule", weight: 6, impact: restoredOnce.hears ? "blind" : "position" });
      }
      if (!first) return see.notApplicable(words("noFetch"));
      const loop = loopsOf(main)[0];
      const { reconciliation } = (loop?.schedule ?? main.find((one) => one.runs.some((run) => run.kind === "once")) ?? first);
      const { fn } = reconciliation;
      const subject = places.subject("repetition", fn, "repetition");
      const at = comparesAt(places, reconciliation);
      if (loop && reconciliation.core) return see.holds(subject, say("holds", { fn: fn.qualname, only: onlyIn(openingPrograms, fn) }), [at]);
      if (loop) return see.unclear(subject, say("single", { fn: fn.qualname }), [at]);
      const runs = main.flatMap((one) => one.runs);
      const once = runs.find((run) => run.kind === "once");
      const besides = loopsOf(schedules).some(({ schedule }) => schedule.reconciliation.compared.some((one) => one.acts && one.direction === "remove"));
      // In a loop of its own, or asked before each order: that is no start.
      const often = reconciliation.compared.some((one) => inLoop(one.at)) || once?.steps.some((step) => orderSites.some((site) => site.fn === step.fn));
      if (besides || often || !once || !reconciliation.core || runs.some((run) => run.kind === "event")) return see.unclear(subject, say("unclear", { fn: fn.qualname }), [at]);
      const calls = callsOf(places, once);
      see.broken(subject, say("broken", { fn: fn.qualname }), (STARTS.test(fn.name) ? [at, ...calls] : [...calls.slice(0, 1), at, ...calls.slice(1)]) as [Evidence, ...Evidence[]], { fix: say("fix"), group: "schedule", weight: 6 });
    },
  },
});
