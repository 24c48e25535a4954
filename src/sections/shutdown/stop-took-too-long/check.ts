import { run } from "../../../facts/roots.ts";
import { stopEffects } from "../../../facts/code/stopping/stop-effects.ts";
import { runEnds } from "../../../facts/run/run-ends.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { hangEvidence, hungIn, say as sayStop, secondsText } from "../stop-words.ts";

const say = catalogue({
  slow: {
    en: "The shutdown took {seconds} s, longer than {limit} s: a service manager kills the process before it is through, and the last steps (state, orders, sockets) never run",
    ru: "Остановка заняла {seconds} с, дольше {limit} с: менеджер служб убьёт процесс раньше, и последние шаги (состояние, ордера, сокеты) не выполнятся",
  },
  hung: {
    en: "After SIGTERM the bot did not stop and had to be killed: its shutdown hangs, and what comes after the hanging step never runs",
    ru: "После SIGTERM бот не остановился, и его пришлось убить: остановка зависает, и всё, что идёт после зависшего шага, не выполняется",
  },
  holds: { en: "the shutdown took {seconds} s, at most {limit} s were asked", ru: "остановка заняла {seconds} с, допустимо {limit} с" },
  guard: { en: "the memory guard sent SIGTERM", ru: "сторож памяти послал SIGTERM" },
  linked: { en: "Time of the shutdown: told by shutdown/shutdown-can-hang.", ru: "Время остановки: об этом говорит shutdown/shutdown-can-hang." },
  nothing: { en: "Time of the shutdown: no shutdown with an end is in this run.", ru: "Время остановки: в этом запуске нет остановки, у которой виден конец." },
  fix: {
    en: "bound each step: `await asyncio.wait_for(step(), timeout=10)`, and all of them together by less than the service manager waits",
    ru: "ограничить каждый шаг: `await asyncio.wait_for(step(), timeout=10)`, а все вместе — меньше, чем ждёт менеджер служб",
  },
});

export const stopTookTooLong = defineCheck({
  name: "shutdown/stop-took-too-long",
  claim: "The shutdown came to its end in time.",
  impact: "position",
  about: "stop",
  // What systemd waits before SIGKILL; Docker waits 10 s, Kubernetes 30 s.
  options: { limitSec: 90 },
  run: {
    requires: { run, runEnds, stopEffects },
    look({ run, runEnds: { stop }, stopEffects }, see, { limitSec }) {
      const guard = run.telemetry?.guard ?? null;
      const subject = { kind: "stop", id: "time" } as const;
      const limit = String(limitSec);
      if (guard && guard.trippedAt !== null && guard.stoppedAfter === null) {
        const at = { in: "run", file: run.telemetry!.file, line: guard.line } as const;
        return see.broken(subject, say("hung"), [{ at, note: say("guard") }], { fix: say("fix"), weight: 25 });
      }
      if (!stop) return see.notExercised(say("nothing"));
      const hung = hungIn(stop);
      // The code half of that check names the wait.
      if (hung && stopEffects.hangs.length > 0) return see.notExercised(say("linked"));
      const values = { seconds: secondsText(stop), limit };
      const evidence = hangEvidence(stop);
      if (hung) see.broken(subject, sayStop("killed", values), evidence, { fix: say("fix"), weight: 25 });
      else if (stop.killed) see.notExercised(say("nothing"));
      else if (stop.took > limitSec) see.broken(subject, say("slow", values), evidence, { fix: say("fix"), weight: 25 });
      else see.holds(subject, say("holds", values), evidence);
    },
  },
});
