import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";
import { renderDot } from "../../src/report/map/dot.ts";
import { graphOf } from "../../src/report/map/graph.ts";
import { LAYERS } from "../../src/report/map/nodes.ts";
import { renderMapJson } from "../../src/report/map/json.ts";
import { layoutOf } from "../../src/report/map/layout.ts";
import { mapSchema } from "../../src/report/map/map-schema.ts";
import { renderMermaid } from "../../src/report/map/mermaid.ts";
import { renderMapPage } from "../../src/report/map/page.ts";
import { renderMap } from "../../src/report/map-report.ts";
import type { MapSummary } from "../../src/sdk/audit-result.ts";
import { LANGUAGES } from "../../src/sdk/text.ts";
import { SAMPLE } from "./sample-audit.ts";
import { sampleMap, samplePath } from "./sample-map.ts";

const FRAGMENTS = ["<script>alert(1)</script>", "</title>", "</style>", "-->", "\"", "'", "`", "&lt;", "]]", "\"]", "[", "{", "}", "|", ";", "%%{init: {}}%%", "end", "subgraph", "click n1 \"x\"", ":::missing", "#quot;", "#", "\n", "\\", "\u001b[2J", "\u202e", "<b>", "</TD>", "->", "-->|x|", "1. ", "- ", "__init__", "http://x.example", "я", "🔴", "a"];
const hostile = fc.array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 6 }).map((parts) => parts.join(""));
const EMPTY: MapSummary = { entries: [], calls: { inProject: 0, resolved: 0, unresolvedReasons: [] } };
// eslint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe("the graph", () => {
  test("leads from left to right only, whatever the ways", () => {
    fc.assert(fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (numbers) => {
      const { nodes, edges } = graphOf({ ...EMPTY, paths: numbers.map((n) => samplePath(n, "x")) });
      const layer = new Map(nodes.map((one) => [one.id, LAYERS.indexOf(one.layer)]));
      for (const { from, to } of edges) expect(layer.get(to)! - layer.get(from)!).toBe(1);
      expect(new Set(nodes.map((one) => one.id)).size).toBe(nodes.length);
    }));
  });

  test("is the same in whatever order the ways come", () => {
    const map = sampleMap(60);
    expect(renderMapPage(SAMPLE, { ...map, paths: map.paths!.toReversed() }, "en")).toBe(renderMapPage(SAMPLE, map, "en"));
  });

  test("shows what is missing, what is not recognised and what needs no filter", () => {
    const { nodes } = graphOf({ ...EMPTY, paths: [samplePath(0, "x"), samplePath(3, "x"), samplePath(4, "x"), samplePath(1, "x")] });
    const tones = nodes.map((one) => `${one.layer} ${one.tone}`);
    for (const tone of ["filters missing", "filters quiet", "start unknown", "sizing unknown", "exit missing"]) expect(tones).toContain(tone);
  });

  test("of 200 ways stays readable: twins are one box with a count", () => {
    const { nodes, lanes } = graphOf(sampleMap(200));
    expect(lanes.reduce((sum, lane) => sum + lane.paths.length, 0)).toBe(200);
    expect(nodes.length).toBeLessThan(180);
    expect(nodes.filter((one) => one.layer === "sizing").length).toBeLessThan(15);
  });
});

test.each([1, 5, 40, 200])("boxes of %i ways lie within the page and apart from each other", (count) => {
  const { boxes, curves, width, height } = layoutOf(graphOf(sampleMap(count)), "ru");
  for (const box of boxes) {
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(40);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    for (const other of boxes) if (other !== box && other.x === box.x) expect(other.y >= box.y + box.height || box.y >= other.y + other.height).toBe(true);
  }
  for (const { x1, x2, y1, y2 } of curves) expect(x1 < x2 && y1 > 0 && y2 > 0).toBe(true);
});

describe("mermaid", () => {
  let parse: (text: string) => Promise<unknown>;
  beforeAll(async () => {
    // What Mermaid asks of a browser when it only parses.
    const window = parseHTML("<!doctype html><html><body></body></html>") as unknown as Record<string, unknown>;
    Object.assign(globalThis, { window, document: window["document"] });
    for (const name of ["Element", "DocumentFragment", "HTMLTemplateElement", "Node", "NodeFilter", "NamedNodeMap", "HTMLFormElement", "DOMParser"]) (globalThis as Record<string, unknown>)[name] ??= window[name];
    const { default: mermaid } = await import("mermaid");
    mermaid.initialize({ securityLevel: "strict" });
    parse = (text) => mermaid.parse(text);
  }, 60_000);

  test.each([0, 1, 5, 200])("of %i ways is taken by Mermaid's own parser", async (count) => {
    for (const language of LANGUAGES) await expect(parse(renderMermaid(count === 0 ? EMPTY : sampleMap(count), language))).resolves.toMatchObject({ diagramType: "flowchart-v2" });
  });

  test("keeps words of the bot inside of their boxes", async () => {
    const lines = renderMermaid(sampleMap(3), "en").split("\n").length;
    await fc.assert(fc.asyncProperty(hostile, async (words) => {
      const text = renderMermaid(sampleMap(3, words), "en");
      expect(text.split("\n").length).toBe(lines);
      expect(text).not.toMatch(OBEYED);
      await parse(text);
    }), { numRuns: 60 });
  }, 60_000);

  test("refuses what is no flow chart, so that the tests above mean something", async () => { await expect(parse("flowchart LR\n a[x(] --> \n")).rejects.toThrow(); });
});

const graphviz = spawnSync("dot", ["-V"]).status === 0;

describe("dot", () => {
  test("holds no bare sign of the bot", () => {
    fc.assert(fc.property(hostile, (words) => {
      const text = renderDot(sampleMap(3, words), "en");
      expect(text).not.toMatch(OBEYED);
      const labels = [...text.matchAll(/label=<(.*)>\];$/gm)].map((one) => one[1]!);
      for (const label of labels) expect(label.replace(/<\/?(TABLE|TR|TD|FONT|B)( [A-Z-]+="[#A-Za-z0-9]*")*>/g, "")).not.toMatch(/[<>"]|&(?!(amp|lt|gt|quot|#39);)/);
    }), { numRuns: 100 });
  });

  test.skipIf(!graphviz)("is drawn by Graphviz", () => {
    for (const map of [EMPTY, sampleMap(5), sampleMap(40, "<b>\"x\"</b>]; &amp; я")]) expect(spawnSync("dot", ["-Tsvg"], { input: renderDot(map, "ru"), encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the page", () => {
  const sha = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const pageOf = (map: MapSummary, language: "en" | "ru" = "en") => renderMapPage(SAMPLE, map, language);

  test("loads nothing, and its policy allows its own style and script alone", () => {
    const page = pageOf(sampleMap(20));
    const { document } = parseHTML(page);
    const policy = document.querySelector("meta[http-equiv]")!.getAttribute("content")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${sha(/<script>([\s\S]*?)<\/script>/.exec(page)![1]!)}`);
    expect(policy).toContain(`style-src ${sha(/<style>([\s\S]*?)<\/style>/.exec(page)![1]!)}`);
    expect(page.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/(src|href|action)="(?!#)|url\(|@import|https?:\/\//);
    expect(page).not.toMatch(/\sstyle="|\son[a-z]+="/);
  });

  test("leads from each box to what it stands for", () => {
    const { document } = parseHTML(pageOf(sampleMap(20)));
    const boxes = [...document.querySelectorAll("svg a.box")];
    expect(boxes.length).toBeGreaterThan(10);
    for (const box of boxes) expect(document.querySelector(box.getAttribute("href")!)).not.toBe(null);
    expect(document.querySelector("#about-exit-1")!.textContent).toContain("exits.py:62");
  });

  test("shows words of the bot and obeys none of them", () => {
    const tags = (page: string): string[] => [...parseHTML(page).document.querySelectorAll("*")].map((one) => `${one.tagName} ${[...one.attributes].map((attribute) => attribute.name).join(" ")}`);
    const expected = tags(pageOf(sampleMap(4, "x")));
    fc.assert(fc.property(hostile, (words) => {
      const page = pageOf(sampleMap(4, `x${words}`));
      expect(page).not.toMatch(OBEYED);
      expect(tags(page)).toEqual(expected);
    }), { numRuns: 60 });
    expect(parseHTML(pageOf(sampleMap(1, "<i>x</i>"))).document.querySelector("#about-source-1")!.textContent).toContain("<i>x</i>.decide_0");
  });

  test("says in both languages that nothing was recognised", () => {
    expect(pageOf(EMPTY)).toContain("No way from a decision");
    expect(pageOf(EMPTY, "ru")).toContain("Пути от решения до открывающего ордера не распознаны");
  });
});

test("the map as JSON names ways, exits and entries, as its schema says", () => {
  const whole = JSON.parse(renderMapJson(SAMPLE, sampleMap(30)));
  expect(mapSchema.parse(whole)).toEqual(whole);
  const document = JSON.parse(renderMapJson(SAMPLE, sampleMap(2)));
  expect(document).toMatchObject({ schema: 1, paths: [{ start: { at: { file: "main.py", line: 1 } }, filters: [{ there: false, at: null }, {}, {}, {}, {}, {}] }, { sizing: null }], exits: [{ triggers: [{ at: { line: 62 } }, { when: null }] }] });
});

test("the text tells exits with what triggers them", () => {
  expect(renderMap(SAMPLE, sampleMap(1), "en", { colour: false, unicode: true, width: 100 })).toContain("How positions are closed (1)\n  exits.py:37  name.close\n  ├─ exits.py:62  name.on_tick when name is not None\n  ├─ app.py:182  name\n  └─ order: rest.py:178  /api/v5/trade/order");
});
