import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conditionsAt } from "../../src/ir/conditions.ts";
import { reachingDefinitions } from "../../src/ir/definitions.ts";
import { dominates, dominatorsOf, postDominatorsOf } from "../../src/ir/dominators.ts";
import { ENTRY, EXIT, ownPoints, RAISE_EXIT, type Point } from "../../src/ir/flow.ts";
import type { Call, Name } from "../../src/ir/nodes.ts";
import { yieldsBetween } from "../../src/ir/paths.ts";
import { draw, following, runInPython, type Drawn, type Run } from "./traces.ts";
import { program, type Program } from "./random-program.ts";

const settings = { seed: Number(process.env["FLOW_SEED"] ?? 20261123), numRuns: Number(process.env["FLOW_PROGRAMS"] ?? 400) };
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const budget = 60;

let programs: Program[];
let drawn: Drawn[];
let runs: Run[];

beforeAll(() => {
  programs = fc.sample(program, settings);
  drawn = programs.map(({ source }) => draw(source));
  runs = runInPython(programs, seeds, budget);
}, 120_000);

/** Fails with the program and its trace up to the place. */
function refute(run: Run, upTo: number, why: string): never {
  const trace = run.trace.slice(0, upTo + 1).map(([event, answer]) => `${event}=${JSON.stringify(answer)}`).join(" ");
  throw new Error(`${why}\n${trace} (${run.end})\nseed ${run.seed}\n${programs[run.program]!.source}`);
}

describe("generated programs behave in CPython as their graphs say", () => {
  test("there is enough of everything", () => {
    expect(runs.length).toBe(programs.length * seeds.length);
    expect(runs.filter(({ end }) => end === "return").length).toBeGreaterThan(runs.length / 10);
    expect(runs.filter(({ end }) => end === "raise").length).toBeGreaterThan(runs.length / 10);
  });

  test("every trace is a path", () => {
    for (const run of runs) {
      const graph = drawn[run.program]!;
      let at = new Set<Point>([ENTRY]);
      run.trace.forEach(([event], i) => {
        const next = new Set([...following(graph, at)].filter((point) => graph.events[point] === event));
        if (next.size === 0) refute(run, i, `no path to ${event}`);
        at = next;
      });
      if (run.end === "cut" || run.end === "hung") continue;
      if (!following(graph, at).has(run.end === "return" ? EXIT : RAISE_EXIT)) refute(run, run.trace.length, `no path to ${run.end}`);
    }
  });

  test("what dominates came before, what post-dominates comes after", () => {
    for (const run of runs) {
      const { flow, points } = drawn[run.program]!;
      const dominators = dominatorsOf(flow);
      const returning = postDominatorsOf(flow, "returning");
      const any = postDominatorsOf(flow, "any");
      const singles = [...points].filter(([, places]) => places.length === 1).map(([event, places]) => [event, places[0]!] as const);
      const names = run.trace.map(([event]) => event);
      for (const event of new Set(names)) {
        const places = points.get(event)!;
        for (const [other, single] of singles) {
          if (other === event) continue;
          if (places.every((place) => dominates(dominators, single, place)) && !names.slice(0, names.indexOf(event)).includes(other)) refute(run, names.indexOf(event), `${other} dominates ${event}`);
          const after = names.slice(names.lastIndexOf(event));
          if (run.end === "return" && places.every((place) => dominates(returning, single, place)) && !after.includes(other)) refute(run, names.length, `${other} post-dominates ${event}`);
          if ((run.end === "return" || run.end === "raise") && places.every((place) => dominates(any, single, place)) && !after.includes(other)) refute(run, names.length, `${other} post-dominates ${event} on all paths`);
        }
      }
    }
  });

  test("conditions held when they were last tested", () => {
    let checked = 0;
    for (const run of runs) {
      const { flow, points, events } = drawn[run.program]!;
      run.trace.forEach(([event], i) => {
        const places = points.get(event)!;
        if (places.length !== 1) return;
        for (const { node, point, outcome } of conditionsAt(flow, places[0]!)) {
          if (node.kind !== "call" && !(events[point] ?? "").startsWith("i")) continue;
          const tested = node.kind === "call" ? `c${number(node)}` : events[point]!;
          if (!/^[ci]\d/.test(tested)) continue;
          const last = run.trace.slice(0, i).findLast(([earlier]) => earlier === tested);
          if (node.kind === "call" && node.callee.kind === "name" && node.callee.id === "r") continue;
          checked++;
          if (!last || last[1] !== outcome) refute(run, i, `${tested} is ${outcome} at ${event}`);
        }
      });
    }
    expect(checked).toBeGreaterThan(1_000);
  });

  test("a suspension between two events is announced", () => {
    let checked = 0;
    for (const run of runs) {
      const { flow, points } = drawn[run.program]!;
      run.trace.forEach(([event], i) => {
        if (!points.get(event)!.some((point) => flow.yields[point] === 1)) return;
        for (const [a, b] of [[i - 1, i + 1], [i - 2, i + 1], [i - 1, i + 3]] as const) {
          const [first, second] = [run.trace[a]?.[0], run.trace[b]?.[0]];
          if (!first || !second || run.trace.slice(a + 1, b).some(([between]) => between === first)) continue;
          checked++;
          const possible = points.get(first)!.some((from) => points.get(second)!.some((to) => yieldsBetween(flow, from, to)));
          if (!possible) refute(run, b, `${event} suspends between ${first} and ${second}`);
        }
      });
    }
    expect(checked).toBeGreaterThan(500);
  });

  test("what a name holds is one of its reaching definitions", () => {
    let checked = 0;
    for (const run of runs) {
      const { flow, points } = drawn[run.program]!;
      run.trace.forEach(([event, answer], i) => {
        const call = flow.nodes[points.get(event)![0]!] as Call;
        const name = call.kind === "call" ? call.args[1]?.value : undefined;
        if (answer === null || name?.kind !== "name") return;
        checked++;
        const values = reachingDefinitions(flow, name as Name)!.map((point) => held(drawn[run.program]!, point));
        if (!values.includes(Number(answer))) refute(run, i, `${(name as Name).id} holds ${String(answer)}, not one of ${values.join(", ")}`);
      });
    }
    expect(checked).toBeGreaterThan(1_000);
  });
});

/**
 * The other direction: of the steps from one event to the next that graphs allow, nearly all are seen when small programs
 * run often. The rest are answers that a graph does not know to be impossible (`any(...)` stopping at a false element, a
 * `match` on True and False falling through).
 */
test("graphs allow little that never happens", () => {
  const small = fc.sample(program, { ...settings, numRuns: 100 }).filter(({ source }) => source.length < 700 && !source.includes("except*"));
  const graphs = small.map(({ source }) => draw(source));
  const seen = graphs.map(() => new Map<string, number>());
  for (const { program: i, trace, end } of runInPython(small, Array.from({ length: 300 }, (_, n) => n + 1), 40)) {
    const steps = [...trace.map(([event]) => event), end];
    steps.forEach((event, n) => {
      for (const key of [event, `${event}>${steps[n + 1]}`]) seen[i]!.set(key, (seen[i]!.get(key) ?? 0) + 1);
    });
  }
  let allowed = 0;
  let happened = 0;
  graphs.forEach((graph, i) => graph.events.forEach((event, point) => {
    if ((seen[i]!.get(event) ?? 0) < 60) return;
    for (const to of following(graph, [point])) {
      allowed++;
      if (seen[i]!.has(`${event}>${to === EXIT ? "return" : to === RAISE_EXIT ? "raise" : graph.events[to]!}`)) happened++;
    }
  }));
  expect(allowed).toBeGreaterThan(200);
  expect(happened / allowed).toBeGreaterThan(0.94);
}, 60_000);

const number = (call: Call): string => (call.args[0]?.value.kind === "number" ? call.args[0].value.text : "");

/** What a store stores: `v = n` n; an item or a context manager with number n gives -n. */
function held({ flow, events }: Drawn, point: Point): number {
  const source = flow.values[point];
  if (source?.kind === "number") return source.value;
  const supplier = source ? ownPoints(flow, source).find((one) => events[one]) : undefined;
  return supplier === undefined ? Number.NaN : -Number(events[supplier]!.slice(1));
}
