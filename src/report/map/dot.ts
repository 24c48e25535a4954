import type { MapSummary } from "../../sdk/audit-result.ts";
import type { Language } from "../../sdk/text.ts";
import { boxLines } from "./box-lines.ts";
import { graphOf } from "./graph.ts";
import { LAYERS, type GraphNode } from "./nodes.ts";
import { htmlText } from "./html-text.ts";
import { mapWords } from "./words.ts";

/** The map for Graphviz: `golive map --format dot | dot -Tsvg`. Labels are HTML-like, so everything in them is escaped. */
export function renderDot(map: MapSummary, language: Language): string {
  const { nodes, edges } = graphOf(map);
  const names = new Map(nodes.map((node, i) => [node.id, `n${i + 1}`]));
  const lines = [
    "digraph golive {", "  rankdir=LR; nodesep=0.25; ranksep=0.6;",
    '  node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=11]; edge [color="#868e96", arrowsize=0.7];',
  ];
  for (const layer of LAYERS) {
    const own = nodes.filter((one) => one.layer === layer);
    if (own.length > 0) lines.push(`  subgraph ${layer} { rank=same; ${own.map((node) => `${names.get(node.id)};`).join(" ")} }`);
  }
  for (const node of nodes) lines.push(`  ${names.get(node.id)} [label=<${label(node, language)}>];`);
  for (const { from, to } of edges) lines.push(`  ${names.get(from)} -> ${names.get(to)};`);
  if (nodes.length === 0) lines.push(`  none [label=<<FONT>${htmlText(mapWords("noPaths")[language])}</FONT>>];`);
  return `${[...lines, "}"].join("\n")}\n`;
}

const COLOURS: Readonly<Record<GraphNode["tone"], { readonly line: string; readonly fill: string }>> = {
  plain: { line: "#495057", fill: "#ffffff" }, missing: { line: "#c92a2a", fill: "#fff5f5" }, unknown: { line: "#b7791f", fill: "#fff3d6" }, quiet: { line: "#adb5bd", fill: "#f1f3f5" },
};

function label(node: GraphNode, language: Language): string {
  const { line, fill } = COLOURS[node.tone];
  const { title, lines } = boxLines(node, language);
  const head = `<TR><TD ALIGN="LEFT"><FONT COLOR="#868e96" POINT-SIZE="9">${htmlText(mapWords(node.layer)[language])}</FONT></TD></TR>`;
  const rows = lines.map((text, i) => `<TR><TD ALIGN="LEFT">${node.marks[i] && !node.marks[i].there ? `<FONT COLOR="#c92a2a"><B>${htmlText(text)}</B></FONT>` : htmlText(text)}</TD></TR>`);
  return `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLOR="${line}" BGCOLOR="${fill}">${head}${title === null ? "" : `<TR><TD ALIGN="LEFT"><B>${htmlText(title)}</B></TD></TR>`}${rows.join("")}</TABLE>`;
}
