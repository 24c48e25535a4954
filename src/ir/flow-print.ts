import { Edge, isReachable, Kind, type FlowGraph, type Point } from "./flow-graph.ts";

/** The graph as text, for golden tests and for reading: one line a point, `number kind line:source -> edges`. */

const kindNames = Object.entries(Kind).sort((a, b) => a[1] - b[1]).map(([name]) => name);
const edgeMarks = Object.entries(Edge).sort((a, b) => a[1] - b[1]).map(([name]) => (name === "normal" ? "" : `${name}:`));

export function printFlow(flow: FlowGraph, text: string): string {
  const lines: string[] = [];
  for (let point = 0; point < flow.size; point++) lines.push(pointLine(flow, point, text));
  return lines.join("\n");
}

function pointLine(flow: FlowGraph, point: Point, text: string): string {
  const node = flow.nodes[point];
  const source = node ? ` ${snippet(text.slice(node.start, node.end))}` : "";
  const yields = flow.yields[point] ? " yields" : "";
  if (!isReachable(flow, point) && point > 2) return `${point} ${kindNames[flow.kinds[point]!]}${source} unreachable`;
  const { start, point: to, kind } = flow.next;
  const edges: string[] = [];
  for (let i = start[point]!; i < start[point + 1]!; i++) edges.push(`${edgeMarks[kind[i]!]}${to[i]}`);
  return `${point} ${kindNames[flow.kinds[point]!]}${source}${yields} -> ${edges.join(" ")}`.trimEnd();
}

function snippet(source: string): string {
  const line = source.split("\n")[0]!;
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
