import type { Language } from "../../sdk/text.ts";
import { htmlText } from "./html-text.ts";
import { LINE, PADDING, type Box, type Curve, type Drawing } from "./layout.ts";
import { mapWords } from "./words.ts";

/** The graph as SVG. Each box is a link to its details, so that it can be reached by keyboard and works without a script. */
export function svgOf({ width, height, boxes, curves, columns }: Drawing, language: Language): string {
  const heads = columns.map(({ layer, x, width }) => `<text class="head" x="${x + width / 2}" y="24" text-anchor="middle">${htmlText(mapWords(layer)[language])}</text>`);
  return [
    `<svg role="group" aria-label="${htmlText(mapWords("graph")[language])}" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" xmlns="http://www.w3.org/2000/svg">`,
    ...heads, `<g class="curves" aria-hidden="true">`, ...curves.map(curve), "</g>", ...boxes.map((box) => boxSvg(box, language)), "</svg>",
  ].join("\n");
}

const round = (value: number): number => Math.round(value * 10) / 10;

function curve({ edge, x1, y1, x2, y2 }: Curve): string {
  const bend = Math.max(20, (x2 - x1) * 0.5);
  return `<path data-from="${edge.from}" data-to="${edge.to}" d="M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}"/>`;
}

function boxSvg({ node, x, y, width, height, title, lines }: Box, language: Language): string {
  let row = y + PADDING - 4;
  const text = (words: string, kind: string): string => `<text class="${kind}" x="${round(x + PADDING)}" y="${round((row += LINE))}">${htmlText(words)}</text>`;
  const body = [
    ...(title === null ? [] : [text(title, "title")]),
    ...lines.map((line, i) => text(line, node.marks.length > 0 ? (node.marks[i]?.there ? "there" : "absent") : /:\d+$/.test(line) ? "place" : /^ {2}/.test(line) ? "when" : "name")),
  ];
  const shape = node.layer === "position" ? height / 2 : 6;
  return `<a href="#about-${node.id}" class="box ${node.tone}" data-id="${node.id}"><title>${htmlText(tooltip(node, language))}</title><rect x="${round(x)}" y="${round(y)}" width="${width}" height="${round(height)}" rx="${round(shape)}"/>${body.join("")}</a>`;
}

const MOST_TOLD = 8;

/** Names, places and reasons in full: what the box has no room for. */
function tooltip({ title, items }: Box["node"], language: Language): string {
  const told = items.slice(0, MOST_TOLD).map(({ what, at, why, when }) => `${what[language]}${when ? ` ${when[language]}` : ""}${at ? `  ${at.file}:${at.line}` : ""}${why ? ` (${why[language]})` : ""}`);
  const more = items.length - told.length;
  return [...(title ? [title[language]] : []), ...told, ...(more > 0 ? [mapWords("more", { count: String(more) })[language]] : [])].join(" · ");
}
