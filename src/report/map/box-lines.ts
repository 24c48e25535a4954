import type { Language } from "../../sdk/text.ts";
import type { GraphItem, GraphNode } from "./nodes.ts";
import { markText } from "./lanes.ts";
import { mapWords } from "./words.ts";

/** What stands in a box: a title and a few lines. Raw text: whoever draws escapes it. */
export interface BoxLines {
  readonly title: string | null;
  readonly lines: readonly string[];
}

const MOST_ITEMS = 4;

/** Names with their places under them; more of them than fit are counted. */
export function boxLines(node: GraphNode, language: Language): BoxLines {
  if (node.layer === "filters") return { title: node.title?.[language] ?? null, lines: node.marks.map((mark) => markText(mark, node.ways, language)) };
  const shown = node.items.length <= MOST_ITEMS ? node.items : node.items.slice(0, MOST_ITEMS - 1);
  const more = node.items.length - shown.length;
  return { title: node.title?.[language] ?? null, lines: [...shown.flatMap((item) => itemLines(item, language)), ...(more > 0 ? [mapWords("more", { count: String(more) })[language]] : [])] };
}

const itemLines = ({ what, at, when }: GraphItem, language: Language): string[] => [what[language], ...(when ? [`  ${when[language]}`] : []), ...(at ? [`${tail(at.file)}:${at.line}`] : [])];

/** The last two parts of a path: the whole one stands in the details. */
const tail = (file: string): string => file.split("/").slice(-2).join("/");
