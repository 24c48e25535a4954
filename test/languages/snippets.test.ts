import { expect, test } from "vitest";
import { lineOf, type Node } from "../../src/ir/nodes.ts";
import { print } from "../../src/ir/print.ts";
import { walk } from "../../src/ir/walk.ts";
import { python } from "../../src/languages/python/language.ts";
import { brokenInvariants } from "./invariants.ts";

const lower = (text: string) => python.lower("x.py", text);
const shown = (text: string) => print(lower(text)).replace(/^ *\d+ {2}/gm, "").trim();
const nodes = (text: string): Node[] => {
  const found: Node[] = [];
  walk(lower(text).root, (node) => void found.push(node));
  return found;
};

test.each([
  "match x:\n    case {'a': [1, *_], **rest} if rest: pass\n    case A(b=C.D) | E(): pass\n    case (1 | 2) as n: pass\n    case -1 | 1+2j | 'a' 'b': pass\n",
  "match x:\n    case {}: pass\n    case [{}, ()]: pass\n    case A(): pass\n    case (a,): pass\n    case (*_,): pass\n    case a.b.c: pass\n",
  "match = case = type = 1\nmatch[0] = match(1)\ntype(x).y = 1\nprint(match, case)\n",
  "if (n := f()) and [y := 1, y**2]: pass\n",
  'f"{x:{w}.{p}}" f"{a!r}" f"{ {1: 2}[1] }" f"{lambda_ := 3}"\n',
  "f'{f'{f'{1}'}'}'\nf\"{d[\"k\"]}\"\nf'''{\n  x  # why\n}'''\n",
  "def f[T: int, *Ts, **P = [int]](x: T) -> T: ...\nclass A[T](B[T]): ...\ntype X[T] = list[T]\n",
  "try: pass\nexcept* (A, B) as e: pass\nexcept* C: pass\n",
  "try: pass\nexcept A, B: pass\n",
  "x = t'{a}' rt'{b}'\n",
  "async def f():\n    return [x async for x in y if await z], {k: v async for k, v in w}, (await q for q in r)\n",
  "def f(a, b=1, /, c=2, *, d, e=3, **k): yield\n",
  "for x in *a, *b: pass\nreturn_ = *a, 1\nprint(*a, **b)\nx[*a]\nx[a:b, ::2, ...]\n",
  "with (open(a) as b, open(c) as d,): pass\nwith (a): pass\nwith a, b as (c, d): pass\nwith (yield_): pass\n",
  "@a.b[c](d)\n@(lambda f: f)\ndef g(): pass\n",
  "del x, (y, z), a[0]\nassert x, 'm'\nglobal g\nraise A from None\n",
  "x: int\nx.y: 'str' = 1\n(z): list[int] = []\n",
  "0xFF_FF, 0b1, 0o7, 1_000.5e-3, 1j, .5, 5., 1e400, 99999999999999999999\n",
  "async def f():\n    async with a as b, c: pass\n    async for x in y: pass\n    await (yield)\n",
  "class A: x = 1; y = 2\nif a: b; c\nelse: d\nwhile x: break\nelse: e\n",
  "def f(): return\nx = lambda: (yield)\ny = lambda *a, **k: (a, k)\nnot -x ** -y\n",
  "a if b else c if d else e\na or b and not c\na < b == c is not d not in e\n",
  "if x:\n\ty\n\tif z:\n\t\tw\n",
  "try:\n    pass\nfinally:\n    for x in y:\n        continue\n    return_ = 1\n",
  "(x\n  for x in y)\nx = (\n  1 # c\n)\n{**a, 'b': 1}\n{*a}\n{}\n()\n(1,)\n",
  "def f():\n    try:\n        return 1\n    finally:\n        return 2\n",
  "nonlocal_ = 1\ndef f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n",
  "имя = 'значение'\nclass Бот: pass\nx = '🙂' + y\n",
  "lazy = 1\n_ = lazy\n",
])("is understood without damage: %j", (text) => {
  const module = lower(text);
  expect(module.damaged).toEqual([]);
  expect(brokenInvariants(module, text)).toEqual([]);
});

test("strings are decoded as Python decodes them", () => {
  const value = (text: string) => nodes(text).find((node) => node.kind === "string")?.value;
  expect(value(String.raw`"\x41\u0042\U0001F600\101\n\'\q\\"`)).toBe("AB😀A\n'\\q\\");
  expect(value('"a\\\n b"')).toBe("a b");
  expect(value('"""a\r\nb\rc"""')).toBe("a\nb\nc");
  expect(value(String.raw`r"\n"`)).toBe("\\n");
  expect(value(String.raw`b"\u0041\x41"`)).toBe("\\u0041A");
  expect(value(String.raw`"\x03 after"`)).toBe("\x03 after");
  expect(value('"SIGNAL" "_" \'SKIP\'')).toBe("SIGNAL_SKIP");
  expect(value("f'SIGNAL' '_SKIP {x}'")).toBe("SIGNAL_SKIP {x}");
  expect(value("f'a{{b}}\\x7b'")).toBe("a{b}{");
});

test("names and order of functions and classes", () => {
  const module = lower("@deco(lambda: 1)\nclass A:\n    def m(self, d=lambda: 2):\n        def inner(): pass\n    class B:\n        async def n(self): yield\ndef f(): return lambda x: x\n");
  expect(module.functions.map((fn) => fn.qualname)).toEqual(["<module>", "<lambda>", "A.m", "A.<lambda>", "A.m.inner", "A.B.n", "f", "f.<lambda>"]);
  expect(module.classes.map((cls) => cls.qualname)).toEqual(["A", "A.B"]);
  expect(module.functions.map((fn) => fn.generator)).toEqual([false, false, false, false, false, true, false, false]);
});

test("places are without parentheses and decorators", () => {
  const text = "@d\nasync def f(): pass\nx = ((a + b)) * (c.d(1))\n";
  const at = (node: Node | undefined) => text.slice(node!.start, node!.end);
  const all = nodes(text);
  expect(at(all.find((node) => node.kind === "function" && node.name === "f"))).toBe("async def f(): pass");
  expect(all.filter((node) => node.kind === "binary" || node.kind === "call").map(at)).toEqual(["((a + b)) * (c.d(1))", "a + b", "c.d(1)"]);
});

test("a chained comparison evaluates each operand once", () => {
  expect(shown("a < f() < c < d\n")).toBe("expression (logical and (logical and (compare < a (bind %0 (call f []))) (compare < %0 (bind %1 c))) (compare < %1 d))");
  expect(shown("a < (b < c)\n")).toBe("expression (compare < a (compare < b c))");
  expect(shown("(a < b) < c\n")).toBe("expression (compare < (compare < a b) c)");
});

test.each(["\n", "\r\n"])("offsets are those of the text, with line end %j, BOM, tabs and form feed", (newline) => {
  const text = ["\uFEFFimport a", "\f", "class A:", "\tdef f(self):", '\t\tx = """one', 'two"""', "\t\t\f", "\t\treturn x", "\f", "b = 1", ""].join(newline);
  const module = lower(text);
  expect(module.damaged).toEqual([]);
  expect(module.lineStarts.length).toBe(11);
  const lines = module.root.body.map((statement) => lineOf(module, statement.start));
  expect(lines).toEqual([1, 3, 10]);
  expect(module.root.body.map((statement) => text.slice(statement.start, statement.end)).at(-1)).toBe("b = 1");
  expect(module.functions[1]!.body.map((statement) => lineOf(module, statement.start))).toEqual([5, 8]);
  expect(brokenInvariants(module, text)).toEqual([]);
});

test("a file that is no Python is damaged, not lost", () => {
  for (const text of ["", "\0\0\0", "<html>\n<b>x</b>\n", "\uFEFF\uFEFFx = 1\n", "\\", "'''", "f'{", "((((", "}\n}\n", "@\n", "def\n", "\ud800x\n"]) {
    expect(brokenInvariants(lower(text), text)).toEqual([]);
  }
  expect(lower("x = 1\n<<<<<<< HEAD\ny = 2\n").damaged.length).toBeGreaterThan(0);
});
