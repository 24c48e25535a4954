import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { K, O, S, T } from "../../src/languages/python/node-types.ts";

const dist = join(dirname(createRequire(import.meta.url).resolve("@zzzen/pyright-internal/package.json")), "dist/parser");

function upstream(file: string, name: string): Record<string, number> {
  const body = new RegExp(`const enum ${name} \\{([^}]*)\\}`).exec(readFileSync(join(dist, file), "utf8"))![1]!;
  return Object.fromEntries([...body.matchAll(/(\w+) = (\d+)/g)].map((row) => [row[1]!, Number(row[2])]));
}

test("our numbers are those of the pinned package", () => {
  expect(T).toEqual(upstream("parseNodes.d.ts", "ParseNodeType"));
  expect(upstream("tokenizerTypes.d.ts", "OperatorType")).toMatchObject(O);
  expect(upstream("tokenizerTypes.d.ts", "KeywordType")).toMatchObject(K);
  expect(upstream("tokenizerTypes.d.ts", "StringTokenFlags")).toMatchObject(S);
  expect(upstream("tokenizerTypes.d.ts", "TokenType")).toMatchObject({ EndOfStream: 1, NewLine: 2, CloseParenthesis: 14 });
});
