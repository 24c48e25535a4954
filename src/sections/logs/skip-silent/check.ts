import { entryPoints, type EntryPoints } from "../../../facts/code/entry-points.ts";
import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { skipSites, type SkipSite } from "../../../facts/code/logs/skip-sites.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { tradePaths } from "../../../facts/code/trade-paths.ts";
import { run } from "../../../facts/roots.ts";
import { appendTo } from "../../../sdk/append.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, See } from "../../../sdk/evidence.ts";
import { traceOf } from "../log-words.ts";
import { tellIfAbsent } from "../told-in-run.ts";
import { say } from "./messages.ts";

export const skipSilent = defineCheck({
  name: "logs/skip-silent",
  claim: "Every path that drops a signal says so in the log.",
  impact: "funds",
  about: "skip",
  code: {
    requires: { skipSites, openWays, tradePaths, eventNames, logLevels, entryPoints, places },
    look({ skipSites, openWays, tradePaths, eventNames, logLevels, entryPoints, places }, see) {
      const ways = openWays.without(null).filter((one) => one.kind === "signal" && one.start !== "unknown");
      if (ways.length === 0) return withoutWays(tradePaths.openings[0]?.at ?? null, openWays.without(null)[0]?.kind ?? null, startOf(entryPoints, places), see);
      for (const [fn, sites] of byFunction(skipSites)) {
        const silent = sites.filter((one) => traceOf(one.records) !== "written" && !one.unsure);
        // A filter that says nothing before data that did not come.
        const turned = silent.filter((one) => !one.withoutData);
        if (silent.length > 0) report(fn, turned.length > 0 ? turned : silent, places, see);
      }
      const open = skipSites.filter((one) => traceOf(one.records) !== "written" && one.unsure);
      if (open.length > 0) see.unclear({ kind: "skip", id: "undecided" }, say("unsure", { count: String(open.length) }), listed(open, places));
      // Certainly written is what the branch writes, in words that tell of a drop, at a level that ships.
      const wording = ({ inBranch }: SkipSite): string => eventNames.best("skip", inBranch.filter((one) => logLevels.hides(one) === null));
      const told = skipSites.filter((one) => wording(one) === "tag");
      const written = skipSites.filter((one) => wording(one) === "words");
      const vague = skipSites.filter((one) => one.inBranch.length > 0 && wording(one) === "none");
      if (told.length > 0) see.holds({ kind: "skip", id: "told" }, say("holds", { count: String(told.length) }), listed(told, places));
      else if (written.length > 0) see.holds({ kind: "skip", id: "written" }, say("written"), listed(written, places));
      if (vague.length > 0 && told.length === 0) see.unclear({ kind: "skip", id: "vague" }, say("vague", { count: vague.length }), listed(vague, places));
      if (skipSites.length === 0) see.unclear({ kind: "skip", id: "none" }, say("none", { from: ways[0]!.steps[ways[0]!.born]!.spoken }), [{ at: places.at(ways[0]!.steps[ways[0]!.born]!.at), note: say("passes") }]);
    },
  },
  run: {
    requires: { run },
    look: ({ run }, see) => tellIfAbsent("skip", run, see),
  },
});

function withoutWays(order: Evidence["at"] | null, kind: string | null, start: Evidence["at"] | null, see: See<"skip">): void {
  if (kind === "quoting" || kind === "person") return see.notApplicable(say(kind));
  if (order) see.unclear({ kind: "skip", id: "ways" }, say("noSignal"), [{ at: { ...order, endLine: order.line }, note: say("order") }]);
  else if (start) see.unclear({ kind: "skip", id: "orders" }, say("noOrders"), [{ at: start, note: say("start") }]);
  else see.notApplicable(say("noOrders"));
}

function startOf(entryPoints: EntryPoints, places: Places): Evidence["at"] | null {
  const start = entryPoints.all.find((one) => one.live) ?? entryPoints.all[0];
  if (!start) return null;
  const at = places.at(start.module.root);
  return { ...at, endLine: at.line };
}

function byFunction(sites: readonly SkipSite[]): Map<string, SkipSite[]> {
  const found = new Map<string, SkipSite[]>();
  for (const one of sites) {
    const key = one.fn.qualname;
    appendTo(found, key, one);
  }
  return found;
}

function report(fn: string, sites: readonly SkipSite[], places: Places, see: See<"skip">): void {
  const [first] = sites as readonly [SkipSite, ...SkipSite[]];
  const counted = sites.every((one) => traceOf(one.records) === "counted");
  const tests = sites.slice(0, 3).map((one) => `\`${places.snippet(one.test, 60)}\``).join(", ") + (sites.length > 3 ? ", …" : "");
  const order = `${first.way.site.at.file}:${String(first.way.site.at.line)}`;
  const starved = first.withoutData;
  const says = say(starved ? "starved" : counted ? "counted" : "broken", { fn, tests, order, count: sites.length });
  const evidence: [Evidence, ...Evidence[]] = listed(sites, places);
  for (const node of sites.flatMap((one) => one.refusals).slice(0, 6)) evidence.push({ at: places.at(node), note: say("refused") });
  const step = first.way.steps[first.way.born]!;
  evidence.push({ at: places.at(step.at), note: say("born", { from: step.spoken }) });
  see.broken(places.subject("skip", first.branch, fn), says, evidence, { fix: say("fix", { signal: first.candidate }), group: fn, weight: sites.length, ...(counted || starved ? { impact: "blind" } : {}) });
}

function listed(sites: readonly SkipSite[], places: Places): [Evidence, ...Evidence[]] {
  const each = sites.slice(0, 12).map((one) => {
    const at = places.at(one.test);
    return { at: { ...at, endLine: places.at(one.leave).line }, note: say("dropped", { test: places.snippet(one.test, 60), signal: one.candidate }) };
  });
  return each as [Evidence, ...Evidence[]];
}
