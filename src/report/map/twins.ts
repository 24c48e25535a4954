import { appendTo } from "../../sdk/append.ts";
import type { GraphEdge, GraphNode, Layer } from "./nodes.ts";
import { mapWords } from "./words.ts";

/** Up to so many boxes of a layer stand by themselves. */
const MOST: Partial<Record<Layer, number>> = { start: 6, sizing: 8, exit: 12 };

interface Parts {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Starts that are not even twins: beyond so many they are told by how they are started. */
const MOST_STARTS = 10;

/** In a layer with too many boxes, those that have the same neighbours (exits: that send the same order) become one with a count. */
export function withTwinsMerged(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Parts {
  const twins = merge(nodes, edges, (node, neighbours) => (node.layer === "exit" ? (node.items[0]?.what.en ?? "") : neighbours.toSorted().join(" ")));
  if (twins.nodes.filter((one) => one.layer === "start").length <= MOST_STARTS) return twins;
  return merge(nodes, edges, (node, neighbours) => (node.layer === "start" ? (node.items[0]?.why?.en ?? "") : node.layer === "exit" ? (node.items[0]?.what.en ?? "") : neighbours.toSorted().join(" ")));
}

function merge(nodes: readonly GraphNode[], edges: readonly GraphEdge[], likeness: (node: GraphNode, neighbours: readonly string[]) => string): Parts {
  const neighbours = new Map<string, string[]>();
  const add = (id: string, other: string): void => void neighbours.set(id, [...(neighbours.get(id) ?? []), other]);
  for (const { from, to } of edges) {
    add(from, `>${to}`);
    add(to, `<${from}`);
  }
  const standIn = new Map<string, GraphNode>();
  const merged = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const most = MOST[node.layer];
    const many = most !== undefined && nodes.filter((one) => one.layer === node.layer).length > most;
    const key = !many ? node.id : JSON.stringify([node.layer, node.tone, likeness(node, neighbours.get(node.id) ?? [])]);
    appendTo(merged, key, node);
  }
  const kept = [...merged.values()].map((twins) => {
    const one = twins.length === 1 ? twins[0]! : asOne(twins);
    for (const twin of twins) standIn.set(twin.id, one);
    return one;
  });
  const known = new Set<string>();
  const left: GraphEdge[] = [];
  for (const edge of edges) {
    const [from, to] = [standIn.get(edge.from)!.id, standIn.get(edge.to)!.id];
    if (!known.has(`${from} ${to}`)) left.push({ from, to });
    known.add(`${from} ${to}`);
  }
  return { nodes: kept, edges: left };
}

function asOne(twins: readonly GraphNode[]): GraphNode {
  const [first] = twins as [GraphNode];
  const key = first.layer === "start" ? "starts" : first.layer === "exit" ? "exits" : "sizings";
  // An exit's items are its order and what decides; of many exits each is told by its function.
  const items = first.layer === "exit" ? twins.flatMap((one) => [{ what: one.title ?? one.items[0]!.what, at: one.items[0]!.at, why: one.items[0]!.why }, ...one.items.slice(1)]) : twins.flatMap((one) => one.items);
  return { ...first, title: mapWords(key, { count: twins.length }), items };
}
