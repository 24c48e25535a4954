import { confirmedRemovals } from "../../../facts/code/drift/confirmed-removals.ts";
import { failedFetches, type FailedFetches } from "../../../facts/code/drift/failed-fetches.ts";
import { positionFetches } from "../../../facts/code/drift/position-fetches.ts";
import { shippedOff } from "../../../facts/code/drift/shipped-off.ts";
import { isEmptyLiteral, rootOf, steps, type Mark } from "../../../facts/code/drift/trail.ts";
import { wipedBooks, type WipedBooks } from "../../../facts/code/drift/wiped-books.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { wipesByBook } from "../../../facts/run/wipes-by-book.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, Subject } from "../../../sdk/evidence.ts";
import { logLine } from "../../log-line.ts";
import { say, VALUES } from "./messages.ts";
import { startOf } from "../start-of.ts";

/** More steps of a trail than this are noise. */
const MOST_STEPS = 8;

export const failedFetchMeansNoPositions = defineCheck({
  name: "drift/failed-fetch-means-no-positions",
  claim: "A failed request for positions never takes positions out of the bot's books.",
  impact: "position",
  about: "failed-fetch",
  code: {
    requires: { wipedBooks, failedFetches, confirmedRemovals, positionFetches, shippedOff, places },
    look({ wipedBooks, failedFetches, confirmedRemovals, positionFetches, shippedOff, places }, see) {
      if (positionFetches.length === 0) return see.notApplicable(say("noFetch"));
      const broken = new Set(wipedBooks.flatMap((one) => [one.fn, ...one.also.map(({ fn }) => fn)]));
      for (const one of wipedBooks) {
        const off = shippedOff.of(one.fn);
        if (off) {
          see.unclear(subjectOf(places, one), say("off", { fn: one.fn.qualname, test: places.snippet(off, 50) }), [{ at: startOf(places, off), note: say("leaves") }, ...evidenceOf(places, one, null)]);
          continue;
        }
        const root = rootOf(one.mark);
        const value = valueOf(root);
        const { source } = one;
        const words = { source, fn: one.fn.qualname, what: one.what };
        const text = (key: "broken" | "marked" | "replaced") => ({ en: say(key, { ...words, value: value.en }).en, ru: say(key, { ...words, value: value.ru }).ru });
        see.broken(
          subjectOf(places, one),
          text(!one.test ? "replaced" : one.marks ? "marked" : "broken"),
          [...evidenceOf(places, one, failedFetches.seedOf(one.mark)?.knownAt ?? null), ...joined(places, failedFetches, one.mark)],
          { fix: say("fix"), group: source, weight: one.byName ? 5 : 8 },
        );
      }
      const right = confirmedRemovals.filter((one) => !broken.has(one.fn));
      for (const { fn, at, act, sure } of right) {
        if (sure) see.holds(places.subject("failed-fetch", act), say("raises", { fn: fn.qualname }), [{ at: places.at(at), note: say("tested") }, { at: places.at(act), note: say("act") }]);
        else see.unclear(places.subject("failed-fetch", act), say("unclear", { fn: fn.qualname }), [{ at: places.at(at), note: say("tested") }, { at: places.at(act), note: say("act") }]);
      }
      if (wipedBooks.length + right.length === 0) see.notApplicable(say("none"));
    },
  },
  run: {
    requires: { wipesByBook, places },
    look({ wipesByBook, places }, see) {
      for (const { book, wipe } of wipesByBook) {
        const values = { count: wipe.removed.length, back: wipe.back ? "yes" : "no" };
        const place = book ? [evidenceOf(places, book, null)[0]] : [];
        const shown = [...place, logLine(wipe.failure), ...wipe.removed.slice(0, 4).map(logLine), ...(wipe.back ? [{ at: wipe.back.at, note: say("back", { text: wipe.back.text }) }] : [])] as [Evidence, ...Evidence[]];
        see.broken(book ? subjectOf(places, book) : { kind: "failed-fetch", id: "in the run" }, say("wiped", values), shown, { weight: 9 });
      }
    },
  },
});

/** `return 0.0, 0.0`: nothing of the pair tells. */
const valueOf = ({ node, failedAs }: Mark) => VALUES[node.kind === "tuple" && node.items.every(isEmptyLiteral) ? "empty" : failedAs];

const subjectOf = (places: Places, one: WipedBooks): Subject<"failed-fetch"> =>
  places.subject("failed-fetch", one.act, `${one.source} ${places.snippet(rootOf(one.mark).node, 60)} ${places.snippet(one.act, 100)}`);

function evidenceOf(places: Places, one: WipedBooks, knownAt: Parameters<Places["at"]>[0] | null): [Evidence, ...Evidence[]] {
  const trail = steps(one.mark);
  // None could still be told apart: where it becomes an empty answer is the place to change.
  const turn = Math.max(0, trail.findIndex((mark) => mark.failedAs === "empty" && mark.from?.failedAs === "none" && mark.node.kind === "logical"));
  const value = valueOf(trail[turn]!);
  const first: Evidence = { at: places.at(trail[turn]!.node), note: { en: say("became", { value: value.en }).en, ru: say("became", { value: value.ru }).ru } };
  const found: Evidence[] = [];
  if (knownAt) found.push({ at: { ...places.at(knownAt), endLine: places.at(knownAt).line }, note: say("knew") });
  found.push(...passing(places, trail.filter((_, i) => i !== turn)));
  if (one.test) found.push({ at: startOf(places, one.test), note: say("tested") });
  found.push({ at: startOf(places, one.act), note: say("act") });
  for (const other of one.also.slice(0, 4)) found.push({ at: startOf(places, other.test ?? other.act), note: say("also", { fn: other.fn.qualname }) });
  return [first, ...found];
}

/** Other failures that come to the same on the way: each has to be mended. */
const joined = (places: Places, failures: FailedFetches, mark: Mark): Evidence[] =>
  failures.joinedBy(mark).slice(0, 4).map((one) => ({ at: startOf(places, rootOf(one.mark).node), note: say("joined") }));

/** One step for each line that the value passes. */
function passing(places: Places, trail: readonly Mark[]): Evidence[] {
  const seen = new Set<string>();
  const found: Evidence[] = [];
  for (const { node } of trail) {
    const at = startOf(places, node);
    if (seen.has(`${at.file}:${at.line}`)) continue;
    seen.add(`${at.file}:${at.line}`);
    found.push({ at, note: say("passes", { code: places.snippet(node, 50) }) });
  }
  return found.length <= MOST_STEPS ? found : [...found.slice(0, MOST_STEPS / 2), ...found.slice(-MOST_STEPS / 2)];
}
