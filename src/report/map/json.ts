import type { Audit, MapExit, MapPath, MapPlace, MapSummary } from "../../sdk/audit-result.ts";
import { harmlessJson } from "../escape.ts";
import type { Anchor } from "../../sdk/evidence.ts";

/** The map as the published JSON (`schema/map.schema.json`): only additions. */
export function renderMapJson({ bot, tool }: Audit, map: MapSummary): string {
  return harmlessJson({
    schema: 1, tool: { name: tool.name, version: tool.version }, bot: { root: bot.root, revision: bot.revision },
    paths: (map.paths ?? []).map(pathJson), exits: (map.exits ?? []).map(exitJson),
    entries: map.entries.map(({ concept, at, what, why, detail }) => ({ concept, at: at && anchorJson(at), what, why, ...(detail === undefined ? {} : { detail: detail.en }) })),
    calls: {
      inProject: map.calls.inProject, resolved: map.calls.resolved,
      unresolvedReasons: map.calls.unresolvedReasons.map(({ why, count, examples }) => ({ why, count, examples: examples.map(anchorJson) })),
    },
  });
}

const anchorJson = ({ file, line, endLine }: Anchor) => ({ file, line, endLine: endLine ?? line });
const placeJson = ({ what, at }: MapPlace) => ({ what, at: anchorJson(at) });

const pathJson = ({ kind, start, source, steps, filters, sizing, order }: MapPath) => ({
  kind, start: start ? { ...placeJson(start), why: start.why } : null, source: placeJson(source), steps: (steps ?? []).map(placeJson),
  filters: filters.map(({ what, there, at, test }) => ({ what, there, at: at ? anchorJson(at) : null, test: test ?? null })),
  sizing: sizing && placeJson(sizing), order: placeJson(order),
});

const exitJson = ({ what, at, order, triggers }: MapExit) => ({
  what, at: anchorJson(at), order: placeJson(order), triggers: triggers.map((one) => ({ ...placeJson(one), when: one.when })),
});
