import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { flowOf, isReachable, Kind, type FlowGraph, type Point } from "../../src/ir/flow.ts";
import type { Expr, FunctionNode, Node } from "../../src/ir/nodes.ts";
import { lower } from "../../src/languages/python/lower.ts";
import type { Program } from "./random-program.ts";

/** What CPython did: event names with their answers, and how the run ended. */
export interface Run { readonly program: number; readonly seed: number; readonly trace: readonly (readonly [string, unknown])[]; readonly end: "return" | "raise" | "cut" | "hung" }

export function runInPython(programs: readonly Program[], seeds: readonly number[], budget: number): Run[] {
  const { stdout, stderr, status } = spawnSync("python3", [fileURLToPath(new URL("oracle.py", import.meta.url))], {
    input: JSON.stringify({ programs, seeds, budget }), encoding: "utf8", maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`python3 failed: ${stderr.slice(-2_000)}`);
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Run);
}

export function functionOf(source: string): FunctionNode {
  return lower("program.py", source).functions[1]!;
}

/** A generated program's graph with its events. */
export interface Drawn {
  readonly flow: FlowGraph;
  /** Event of each point, "" for none. */
  readonly events: readonly string[];
  /** Reachable points of each event. */
  readonly points: ReadonlyMap<string, readonly Point[]>;
}

const callKinds = new Set(["t", "s", "r", "a", "it", "ait", "cm", "acm"]);

function numberOf(expr: Expr): string {
  if (expr.kind !== "call" || expr.callee.kind !== "name" || !callKinds.has(expr.callee.id)) return "";
  const first = expr.args[0]?.value;
  return first?.kind === "number" ? first.text : "";
}

function eventOf(kind: number, node: Node | null): string {
  const named = (letter: string, expr: Expr): string => (numberOf(expr) ? letter + numberOf(expr) : "");
  if (kind === Kind.call && node?.kind === "call") return named("c", node);
  if (kind === Kind.await && node?.kind === "await") return named("w", node.value);
  if (kind === Kind.iterate && (node?.kind === "for" || node?.kind === "clause")) return named("i", node.iterable);
  if ((kind === Kind.enter || kind === Kind.leave) && node?.kind === "with-item") return named(kind === Kind.enter ? "e" : "x", node.context);
  return "";
}

export function draw(source: string): Drawn {
  const flow = flowOf(functionOf(source));
  const events = flow.nodes.map((node, point) => eventOf(flow.kinds[point]!, node));
  const points = new Map<string, Point[]>();
  events.forEach((event, point) => {
    if (event && isReachable(flow, point)) points.set(event, [...(points.get(event) ?? []), point]);
  });
  return { flow, events, points };
}

/** The points with the next event that can follow, with no other event in between; and the exits that can. */
export function following({ flow, events }: Drawn, from: Iterable<Point>): Set<Point> {
  const found = new Set<Point>();
  const seen = new Set<Point>();
  const stack = [...from];
  while (stack.length > 0) {
    const at = stack.pop()!;
    for (let e = flow.next.start[at]!; e < flow.next.start[at + 1]!; e++) {
      const to = flow.next.point[e]!;
      if (seen.has(to)) continue;
      seen.add(to);
      if (events[to] || to <= 2) found.add(to);
      else stack.push(to);
    }
  }
  return found;
}
