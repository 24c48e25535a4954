import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { python } from "../../src/languages/python/language.ts";
import { brokenInvariants } from "./invariants.ts";

const folder = join(import.meta.dirname, "../golden");
const texts = readdirSync(folder).filter((file) => file.endsWith(".py")).sort().map((file) => readFileSync(join(folder, file), "utf8"));
const modern = readFileSync(join(folder, "modern.py"), "utf8");
const names = (text: string) => python.lower("x.py", text).functions.map((fn) => fn.qualname);

const rest = "\nclass After:\n    def one(self):\n        return 1\n\n    async def two(self):\n        pass\n\ndef three():\n    pass\n";

test.each([
  "x = f(1, 2\n", "x = [1, {2: (3\n", "x = {\n", "def broken(a, b\n    pass\n", "def broken(a, (b\n", "def broken(:\n    pass\n", "class Broken(\n",
  "class Broken(Base:\n    def inside(self): pass\n", "if x\n    y\n", "for in y:\n    pass\n", "while:\n    pass\n", "x = \"open\n", "x = f\"{a\n", "x = f\"{a!}\n", "f'{x:{y}\n",
  "import\n", "from x import (a, b\n", "from x import\n", "print 'two'\n", "exec 'x' in y\n", "x = a.\n", "x = a[\n", "x = a +\n", "lambda x\n", "match x:\n    case [a, :\n        pass\n",
  "match x:\n    cas 1:\n        pass\n", "try:\n    pass\n", "with open(x as f:\n    pass\n", "@\n", "x = f\"\"\"{a\n", "x = {f'{b:{c\n", "async\n", "async x\n", "return = 1\n", "  indented\n", "def f():\npass\n",
  "if x:\n        a\n    b\n", "<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> theirs\n", "a = 1 2 3\n", "$ ? `x`\n", ")\n", "x = (1]\n", "else:\n    pass\n", "type X\n", "del\n", "raise from\n",
])("functions after %j are kept", (damage) => {
  const text = `def before():\n    pass\n\n${damage}${rest}`;
  const module = python.lower("x.py", text);
  expect(module.functions.map((fn) => fn.qualname)).toEqual(expect.arrayContaining(["before", "After.one", "After.two", "three"]));
  expect(module.damaged.length).toBeGreaterThan(0);
  expect(module.damaged.every((range) => text.slice(0, range.start).split("\n").length <= 12)).toBe(true);
  expect(brokenInvariants(module, text)).toEqual([]);
});

test("an unclosed bracket inside a method keeps the methods after it in their class", () => {
  expect(names("class A:\n    def a(self):\n        x = f(1,\n    def b(self):\n        pass\n\nclass B:\n    def c(self): pass\n")).toEqual(["<module>", "A.a", "A.b", "B.c"]);
});

test("rules beyond the grammar are no damage", () => {
  for (const text of ["return 1\n", "break\n", "def f(a, a): pass\n", "def f(a=1, b): pass\n", "f(a=1, b)\n", "try: pass\nexcept: pass\nexcept A: pass\n"]) {
    expect(python.lower("x.py", text).damaged, text).toEqual([]);
  }
});

test("every truncation of a file is analysed up to its end", () => {
  for (let end = 0; end < modern.length; end += 7) {
    const text = modern.slice(0, end);
    const module = python.lower("x.py", text);
    expect(brokenInvariants(module, text), `cut at ${end}`).toEqual([]);
  }
});

const pieces = ["(", ")", "[", "]", "{", "}", "'", '"', "'''", 'f"', ":", ",", "\n", "\r", "\r\n", "    ", "\t", "\f", "\\", "#", "@", "*", "**", "=", ":=", "->", ".", "\0", "é", "😀", "\uFEFF",
  "def ", "class ", "if ", "else:", "elif ", "lambda ", "async ", "await ", "yield ", "match ", "case ", "with ", "for ", " in ", "not ", "return ", "try:", "except ", "import ", "from ", "!r", "{x!r:>{", "0x", "1_", "e5", "type "];

test("no mutation of real text makes it throw or leave the invariants", () => {
  const edit = fc.record({ at: fc.nat(), remove: fc.nat(12), piece: fc.constantFrom("", ...pieces) });
  fc.assert(fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 8 }), (original, edits) => {
    let text = original;
    for (const { at, remove, piece } of edits) {
      const place = at % (text.length + 1);
      text = text.slice(0, place) + piece + text.slice(place + remove);
    }
    const broken = brokenInvariants(python.lower("x.py", text), text);
    if (broken.length > 0) throw new Error(broken.join("\n"));
  }), { numRuns: 1500, seed: 20261123 });
});

test("no soup of tokens makes it throw or leave the invariants", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...pieces, "x", "1", " "), { maxLength: 60 }), (parts) => {
    const text = parts.join("");
    const broken = brokenInvariants(python.lower("x.py", text), text);
    if (broken.length > 0) throw new Error(broken.join("\n"));
  }), { numRuns: 3000, seed: 20261123 });
});
