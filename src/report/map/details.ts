import type { MapPath, MapPlace, MapSummary } from "../../sdk/audit-result.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import type { Language } from "../../sdk/text.ts";
import { grouped } from "../grouped.ts";
import { words } from "../words.ts";
import { htmlText } from "./html-text.ts";
import type { MapGraph } from "./graph.ts";
import type { GraphNode } from "./nodes.ts";
import { markText } from "./lanes.ts";
import { conceptWords, mapWords } from "./words.ts";

const place = ({ file, line }: Anchor): string => `<code class="at">${htmlText(`${file}:${line}`)}</code>`;

/** What a box stands for, place by place: shown when the box is opened. */
export function aboutNodes({ nodes }: MapGraph, language: Language): string {
  const close = htmlText(mapWords("close")[language]);
  return nodes.map((node) => `<article id="about-${node.id}" class="about" tabindex="-1"><h2><span>${htmlText(mapWords(node.layer)[language])}</span>${node.title ? ` ${htmlText(node.title[language])}` : ""}</h2><a class="close" href="#map" aria-label="${close}">×</a>${marks(node, language)}<ul>${node.items.map((item) =>
    `<li><code>${htmlText(item.what[language])}</code>${item.when ? ` <code class="when">${htmlText(item.when[language])}</code>` : ""}${item.at ? ` ${place(item.at)}` : ""}${item.why ? ` <span class="why">${htmlText(item.why[language])}</span>` : ""}</li>`).join("")}</ul></article>`).join("\n");
}

const marks = ({ marks, ways }: GraphNode, language: Language): string =>
  (marks.length === 0 ? "" : `<p class="marks">${marks.map((mark) => `<span class="${mark.there ? "there" : "absent"}">${htmlText(markText(mark, ways, language))}</span>`).join(" ")}</p>`);

/** Every way with its steps: the same for eyes, screen readers and printers. */
export function wayList({ lanes }: MapGraph, language: Language): string {
  const filtersWord = htmlText(mapWords("filters")[language]);
  return lanes.map((lane) => {
    const [first] = lane.paths as [MapPath];
    const missing = lane.filters.filter((one) => !one.there).length;
    const title = `<span class="count">${lane.paths.length}</span> ${htmlText(lane.kind[language])} → <code>${htmlText(first.order.what[language])}</code> ${place(first.order.at)}`;
    const verdict = lane.filters.length === 0 ? `${filtersWord}: ${htmlText(mapWords("needsNone")[language])}` : missing === 0 ? `${filtersWord}: ${htmlText(mapWords("allThere")[language])}` : `<span class="absent">${filtersWord}: ${htmlText(mapWords("missing", { count: String(missing), total: String(lane.filters.length) })[language])}</span>`;
    return `<details><summary>${title} · ${verdict}</summary>${lane.paths.map((path) => way(path, language)).join("")}</details>`;
  }).join("\n");
}

function way(path: MapPath, language: Language): string {
  const line = (name: string, one: MapPlace | null | undefined, otherwise: string, why = ""): string =>
    `<dt>${htmlText(name)}</dt><dd>${one ? `<code>${htmlText(one.what[language])}</code> ${place(one.at)}${why}` : `<span class="unknown">${htmlText(otherwise)}</span>`}</dd>`;
  const filters = path.filters.map(({ what, there, at, test }) =>
    `<li class="${there ? "there" : "absent"}">${there ? "✓" : "✗"} ${htmlText(what[language])}${test ? ` <code>${htmlText(test[language])}</code>` : ""}${at ? ` ${place(at)}` : there ? "" : ` ${htmlText(mapWords("notThere")[language])}`}</li>`).join("");
  const steps = (path.steps ?? []).map((step) => `<li><code>${htmlText(step.what[language])}</code> ${place(step.at)}</li>`).join("");
  return `<section class="way"><h3><code>${htmlText(path.source.what[language])}</code> ${place(path.source.at)}</h3><dl>${
    line(mapWords("started")[language], path.start, mapWords("noStart")[language], path.start ? ` <span class="why">${htmlText(path.start.why[language])}</span>` : "")}${
    path.filters.length > 0 ? `<dt>${htmlText(mapWords("filters")[language])}</dt><dd><ul>${filters}</ul></dd>` : ""}${
    line(mapWords("sizing")[language], path.sizing, mapWords("noSizing")[language])}${line(mapWords("order")[language], path.order, "")}${
    steps === "" ? "" : `<dt>${htmlText(mapWords("steps")[language])}</dt><dd><ol>${steps}</ol></dd>`}</dl></section>`;
}

/** Entry points, tasks, registries, connections, settings: what the graph has no room for. */
export function entryLists({ entries, calls }: MapSummary, language: Language): string {
  const lists = [...grouped(entries, (one) => one.concept)].map(([concept, all]) =>
    `<details><summary>${htmlText(conceptWords(concept)[language])} <span class="count">${all.length}</span></summary><ul>${all.map(({ at, what, why, detail }) =>
      `<li>${at ? `${place(at)} ` : ""}<code>${htmlText(what[language])}</code>${detail ? ` ${htmlText(detail[language])}` : ""} <span class="why">${htmlText(words("because", { why: why[language] })[language])}</span></li>`).join("")}</ul></details>`);
  const percent = calls.inProject === 0 ? "100" : ((100 * calls.resolved) / calls.inProject).toFixed(1);
  return [...lists, `<p>${htmlText(words("calls", { resolved: String(calls.resolved), total: String(calls.inProject), percent })[language])}</p>`].join("\n");
}
