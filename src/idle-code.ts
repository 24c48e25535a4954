import { places } from "./facts/code/places.ts";
import { reach } from "./facts/code/reach.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import type { Evidence, Observation, Seen } from "./sdk/evidence.ts";
import { catalogue } from "./sdk/text.ts";

const say = catalogue({
  idle: {
    en: "As the bot ships, it never gets there: `{test}` is always {outcome, select, true {true} other {false}}. That is why this is told and does not count.",
    ru: "В том виде, в каком бот поставляется, он сюда не попадает: `{test}` всегда {outcome, select, true {истинно} other {ложно}}. Поэтому находка показана, но не учитывается.",
  },
});

/** What one half of a check said, without what it said of code that the bot never gets to. */
export type Lives = (seen: Seen | "no-half") => Seen | "no-half";

/** What is broken in such code is told and counts for nothing; nothing is proved by it, and nothing has to be. */
export function livesOf(facts: Facts): Lives {
  const [reached, at] = [facts.get(reach), facts.get(places)];
  if (reached instanceof Unavailable || at instanceof Unavailable) return (seen) => seen;
  const observed = (one: Observation): Observation[] => {
    const [first] = one.evidence;
    const barred = first.at.in === "code" ? reached.idleLine(first.at.file, first.at.line) : null;
    if (!barred) return [one];
    if (one.view !== "broken") return [];
    const why: Evidence = { at: at.at(barred.test), note: say("idle", { test: at.snippet(barred.test), outcome: String(barred.outcome) }) };
    return [{ ...one, idle: true, evidence: [...one.evidence, why] }];
  };
  return (seen) => (seen === "no-half" ? seen : { ...seen, observations: seen.observations.flatMap(observed) });
}
