import stringWidth from "string-width";
import type { Language } from "../../sdk/text.ts";
import { grouped } from "../grouped.ts";
import { boxLines } from "./box-lines.ts";
import type { MapGraph } from "./graph.ts";
import { LAYERS, type GraphEdge, type GraphNode, type Layer } from "./nodes.ts";

/** A box with its place on the page, in pixels. */
export interface Box {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Cut to the width of the box. */
  readonly title: string | null;
  readonly lines: readonly string[];
}

export interface Curve {
  readonly edge: GraphEdge;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly curves: readonly Curve[];
  /** Where each layer's heading stands. */
  readonly columns: readonly { readonly layer: Layer; readonly x: number; readonly width: number }[];
}

const WIDTHS: Readonly<Record<Layer, number>> = { start: 156, source: 206, filters: 178, sizing: 194, order: 194, position: 132, exit: 252 };
const GAP_X = 28;
const GAP_Y = 14;
const TOP = 44;
const MARGIN = 12;
export const LINE = 16;
export const PADDING = 9;
/** Of the fonts that are asked for: wide enough for all of them. */
const CHARACTER = 6.9;
const TITLE_CHARACTER = 7.7;

/** Columns from left to right; lanes from top to bottom, everything else as near to its neighbours as it fits. */
export function layoutOf(graph: MapGraph, language: Language): Drawing {
  const columns: Drawing["columns"][number][] = [];
  let x = MARGIN;
  for (const layer of LAYERS) {
    if (!graph.nodes.some((one) => one.layer === layer)) continue;
    columns.push({ layer, x, width: WIDTHS[layer] });
    x += WIDTHS[layer] + GAP_X;
  }
  const sized = graph.nodes.map((node) => sizedBox(node, columns.find((one) => one.layer === node.layer)!.x, language));
  const centres = centresOf(graph, sized);
  const boxes = sized.map((box) => ({ ...box, y: centres.get(box.node.id)! - box.height / 2 }));
  const height = Math.max(TOP, ...boxes.map((box) => box.y + box.height)) + MARGIN;
  return { width: x - GAP_X + MARGIN, height, boxes, curves: curvesOf(graph.edges, boxes), columns };
}

function sizedBox(node: GraphNode, x: number, language: Language): Box {
  const width = WIDTHS[node.layer];
  const { title, lines } = boxLines(node, language);
  const room = width - 2 * PADDING;
  return { node, x, y: 0, width, height: 2 * PADDING + LINE * (lines.length + (title === null ? 0 : 1)), title: title === null ? null : cut(title, room / TITLE_CHARACTER), lines: lines.map((line) => cut(line, room / CHARACTER)) };
}

/** A file:line and a dotted name keep their end, anything else its beginning. */
function cut(text: string, most: number): string {
  const room = Math.floor(most);
  if (stringWidth(text) <= room) return text;
  const characters = [...text];
  if (/:\d+$|^[^\s:]*\.[^\s:.]+$/.test(text)) {
    while (stringWidth(characters.join("")) > room - 1) characters.shift();
    return `…${characters.join("")}`;
  }
  while (stringWidth(characters.join("")) > room - 1) characters.pop();
  return `${characters.join("")}…`;
}

/** The middle of each box. Lanes give the order; each other column follows the column beside it that is placed already. */
function centresOf({ edges }: MapGraph, boxes: readonly Box[]): Map<string, number> {
  const centres = new Map<string, number>();
  const ofLayer = (layer: Layer): Box[] => boxes.filter((one) => one.node.layer === layer);
  const filters = ofLayer("filters");
  const lanes = ofLayer("source").map((source, i) => ({ source, height: Math.max(source.height, filters[i]?.height ?? 0) }));
  const tallest = Math.max(0, ...LAYERS.map((layer) => heightOf(ofLayer(layer))));
  let y = TOP + Math.max(0, (tallest - heightOf(lanes)) / 2);
  lanes.forEach(({ source, height }, i) => {
    centres.set(source.node.id, y + height / 2);
    if (filters[i]) centres.set(filters[i].node.id, y + height / 2);
    y += height + GAP_Y;
  });
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  for (const layer of ["start", "sizing", "order", "position", "exit"] as const) placeBeside(ofLayer(layer), neighbours, centres);
  return centres;
}

const heightOf = (stack: readonly { readonly height: number }[]): number => stack.reduce((sum, one) => sum + one.height + GAP_Y, -GAP_Y);

/** In the order of the middle of their placed neighbours, pushed apart, then moved up together as far as they were pushed down. */
function placeBeside(boxes: readonly Box[], neighbours: ReadonlyMap<string, readonly string[]>, centres: Map<string, number>): void {
  const wishes = boxes.map((box, i) => {
    const known = (neighbours.get(box.node.id) ?? []).flatMap((id) => centres.get(id) ?? []);
    return { box, i, wish: known.length === 0 ? TOP : known.reduce((sum, one) => sum + one, 0) / known.length };
  }).sort((a, b) => a.wish - b.wish || a.i - b.i);
  const total = heightOf(boxes);
  const mean = wishes.reduce((sum, one) => sum + one.wish, 0) / Math.max(1, wishes.length);
  let bottom = Math.max(TOP, Math.min(mean - total / 2, ...wishes.map(({ box, wish }) => wish - box.height / 2))) - GAP_Y;
  const placed: { box: Box; top: number }[] = [];
  for (const { box, wish } of wishes) {
    const top = Math.max(bottom + GAP_Y, wish - box.height / 2);
    placed.push({ box, top });
    bottom = top + box.height;
  }
  relax(placed, wishes.map(({ box, wish }) => Math.max(TOP, wish - box.height / 2)));
  for (const { box, top } of placed) centres.set(box.node.id, top + box.height / 2);
}

/** From below: a box that was pushed down goes back up to where it wanted to be, as far as the one above it leaves room. */
function relax(placed: { box: Box; top: number }[], wishes: readonly number[]): void {
  // Runs of boxes that touch each other move together, by the mean of what they want.
  for (let end = placed.length - 1; end >= 0; ) {
    let begin = end;
    while (begin > 0 && placed[begin]!.top - (placed[begin - 1]!.top + placed[begin - 1]!.box.height) < GAP_Y + 0.5) begin--;
    let shift = 0;
    for (let i = begin; i <= end; i++) shift += wishes[i]! - placed[i]!.top;
    shift /= end - begin + 1;
    const above = begin === 0 ? TOP : placed[begin - 1]!.top + placed[begin - 1]!.box.height + GAP_Y;
    shift = Math.max(shift, above - placed[begin]!.top);
    for (let i = begin; i <= end; i++) placed[i]!.top += Math.min(0, shift);
    end = begin - 1;
  }
}

/** Ends are spread over the side of a box in the order of where they lead, so that curves do not cross right there. */
function curvesOf(edges: readonly GraphEdge[], boxes: readonly Box[]): Curve[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const middle = (id: string): number => byId.get(id)!.y + byId.get(id)!.height / 2;
  const ports = (side: "from" | "to"): Map<GraphEdge, number> => {
    const other = side === "from" ? "to" : "from";
    const found = new Map<GraphEdge, number>();
    for (const [id, own] of grouped(edges, (one) => one[side])) {
      const spread = Math.min(byId.get(id)!.height - 12, own.length * 10);
      own.sort((a, b) => middle(a[other]) - middle(b[other]));
      own.forEach((edge, i) => found.set(edge, middle(id) + (own.length === 1 ? 0 : (i / (own.length - 1) - 0.5) * spread)));
    }
    return found;
  };
  const [leaving, entering] = [ports("from"), ports("to")];
  return edges.map((edge) => ({ edge, x1: byId.get(edge.from)!.x + byId.get(edge.from)!.width, y1: leaving.get(edge)!, x2: byId.get(edge.to)!.x, y2: entering.get(edge)! }));
}
