import { expect, test } from "vitest";
import { index } from "../../src/facts/code/module-index.ts";
import { places } from "../../src/facts/code/places.ts";
import { factsFor, given } from "./program-of.ts";

test("source is quoted on one line, without comments and without the brackets' line breaks", () => {
  const facts = factsFor({ "m.py": `x = (\n    0.4  # raised from 0.3\n)\ny = min(\n    a * 0.5,  # "half"\n    0.25,\n)\nz = f("a # b",\n  'c', [\n   1,\n   2,\n])\nw = a  +  b\n` });
  const { snippet } = given(facts, places);
  expect(given(facts, index).modules.get("m.py")!.byKind.get("assign")!.map((one) => snippet(one))).toEqual(["x = (0.4)", "y = min(a * 0.5, 0.25)", "z = f(\"a # b\", 'c', [1, 2])", "w = a + b"]);
});
