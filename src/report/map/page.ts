import { createHash } from "node:crypto";
import type { Audit, MapSummary } from "../../sdk/audit-result.ts";
import type { Language } from "../../sdk/text.ts";
import { aboutNodes, entryLists, wayList } from "./details.ts";
import { svgOf } from "./drawing.ts";
import { graphOf, type MapGraph } from "./graph.ts";
import { htmlText } from "./html-text.ts";
import { missingOn } from "./lanes.ts";
import { layoutOf } from "./layout.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { mapWords } from "./words.ts";

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** One page that needs nothing else: it loads nothing, and its own policy lets nothing but its one style and one script work. */
export function renderMapPage({ bot, tool }: Audit, map: MapSummary, language: Language): string {
  const say = (key: Parameters<typeof mapWords>[0], values: Parameters<typeof mapWords>[1] = {}): string => htmlText(mapWords(key, values)[language]);
  const graph = graphOf(map);
  const paths = map.paths ?? [];
  const title = say("title", { bot: bot.root });
  const policy = `default-src 'none'; style-src ${hash(PAGE_STYLE)}; script-src ${hash(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${say("summary", { paths: paths.length, missing: paths.filter((one) => missingOn(one) > 0).length, exits: (map.exits ?? []).length })}</p>
<p>${graph.nodes.length > 0 ? say("hint") : say("noPaths")}</p>
<ul class="legend"><li class="there">✓ ${say("legendThere")}</li><li class="absent">✗ ${say("legendMissing")}</li><li class="unknown">┄ ${say("legendUnknown")}</li></ul>
</header>
<main>
<div id="map">${graph.nodes.length > 0 ? svgOf(layoutOf(graph, language), language) : ""}</div>
${aboutNodes(graph, language)}
${waysSection(graph, language)}
<section><h2>${say("else")}</h2>
${entryLists(map, language)}</section>
</main>
<footer>${htmlText(`${tool.name} ${tool.version}${bot.revision ? ` · ${bot.revision}` : ""}`)}</footer>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

const waysSection = (graph: MapGraph, language: Language): string =>
  graph.lanes.length === 0 ? "" : `<section><h2>${htmlText(mapWords("ways")[language])}</h2>\n${wayList(graph, language)}</section>`;
