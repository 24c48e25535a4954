import { places } from "../../../facts/code/places.ts";
import { droppedLocks } from "../../../facts/code/races/dropped-locks.ts";
import { lockUses, type LockMisuse } from "../../../facts/code/races/lock-misuses.ts";
import type { Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { pairEvidence, pairText } from "../runs-text.ts";
import { say } from "./messages.ts";

export default defineCheck({
  name: "races/lock-misuse",
  claim: "Every lock is shared by those whom it is to keep apart, and does not stop the rest.",
  impact: "position",
  about: "lock",
  code: {
    requires: { lockUses, droppedLocks, places },
    look({ lockUses, droppedLocks, places }, see) {
      const { misuses, right } = lockUses;
      if (misuses.length === 0 && right.length === 0) return see.notApplicable(say("none"));
      for (const one of misuses) {
        const steps = one.steps.map((step) => ({ at: places.at(step), note: say(`${one.kind}-step`) }));
        see.broken(places.subject("lock", one.at), textOf(one, places), [{ at: places.at(one.at), note: say("at") }, ...steps], { fix: say(`${one.kind}-fix`), group: one.label, ...(one.kind === "lets-in" ? { impact: "hygiene" as const, weight: 2 } : { weight: 4 }) });
      }
      const told = new Set<unknown>();
      for (const { place, drop, taken, pair } of droppedLocks) {
        if (told.has(drop.fn) && told.has(place)) continue;
        told.add(drop.fn).add(place);
        const words = pairText(pair, places);
        const held = places.at(taken.taken);
        see.broken(places.subject("lock", drop.node), say("dropped", { code: places.snippet(drop.node, 60), label: place.location.label, held: `${held.file}:${held.line}`, pairEn: words.en, pairRu: words.ru }), [
          { at: places.at(drop.node), note: say("at") }, { at: held, note: say("dropped-step") }, ...pairEvidence(pair, places),
        ], { fix: say("dropped-fix"), group: place.location.label, impact: "blind", weight: 2 });
      }
      const counts = new Map<string, number>();
      for (const { lock } of right) counts.set(lock.label, (counts.get(lock.label) ?? 0) + 1);
      for (const one of misuses) counts.delete(one.label);
      for (const [label, count] of counts) {
        const { taken } = right.find((one) => one.lock.label === label)!;
        see.holds(places.subject("lock", taken, label), say("holds", { label, count }), [{ at: places.at(taken), note: say("at") }]);
      }
    },
  },
});

function textOf(one: LockMisuse, places: Places) {
  const step = one.steps.at(-1);
  return say(one.kind, {
    code: places.snippet(one.at, 60), label: one.label, from: one.label || "none", line: step ? String(places.at(step).line) : "",
    test: one.steps[0] ? places.snippet(one.steps[0], 60) : "",
  });
}
