import type { MapSummary } from "../../sdk/audit-result.ts";
import type { Language } from "../../sdk/text.ts";
import { plain } from "../escape.ts";
import { boxLines, type BoxLines } from "./box-lines.ts";
import { graphOf } from "./graph.ts";
import { LAYERS, type GraphNode } from "./nodes.ts";
import { markText } from "./lanes.ts";
import { mapWords } from "./words.ts";

/** The map as a Mermaid flow chart. Boxes are named n1, n2 ...; everything else is in quotes and spelled in entities. */
export function renderMermaid(map: MapSummary, language: Language): string {
  const { nodes, edges } = graphOf(map);
  const names = new Map(nodes.map((node, i) => [node.id, `n${i + 1}`]));
  const lines = ["flowchart LR"];
  for (const layer of LAYERS) {
    const own = nodes.filter((one) => one.layer === layer);
    if (own.length === 0) continue;
    lines.push(`  subgraph ${layer}_layer["${quoted(mapWords(layer)[language])}"]`, ...own.flatMap((node) => boxes(node, names.get(node.id)!, language)), "  end");
  }
  for (const { from, to } of edges) lines.push(`  ${out(nodes, names, from)} --> ${names.get(to)}`);
  if (nodes.length === 0) lines.push(`  none["${quoted(mapWords("noPaths")[language])}"]`);
  return `${[...lines, ...STYLES].join("\n")}\n`;
}

const STYLES = [
  "  classDef missing fill:#ffe3e3,stroke:#c92a2a,stroke-width:2px,color:#a51111",
  "  classDef unknown fill:#fff3d6,stroke:#b7791f,stroke-dasharray:4 3,color:#7a4b00",
  "  classDef quiet fill:#f1f3f5,stroke:#adb5bd,color:#495057",
];

/** What is missing is a box of its own behind the filters that are there: parts of a box cannot be red. */
function boxes(node: GraphNode, name: string, language: Language): string[] {
  const missing = node.marks.filter((one) => !one.there);
  const there = node.marks.filter((one) => one.there);
  if (node.layer !== "filters" || missing.length === 0) return [box(name, boxLines(node, language), node.tone)];
  const absent = { title: mapWords("missingTitle")[language], lines: missing.map((one) => markText(one, node.ways, language)) };
  if (there.length === 0) return [box(name, absent, "missing")];
  return [box(name, { title: mapWords("filters")[language], lines: there.map((one) => markText(one, node.ways, language)) }, "plain"), box(`${name}m`, absent, "missing"), `    ${name} --> ${name}m`];
}

const isSplit = ({ layer, marks }: GraphNode): boolean => layer === "filters" && marks.some((one) => one.there) && marks.some((one) => !one.there);

function out(nodes: readonly GraphNode[], names: ReadonlyMap<string, string>, id: string): string {
  const node = nodes.find((one) => one.id === id)!;
  return `${names.get(id)}${isSplit(node) ? "m" : ""}`;
}

function box(name: string, { title, lines }: BoxLines, tone: GraphNode["tone"]): string {
  const text = [...(title === null ? [] : [title]), ...lines].map(quoted).join("<br/>");
  return `    ${name}["${text}"]${tone === "plain" ? "" : `:::${tone}`}`;
}

/** Letters, digits and harmless signs stay; anything that Mermaid, its Markdown or HTML could read is an entity. */
const quoted = (text: string): string =>
  plain(text).replace(/[^\p{L}\p{N} .,:/()→✓✗+_-]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[-+]|(?<=^\d+)[.)]|:(?=\/\/)/gu, (sign) => `#${sign.codePointAt(0)};`);
