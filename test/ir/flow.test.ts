import { describe, expect, test } from "vitest";
import { conditionsAt, holdsAt } from "../../src/ir/conditions.ts";
import { readsOf, reachingDefinitions } from "../../src/ir/definitions.ts";
import { dominates, dominatorsOf, postDominatorsOf } from "../../src/ir/dominators.ts";
import { printFlow } from "../../src/ir/flow-print.ts";
import { flowOf, isReachable, Kind, pointsOf, pointsOfKind, testsOf, type FlowGraph, type Point } from "../../src/ir/flow.ts";
import type { Name, Node } from "../../src/ir/nodes.ts";
import { reaches, yieldBetween, yieldsBetween } from "../../src/ir/paths.ts";
import { solve } from "../../src/ir/solve.ts";
import { walkBody } from "../../src/ir/walk.ts";
import { functionOf } from "./traces.ts";

interface Drawn { readonly flow: FlowGraph; readonly source: string }

/** The graph of the first function; the body is indented by four already. */
function draw(source: string): Drawn {
  return { flow: flowOf(functionOf(source)), source };
}

/** The points whose source is exactly `text`; not the branch on it. */
function at({ flow, source }: Drawn, text: string): Point[] {
  return flow.nodes.flatMap((node, point) => (node && flow.kinds[point] !== Kind.test && source.slice(node.start, node.end) === text ? [point] : []));
}

const only = (drawn: Drawn, text: string): Point => {
  const points = at(drawn, text).filter((point) => isReachable(drawn.flow, point));
  if (points.length !== 1) throw new Error(`${text}: ${points.length} points\n${printFlow(drawn.flow, drawn.source)}`);
  return points[0]!;
};

function nodeAt({ flow, source }: Drawn, text: string, nth = 0): Node {
  const found: Node[] = [];
  walkBody(flow.fn, (node) => { if (source.slice(node.start, node.end) === text) found.push(node); });
  return found[nth]!;
}

describe("golden graphs", () => {
  const golden = (source: string): string => printFlow(draw(source).flow, source);

  test("finally is copied per way out", () => {
    expect(golden("def f(a):\n    for x in a:\n        try:\n            if g(x): return h()\n            continue\n        except KeyError as e:\n            log(e)\n        finally:\n            close()\n")).toMatchInlineSnapshot(`
      "0 entry -> 3
      1 exit ->
      2 raiseExit ->
      3 iter for x in a: -> 4 exception:2
      4 iterate for x in a: -> true:5 false:1 exception:2
      5 store x -> 6
      6 call g(x) -> 7 exception:10
      7 test g(x) -> true:8 false:19
      8 call h() -> 9 exception:10
      9 return return h() -> 18
      10 catch except KeyError as e: -> true:11 exception:15
      11 store e -> 12
      12 call log(e) -> 13 exception:15
      13 delete e -> 14
      14 call close() -> 4 exception:2
      15 join -> 16
      16 call close() -> 17 exception:2
      17 reraise try: -> exception:2
      18 call close() -> 1 exception:2
      19 call close() -> 4 exception:2"
    `);
  });

  test("cancellation passes `except Exception` and runs the async exits", () => {
    expect(golden("async def f(lock):\n    try:\n        async with lock:\n            await g()\n    except Exception:\n        log()\n")).toMatchInlineSnapshot(`
      "0 entry -> 3
      1 exit ->
      2 raiseExit ->
      3 enter lock yields -> 4 exception:9 cancel:2
      4 call g() -> 5 exception:7
      5 await await g() yields -> 6 exception:7 cancel:8
      6 leave lock yields -> exception:9 1 cancel:2
      7 leave lock yields -> exception:9 cancel:2
      8 leave lock yields -> cancel:2
      9 catch except Exception: -> true:10
      10 call log() -> 1 exception:2"
    `);
  });

  test("short circuits, chained comparisons, walrus and conditional expressions branch", () => {
    expect(golden("def f(a, b):\n    x = a and b or not (y := g())\n    while 0 < a.n <= 3:\n        x = b if x else a\n    return x\n")).toMatchInlineSnapshot(`
      "0 entry -> 3
      1 exit ->
      2 raiseExit ->
      3 test a -> true:4 false:5
      4 test b -> false:5 true:8
      5 join -> 6
      6 call g() -> 7 exception:2
      7 store y -> 8
      8 store x -> 9
      9 loop while 0 < a.n <= 3: -> 10
      10 attribute a.n -> 11 exception:2
      11 store a.n -> 12
      12 test 0 < a.n -> true:13 false:16
      13 test a.n <= 3 -> true:14 false:16
      14 test x -> false:15 true:15
      15 store x -> 9
      16 join -> 17
      17 return return x -> 1"
    `);
  });

  test("match, assert, del and a generator expression", () => {
    expect(golden("def f(m):\n    match m:\n        case [a, *b] if g(a): del m.x\n        case _: assert b, h()\n    return any(p(c) for c in m if c)\n")).toMatchInlineSnapshot(`
      "0 entry -> 3
      1 exit ->
      2 raiseExit ->
      3 case case [a, *b] if g(a): del m.x -> true:4 false:9 exception:2
      4 store a -> 5
      5 store b -> 6
      6 call g(a) -> 7 exception:2
      7 test g(a) -> true:8 false:9
      8 delete m.x -> 13 exception:2
      9 case case _: assert b, h() -> true:10 exception:2
      10 test b -> false:11 true:13
      11 call h() -> 12 exception:2
      12 raise assert b, h() -> exception:2
      13 join -> 14
      14 iter for c in m if c -> 15 exception:2
      15 iterate for c in m if c -> true:16 false:19 exception:2
      16 store c -> 17
      17 test c -> true:18 false:15
      18 call p(c) -> 15 19 exception:2
      19 call any(p(c) for c in m if c) -> 20 exception:2
      20 return return any(p(c) for c in m if c) -> 1"
    `);
  });
});

describe("points", () => {
  test("an expression without a point has that of what consumes it", () => {
    const drawn = draw("def f(a):\n    x = a + 1\n    g(x)\n    return -a\n");
    expect(pointsOf(drawn.flow, nodeAt(drawn, "a + 1"))).toEqual([only(drawn, "x")]);
    expect(pointsOf(drawn.flow, nodeAt(drawn, "x", 1))).toEqual([only(drawn, "g(x)")]);
    expect(pointsOf(drawn.flow, nodeAt(drawn, "-a"))).toEqual(pointsOfKind(drawn.flow, Kind.return));
  });

  test("a tested call and its branch, a context manager's enter and exit are told apart", () => {
    const drawn = draw("def f():\n    if g(): pass\n    with h() as x: pass\n");
    const kinds = (points: readonly Point[]): number[] => points.map((point) => drawn.flow.kinds[point]!);
    expect(kinds(pointsOf(drawn.flow, nodeAt(drawn, "g()")))).toEqual([Kind.call]);
    expect(kinds(testsOf(drawn.flow, nodeAt(drawn, "g()")))).toEqual([Kind.test]);
    expect(kinds(pointsOf(drawn.flow, nodeAt(drawn, "h() as x")))).toEqual([Kind.enter]);
  });

  test("code after a return, a raise or sys.exit() is unreachable; nothing follows an endless loop", () => {
    for (const end of ["return", "raise E", "sys.exit(1)", "os._exit(1)", "while True: h()"]) {
      const drawn = draw(`def f():\n    ${end}\n    g()\n`);
      expect(at(drawn, "g()").map((point) => isReachable(drawn.flow, point)), end).toEqual([false]);
    }
  });

  test("a handler for KeyboardInterrupt is not dead code though no await is near", () => {
    const drawn = draw("def f():\n    try:\n        run()\n    except KeyboardInterrupt:\n        stop()\n");
    expect(isReachable(drawn.flow, at(drawn, "stop()")[0]!)).toBe(true);
  });

  test("a handler around names and operators only is not dead code", () => {
    for (const body of ["x = a", "a", "x = 1 / a", "x, y = a", "import m", "del a.b", "x = a.b", "x = a[0]"]) {
      const drawn = draw(`def f(a):\n    try:\n        ${body}\n    except Exception:\n        g()\n`);
      expect(isReachable(drawn.flow, at(drawn, "g()")[0]!), body).toBe(true);
    }
  });

  test("finally nested in finally stays small", () => {
    let source = "def f():\n";
    for (let i = 1; i <= 30; i++) source += `${" ".repeat(i)}try:\n${" ".repeat(i + 1)}g()\n${" ".repeat(i)}finally:\n`;
    expect(draw(`${source}${" ".repeat(31)}h()\n`).flow.size).toBeLessThan(1_000);
  });
});

describe("dominance", () => {
  test("a filter dominates the order, the log does not", () => {
    const drawn = draw("def f(s):\n    if not ok(s):\n        log(s)\n        return\n    order(s)\n");
    const tree = dominatorsOf(drawn.flow);
    expect(dominates(tree, only(drawn, "ok(s)"), only(drawn, "order(s)"))).toBe(true);
    expect(dominates(tree, only(drawn, "log(s)"), only(drawn, "order(s)"))).toBe(false);
  });

  test("post-dominance with and without exceptions", () => {
    const drawn = draw("def f(s):\n    open(s)\n    work(s)\n    close(s)\n");
    const [work, close] = [only(drawn, "work(s)"), only(drawn, "close(s)")];
    expect(dominates(postDominatorsOf(drawn.flow, "returning"), close, work)).toBe(true);
    expect(dominates(postDominatorsOf(drawn.flow, "any"), close, work)).toBe(false);
  });
});

describe("conditions", () => {
  const shown = (drawn: Drawn, text: string): string[] => conditionsAt(drawn.flow, only(drawn, text))
    .map(({ node, outcome }) => `${outcome ? "" : "not "}${drawn.source.slice(node.start, node.end).split("\n")[0]!}`);

  test("guards by branch, by early return and by `and`", () => {
    const drawn = draw("def f(a, b, c):\n    if a: return\n    if b and not c:\n        g()\n    h()\n");
    expect(shown(drawn, "g()")).toEqual(["not c", "b", "not a"]);
    expect(shown(drawn, "h()")).toEqual(["not a"]);
  });

  test("a disjunction is no condition; loops and handlers are", () => {
    const drawn = draw("def f(a, b):\n    if a or b: g()\n    for x in a: h(x)\n    try:\n        i()\n    except E: j()\n");
    expect(shown(drawn, "g()")).toEqual([]);
    expect(shown(drawn, "h(x)")).toEqual(["for x in a: h(x)"]);
    expect(shown(drawn, "j()")).toEqual(["except E: j()", "not for x in a: h(x)"]);
  });

  test("holdsAt", () => {
    const drawn = draw("def f(a):\n    if a: g()\n    else: h()\n");
    const branch = pointsOfKind(drawn.flow, Kind.test)[0]!;
    expect(holdsAt(drawn.flow, branch, "true", only(drawn, "g()"))).toBe(true);
    expect(holdsAt(drawn.flow, branch, "true", only(drawn, "h()"))).toBe(false);
  });
});

describe("suspensions between two points", () => {
  const between = (body: string): boolean => {
    const drawn = draw(`async def f(self, k):\n${body}`);
    return yieldsBetween(drawn.flow, only(drawn, "self.d.get(k)"), only(drawn, "self.d.pop(k)"));
  };

  test("an await, an async with and an async for do, a plain call does not", () => {
    expect(between("    if self.d.get(k):\n        g()\n        self.d.pop(k)\n")).toBe(false);
    expect(between("    if self.d.get(k):\n        await g()\n        self.d.pop(k)\n")).toBe(true);
    expect(between("    if self.d.get(k):\n        async with l:\n            self.d.pop(k)\n")).toBe(true);
    expect(between("    if self.d.get(k):\n        async for x in y: pass\n        self.d.pop(k)\n")).toBe(true);
  });

  test("not before the first, after the second, or when the first is passed again", () => {
    expect(between("    await g()\n    if self.d.get(k):\n        self.d.pop(k)\n        await g()\n")).toBe(false);
    expect(between("    while True:\n        if self.d.get(k):\n            self.d.pop(k)\n        await g()\n")).toBe(false);
    expect(between("    if self.d.get(k):\n        while h():\n            self.d.pop(k)\n            await g()\n")).toBe(true);
  });

  test("on one branch only, through a handler, and named", () => {
    expect(between("    if self.d.get(k):\n        if h(): await g()\n        self.d.pop(k)\n")).toBe(true);
    expect(between("    if self.d.get(k):\n        if h():\n            await g()\n            return\n        self.d.pop(k)\n")).toBe(false);
    expect(between("    if self.d.get(k):\n        try: await g()\n        except Exception:\n            self.d.pop(k)\n")).toBe(true);
    const drawn = draw("async def f():\n    a()\n    await g()\n    await h()\n    b()\n");
    expect(yieldBetween(drawn.flow, only(drawn, "a()"), only(drawn, "b()"))).toBe(only(drawn, "await g()"));
  });

  test("reaches, and avoiding", () => {
    const drawn = draw("def f(x):\n    a()\n    if x: g()\n    b()\n");
    const [a, g, b] = [only(drawn, "a()"), only(drawn, "g()"), only(drawn, "b()")];
    expect(reaches(drawn.flow, a, b)).toBe(true);
    expect(reaches(drawn.flow, b, a)).toBe(false);
    expect(reaches(drawn.flow, a, b, (point) => point === g)).toBe(true);
    expect(reaches(drawn.flow, a, b, (point) => drawn.flow.kinds[point] === Kind.test)).toBe(false);
  });
});

describe("definitions", () => {
  /** Lines (from 1) of the bindings that the nth read `name` may see; 0 is a parameter. */
  const lines = (source: string, name: string, nth: number): number[] | null => {
    const drawn = draw(source);
    const reads = drawn.flow.locals.useNodes.filter(({ id }) => id === name);
    const points = reachingDefinitions(drawn.flow, reads[nth]!);
    return points && points.map((point) => {
      const node = drawn.flow.nodes[point];
      return node ? source.slice(0, node.start).split("\n").length : 0;
    });
  };

  test("parameters, branches and loops", () => {
    expect(lines("def f(x):\n    g(x)\n    if x:\n        x = 1\n    return x\n", "x", 2)).toEqual([0, 4]);
    expect(lines("def f():\n    x = 0\n    while x < 9:\n        x += 1\n", "x", 0)).toEqual([2, 4]);
  });

  test("comprehension targets are names of their own, a walrus is not", () => {
    expect(lines("def f(x):\n    y = [x for x in x]\n    return x\n", "x", 0)).toEqual([0]);
    expect(lines("def f(x):\n    y = [x for x in x]\n    return x\n", "x", 1)).toEqual([2]);
    expect(lines("def f(x):\n    y = [x for x in x]\n    return x\n", "x", 2)).toEqual([0]);
    expect(lines("def f(x):\n    y = [(z := q) for q in x]\n    return z\n", "z", 0)).toEqual([2]);
  });

  test("a class body has names of its own, a loop's iterable is read before its target", () => {
    expect(lines("def f(x):\n    class C:\n        x = 1\n        y = x\n    return x\n", "x", 0)).toEqual([3]);
    expect(lines("def f(x):\n    class C:\n        x = 1\n        y = x\n    return x\n", "x", 1)).toEqual([0]);
    expect(lines("def f(x):\n    for x in x:\n        pass\n", "x", 0)).toEqual([0]);
  });

  test("imports, definitions, handlers, with, match and del bind or unbind", () => {
    expect(lines("def f():\n    import a.b\n    from m import n as k\n    def h(): pass\n    return a, k, h\n", "a", 0)).toEqual([2]);
    expect(lines("def f():\n    import a.b\n    from m import n as k\n    def h(): pass\n    return a, k, h\n", "k", 0)).toEqual([3]);
    expect(lines("def f():\n    import a.b\n    from m import n as k\n    def h(): pass\n    return a, k, h\n", "h", 0)).toEqual([4]);
    expect(lines("def f():\n    e = 0\n    try:\n        g()\n    except E as e:\n        log(e)\n    return e\n", "e", 1)).toEqual([2]);
    expect(lines("def f():\n    x = 1\n    del x\n    return x\n", "x", 0)).toEqual([]);
    expect(lines("def f(m):\n    match m:\n        case {'a': x}: pass\n    return x\n", "x", 0)).toEqual([3]);
  });

  test("names of other scopes are not known", () => {
    expect(lines("def f():\n    return x\n", "x", 0)).toBeNull();
    expect(lines("def f():\n    global x\n    x = 1\n    return x\n", "x", 0)).toBeNull();
  });

  test("reads of a binding", () => {
    const drawn = draw("def f():\n    x = 1\n    g(x)\n    if x: x = 2\n    return x\n");
    const first = reachingDefinitions(drawn.flow, drawn.flow.locals.useNodes.find(({ id }) => id === "x") as Name)![0]!;
    expect(readsOf(drawn.flow, first).length).toBe(3);
  });
});

test("the solver: calls that have surely happened, and that may still happen", () => {
  const drawn = draw("def f(x):\n    a()\n    while x:\n        if b(): continue\n        c()\n    d()\n");
  const calls = (points: ReadonlySet<Point>): string => [...points].map((point) => drawn.source.slice(drawn.flow.nodes[point]!.start, drawn.flow.nodes[point]!.start + 1)).sort().join("");
  const every = new Set(pointsOfKind(drawn.flow, Kind.call));
  const same = (p: ReadonlySet<Point>, q: ReadonlySet<Point>): boolean => p.size === q.size;
  const add = (state: ReadonlySet<Point>, point: Point): ReadonlySet<Point> => (drawn.flow.kinds[point] === Kind.call ? new Set([...state, point]) : state);
  const done = solve<ReadonlySet<Point>>(drawn.flow, { direction: "forward", boundary: new Set(), bottom: every, join: (p, q) => new Set([...p].filter((one) => q.has(one))), same, transfer: add });
  expect(calls(done.at[only(drawn, "d()")]!)).toBe("a");
  const ahead = solve<ReadonlySet<Point>>(drawn.flow, { direction: "backward", boundary: new Set(), bottom: new Set(), join: (p, q) => new Set([...p, ...q]), same, transfer: add });
  expect(calls(ahead.at[only(drawn, "c()")]!)).toBe("bcd");
});
