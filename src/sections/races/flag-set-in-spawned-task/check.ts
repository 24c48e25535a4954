import { places } from "../../../facts/code/places.ts";
import { spawnFlags } from "../../../facts/code/races/spawn-flags.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{place}` is tested before `{started}` is started, but only the task itself sets it ({set}), when it first runs: two calls of `{fn}` in a row start two of them.",
    ru: "`{place}` проверяют перед запуском `{started}`, а ставит его только сама задача ({set}), когда начнёт выполняться: два вызова `{fn}` подряд запустят две.",
  },
  late: {
    en: "`{place}` is tested at the start of `{fn}` and set only in line {set}, but the await in line {wait} lets a second call of `{fn}` pass the same test: everything that it starts runs twice.",
    ru: "`{place}` проверяют в начале `{fn}`, а ставят только в строке {set}; await в строке {wait} пускает второй вызов `{fn}` через ту же проверку: всё, что она запускает, работает дважды.",
  },
  waits: { en: "others run here, before the flag is set", ru: "здесь работают другие, флаг ещё не поставлен" },
  fix: { en: "Set the flag before `create_task`, in one step with the test; or keep the task and test `task.done()`.", ru: "Ставьте флаг до `create_task`, в одном шаге с проверкой; или храните задачу и проверяйте `task.done()`." },
  test: { en: "the test", ru: "проверка" },
  spawn: { en: "the task is started here", ru: "здесь запускается задача" },
  set: { en: "set only here, after the start", ru: "флаг ставится только здесь, после запуска" },
  again: { en: "may be called again before the task has begun", ru: "может быть вызвано снова раньше, чем задача начнётся" },
  holds: { en: "`{place}` is set in one step with its test.", ru: "`{place}` ставится в одном шаге с проверкой." },
  once: { en: "only the task itself sets `{place}`, but its starter `{fn}` is called once.", ru: "`{place}` ставит только сама задача, но запускающая её `{fn}` вызывается один раз." },
  none: { en: "No task is started under a flag.", ru: "Нет задач, запуск которых зависит от флага." },
});

export default defineCheck({
  name: "races/flag-set-in-spawned-task",
  claim: "A flag that keeps a task from being started twice is set before anything else may run.",
  impact: "position",
  about: "flag",
  code: {
    requires: { spawnFlags, places },
    look({ spawnFlags, places }, see) {
      if (spawnFlags.length === 0) return see.notApplicable(say("none"));
      const told = new Set<string>();
      for (const { fn, place, test, spawn, setLater, waitsAt, again } of spawnFlags) {
        const subject = places.subject("flag", test.node, place.location.label);
        if (told.has(subject.id)) continue;
        told.add(subject.id);
        const start = [{ at: places.at(test.node), note: say("test") }, { at: places.at(spawn), note: say("spawn") }] as const;
        const label = place.location.label;
        if (!setLater) see.holds(subject, say("holds", { place: label }), [...start]);
        else if (again.length === 0) see.holds(subject, say("once", { place: label, fn: fn.qualname }), [...start]);
        else {
          const set = places.at(setLater.node);
          see.broken(
            subject,
            waitsAt ? say("late", { place: label, fn: fn.qualname, set: String(set.line), wait: String(places.at(waitsAt).line) }) : say("broken", { place: label, started: setLater.fn.qualname, set: `${set.file}:${set.line}`, fn: fn.qualname }),
            [...start, ...(waitsAt ? [{ at: places.at(waitsAt), note: say("waits") }] : []), { at: set, note: say("set") }, ...again.slice(0, 2).map((call) => ({ at: places.at(call), note: say("again") }))],
            { fix: say("fix"), group: label, weight: 2 },
          );
        }
      }
    },
  },
});
