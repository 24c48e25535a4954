import { failedFetches } from "../../../facts/code/drift/failed-fetches.ts";
import { ordersOnFailure, type OrderOnFailure } from "../../../facts/code/drift/orders-on-failure.ts";
import { positionFetches } from "../../../facts/code/drift/position-fetches.ts";
import { rootOf, steps } from "../../../facts/code/drift/trail.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import type { Node } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { VALUES } from "../failed-fetch-means-no-positions/messages.ts";
import { say } from "./messages.ts";
import { startOf } from "../start-of.ts";

/** More steps of a trail than this are noise. */
const MOST_STEPS = 6;

export const failedFetchSendsOrders = defineCheck({
  name: "drift/failed-fetch-sends-orders",
  claim: "A failed request for positions neither opens a position nor cancels the orders that protect one.",
  impact: "position",
  about: "failed-fetch",
  code: {
    requires: { ordersOnFailure, failedFetches, positionFetches, places },
    look({ ordersOnFailure, failedFetches, positionFetches, places }, see) {
      if (positionFetches.length === 0) return see.notApplicable(say("noFetch"));
      if (ordersOnFailure.length === 0) return see.notApplicable(say("none"));
      for (const one of ordersOnFailure) {
        const root = rootOf(one.mark);
        const { source } = one;
        const subject = places.subject("failed-fetch", root.node, `${source} ${places.snippet(root.node, 60)} ${one.fn.qualname}`);
        const shown = evidenceOf(places, one, failedFetches.seedOf(one.mark)?.knownAt ?? null);
        if (one.asksBooks) {
          see.unclear(subject, say("perhaps", { fn: one.fn.qualname }), shown);
          continue;
        }
        const value = VALUES[root.failedAs];
        const act = places.at(one.act);
        const words = { source, fn: one.fn.qualname, at: `${act.file}:${act.line}` };
        see.broken(
          subject, { en: say(one.does, { ...words, value: value.en }).en, ru: say(one.does, { ...words, value: value.ru }).ru },
          shown, { fix: say("fix"), group: source, weight: one.does === "open" ? 7 : 6 },
        );
      }
    },
  },
});

function evidenceOf(places: Places, one: OrderOnFailure, knownAt: Node | null): [Evidence, ...Evidence[]] {
  const value = VALUES[rootOf(one.mark).failedAs];
  const [root, ...trail] = steps(one.mark);
  const first: Evidence = { at: places.at(root!.node), note: { en: say("became", { value: value.en }).en, ru: say("became", { value: value.ru }).ru } };
  const found: Evidence[] = knownAt ? [{ at: startOf(places, knownAt), note: say("knew") }] : [];
  const seen = new Set([startOf(places, root!.node).line]);
  const passed: Evidence[] = [];
  for (const { node } of trail) {
    const at = startOf(places, node);
    if (seen.has(at.line)) continue;
    seen.add(at.line);
    passed.push({ at, note: say("passes", { code: places.snippet(node, 50) }) });
  }
  found.push(...(passed.length <= MOST_STEPS ? passed : [...passed.slice(0, MOST_STEPS / 2), ...passed.slice(-MOST_STEPS / 2)]));
  return [first, ...found, { at: startOf(places, one.test), note: say("tested") }, { at: startOf(places, one.act), note: say(one.does === "open" ? "opened" : "cancelled") }];
}
