import { places } from "../../../facts/code/places.ts";
import { stopEffects } from "../../../facts/code/stopping/stop-effects.ts";
import { stopRegions } from "../../../facts/code/stopping/stop-regions.ts";
import type { StopStep } from "../../../facts/code/stopping/stop-sequence.ts";
import { runEnds } from "../../../facts/run/run-ends.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { hangEvidence, hungIn, say as sayStop } from "../stop-words.ts";

const MOST = 8;

const say = catalogue({
  broken: {
    en: "The shutdown can hang: `{what}` in `{fn}` waits without a time limit{others, plural, =0 {} one { (and one more wait)} other { (and # more waits)}}. One task that does not end keeps the process alive until somebody sends SIGKILL, and what comes after it (state, sockets) never runs",
    ru: "Остановка может зависнуть: `{what}` в `{fn}` ждёт без тайм-аута{others, plural, =0 {} one { (и ещё # ожидание)} few { (и ещё # ожидания)} other { (и ещё # ожиданий)}}. Одна задача, которая не завершилась, держит процесс до SIGKILL, и всё, что идёт после (состояние, сокеты), не выполнится",
  },
  waits: { en: "nothing bounds this wait", ru: "это ожидание ничем не ограничено" },
  also: { en: "the same in `{fn}`", ru: "то же в `{fn}`" },
  leads: { en: "the shutdown gets there from here", ru: "остановка попадает туда отсюда" },
  root: { en: "the shutdown starts here", ru: "остановка начинается здесь" },
  fix: { en: "give each step a limit: `await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), timeout=10)`; for threads `join(timeout=10)`", ru: "дать каждому шагу предел: `await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), timeout=10)`; для потоков `join(timeout=10)`" },
  unseen: { en: "No wait for tasks or threads without a time limit was recognised in the shutdown; what else it waits for was not judged", ru: "Ожиданий задач или потоков без тайм-аута в остановке не распознано; чего ещё она ждёт, не оценивалось" },
  none: { en: "The bot has no shutdown sequence that could wait", ru: "У бота нет последовательности остановки, которая могла бы чего-то ждать" },
});

export const shutdownCanHang = defineCheck({
  name: "shutdown/shutdown-can-hang",
  claim: "Every wait for tasks and threads in the shutdown has a time limit.",
  impact: "hygiene",
  // Over all blind samples 5 of 21 blind findings were right: see the page.
  maturity: "draft",
  about: "wait",
  code: {
    requires: { stopEffects, stopRegions, places },
    look({ stopEffects, stopRegions, places }, see) {
      const chain = (step: StopStep): Evidence[] => {
        const found: Evidence[] = [];
        for (let at: StopStep | null = step; at; at = at.from) if (at.via) found.push({ at: places.at(at.via), note: say("leads") });
        return [...found.slice(0, 4), { at: firstLineOf(places.at(step.region.at)), note: say("root") }];
      };
      const [hang, ...others] = stopEffects.hangs;
      if (hang) {
        const { node, step } = hang;
        const values = { what: places.snippet(node, 70), fn: step.fn.qualname, others: others.length };
        const more = others.slice(0, MOST).map((one): Evidence => ({ at: places.at(one.node), note: say("also", { fn: one.step.fn.qualname }) }));
        return see.broken({ kind: "wait", id: "sequence" }, say("broken", values), [{ at: places.at(node), note: say("waits") }, ...chain(step), ...more], { fix: say("fix") });
      }
      // One wait with a limit proves nothing about the others: a close of a library may hang too.
      see.notApplicable(say(stopRegions.some((one) => one.kind !== "task") ? "unseen" : "none"));
    },
  },
  run: {
    requires: { runEnds, stopEffects },
    look({ runEnds: { stop }, stopEffects }, see) {
      const killed = stopEffects.hangs.length > 0 ? hungIn(stop) : null;
      if (killed) see.broken({ kind: "wait", id: "sequence" }, sayStop("killed", { seconds: killed.seconds }), hangEvidence(killed.stop), { fix: say("fix"), impact: "position", weight: 25 });
    },
  },
});

