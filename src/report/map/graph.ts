import type { MapExit, MapPath, MapStart, MapSummary } from "../../sdk/audit-result.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import type { Text } from "../../sdk/text.ts";
import { lanesOf, type Lane } from "./lanes.ts";
import type { GraphEdge, GraphItem, GraphNode, Layer } from "./nodes.ts";
import { withTwinsMerged } from "./twins.ts";
import { mapWords } from "./words.ts";

/** The map as a layered graph: every edge leads to a later layer. Ways that differ in nothing but their source are one lane. */
export interface MapGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly lanes: readonly Lane[];
}

/** MapSummary -> what is drawn. The same map gives the same graph. */
export function graphOf(map: MapSummary): MapGraph {
  const draft = new Draft();
  const lanes = lanesOf(map.paths ?? []);
  lanes.forEach((lane, i) => addLane(draft, lane, String(i + 1)));
  if (lanes.length > 0 || (map.exits ?? []).length > 0) addExits(draft, map);
  const { nodes, edges } = withTwinsMerged(draft.nodes, draft.edges);
  return { nodes, edges, lanes };
}

type Body = Omit<GraphNode, "id" | "layer" | "ways"> & { readonly ways?: number };

class Draft {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly #ids = new Map<string, string>();
  readonly #known = new Set<string>();

  /** The node of a key, made when it is first asked for. */
  node(layer: Layer, key: string, make: () => Body): string {
    const whole = JSON.stringify([layer, key]);
    const known = this.#ids.get(whole);
    if (known) return known;
    const id = `${layer}-${this.nodes.filter((one) => one.layer === layer).length + 1}`;
    this.#ids.set(whole, id);
    this.nodes.push({ id, layer, ways: 1, ...make() });
    return id;
  }

  edge(from: string, to: string): void {
    const key = `${from} ${to}`;
    if (!this.#known.has(key)) this.edges.push({ from, to });
    this.#known.add(key);
  }
}

const keyOf = ({ file, line }: Anchor): string => `${file}:${line}`;

function addLane(draft: Draft, lane: Lane, key: string): void {
  const { kind, paths, filters } = lane;
  const source = draft.node("source", key, () => ({ title: counted(kind, paths.length), tone: "plain", items: paths.map((path) => ({ what: path.source.what, at: path.source.at, why: path.kind })), marks: [] }));
  const missing = filters.filter((one) => !one.there).length;
  const guard = draft.node("filters", key, () => ({
    title: filters.length === 0 ? mapWords("needsNone") : missing > 0 ? mapWords("missing", { count: String(missing), total: String(filters.length) }) : mapWords("allThere"),
    tone: filters.length === 0 ? "quiet" : missing > 0 ? "missing" : "plain", items: filterItems(paths), marks: filters, ways: paths.length,
  }));
  draft.edge(source, guard);
  for (const path of paths) {
    draft.edge(startNode(draft, path.start), source);
    const order = draft.node("order", keyOf(path.order.at), () => ({ title: null, tone: "plain", items: [{ ...path.order, why: mapWords("by", { by: path.order.what.en }) }], marks: [] }));
    const sizing = sizingNode(draft, path);
    draft.edge(guard, sizing);
    draft.edge(sizing, order);
  }
}

/** `signal`, `signal ×3` */
function counted(kind: Text, count: number): Text {
  if (count === 1) return kind;
  return { en: mapWords("sources", { kind: kind.en, count: String(count) }).en, ru: mapWords("sources", { kind: kind.ru, count: String(count) }).ru };
}

/** Where each filter is tested, each place once. */
function filterItems(paths: readonly MapPath[]): GraphItem[] {
  const found = new Map<string, GraphItem>();
  for (const { filters } of paths) for (const { what, there, at, test } of filters) {
    const item = { what: test ? { en: `${what.en}: ${test.en}`, ru: `${what.ru}: ${test.ru}` } : what, at: at ?? null, why: mapWords(there ? "there" : "notThere") };
    found.set(JSON.stringify([what.en, item.at]), item);
  }
  return [...found.values()];
}

function startNode(draft: Draft, start: MapStart | undefined): string {
  if (!start) return draft.node("start", "", () => ({ title: null, tone: "unknown", items: [{ what: mapWords("noStart"), at: null, why: mapWords("noStartWhy") }], marks: [] }));
  return draft.node("start", JSON.stringify([start.what.en, keyOf(start.at)]), () => ({ title: null, tone: "plain", items: [start], marks: [] }));
}

function sizingNode(draft: Draft, { sizing, order }: MapPath): string {
  if (sizing) return draft.node("sizing", keyOf(sizing.at), () => ({ title: null, tone: "plain", items: [{ ...sizing, why: mapWords("bySize") }], marks: [] }));
  return draft.node("sizing", JSON.stringify(["none", keyOf(order.at)]), () => ({ title: null, tone: "unknown", items: [{ what: mapWords("noSizing"), at: null, why: mapWords("noSizingWhy") }], marks: [] }));
}

/** Every order opens a position, and every exit closes one: which closes which is not known before the bot runs. */
function addExits(draft: Draft, map: MapSummary): void {
  const position = draft.node("position", "", () => ({ title: null, tone: "plain", items: [{ what: mapWords("openPositions"), at: null, why: mapWords("openPositionsWhy") }], marks: [] }));
  for (const node of draft.nodes.filter((one) => one.layer === "order")) draft.edge(node.id, position);
  const exits = [...(map.exits ?? []).map(exitBody), ...protections(map)];
  if (exits.length === 0) exits.push({ title: null, tone: "missing", items: [{ what: mapWords("noExit"), at: null, why: mapWords("noExitWhy") }], marks: [] });
  exits.forEach((body, i) => draft.edge(position, draft.node("exit", String(i), () => body)));
}

/** The closing order first, then what decides. */
const exitBody = ({ what, at, order, triggers }: MapExit): Body => ({
  title: what, tone: "plain", marks: [],
  items: [{ what: order.what, at, why: mapWords("by", { by: order.what.en }) }, ...triggers.map(({ what, at, when }) => ({ what, at, why: mapWords(when ? "triggers" : "always"), ...(when ? { when } : {}) }))],
});

const protections = (map: MapSummary): Body[] => map.entries.filter((one) => one.concept === "order-protect").map(({ what, at }) => ({
  title: null, tone: "plain", marks: [], items: [{ what, at, why: mapWords("protects") }],
}));

