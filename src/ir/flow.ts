import { FlowBuilder } from "./flow-builder.ts";
import { ENTRY, EXIT, RAISE_EXIT, type Edges, type FlowGraph } from "./flow-graph.ts";
import { block } from "./flow-statements.ts";
import type { FunctionNode } from "./nodes.ts";

export * from "./flow-graph.ts";

const graphs = new WeakMap<FunctionNode, FlowGraph>();

/** The flow graph of a function, a lambda or a module's top level; built at the first call, in time linear in the body. */
export function flowOf(fn: FunctionNode): FlowGraph {
  const known = graphs.get(fn);
  if (known) return known;
  const graph = build(fn);
  graphs.set(fn, graph);
  return graph;
}

function build(fn: FunctionNode): FlowGraph {
  const b = new FlowBuilder(fn, block);
  for (const param of fn.params) b.bound.add(b.variable(param.name));
  const params = fn.params.map((param) => b.variable(param.name));
  block(b, fn.body);
  const { returns, breaks, continues } = b.jumps;
  for (const ends of [b.ends, returns, breaks, continues]) b.link(ends, EXIT);
  b.link(b.outermost.ordinary, RAISE_EXIT);
  b.link(b.outermost.cancel, RAISE_EXIT);
  const size = b.kinds.length;
  const all = edges(size, b.from, b.to, b.edgeKinds, null);
  const { order, position } = reversePostOrder(size, all);
  return {
    fn, size, order, position,
    kinds: Uint8Array.from(b.kinds),
    nodes: b.nodes,
    values: b.values,
    yields: Uint8Array.from(b.yields),
    next: edges(size, b.from, b.to, b.edgeKinds, position),
    previous: edges(size, b.to, b.from, b.edgeKinds, position, b.from),
    locals: {
      names: b.varNames, outer: Uint8Array.from(b.varOuter), params, defPoints: b.defPoints, defVars: b.defVars,
      useNodes: b.useNodes, useVars: b.useVars, useAfter: b.useAfter,
    },
  };
}

/** Groups edges by `of`; with positions given, edges whose `origin` is unreachable are left out. */
function edges(size: number, of: readonly number[], other: readonly number[], kinds: readonly number[], position: Int32Array | null, origin = of): Edges {
  const start = new Int32Array(size + 1);
  const keeps = (i: number): boolean => !position || position[origin[i]!]! >= 0;
  for (let i = 0; i < of.length; i++) if (keeps(i)) start[of[i]! + 1]!++;
  for (let p = 0; p < size; p++) start[p + 1]! += start[p]!;
  const fill = start.slice();
  const point = new Int32Array(start[size]!);
  const kind = new Uint8Array(start[size]!);
  for (let i = 0; i < of.length; i++) {
    if (!keeps(i)) continue;
    const at = fill[of[i]!]!++;
    point[at] = other[i]!;
    kind[at] = kinds[i]!;
  }
  return { start, point, kind };
}

function reversePostOrder(size: number, next: Edges): { order: Int32Array; position: Int32Array } {
  const position = new Int32Array(size).fill(-1);
  const cursor = next.start.slice(1);
  const stack = [ENTRY];
  const postOrder: number[] = [];
  position[ENTRY] = 0;
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    if (cursor[top]! === next.start[top]!) {
      postOrder.push(top);
      stack.pop();
      continue;
    }
    const to = next.point[--cursor[top]!]!;
    if (position[to]! >= 0) continue;
    position[to] = 0;
    stack.push(to);
  }
  const order = Int32Array.from(postOrder.reverse());
  order.forEach((point, i) => { position[point] = i; });
  return { order, position };
}
