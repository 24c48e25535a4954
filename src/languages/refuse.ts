import * as make from "../ir/builder.ts";
import type { Module } from "../ir/nodes.ts";
import { lineStarts } from "./line-starts.ts";

/** The module of a file of which nothing could be analysed: one damage statement over all of it. */
export function refuse(file: string, language: Module["language"], text: string, why: string): Module {
  const root = make.functionNode(0, text.length, {
    name: "<module>", qualname: "<module>", params: [], decorators: [], returns: null, async: false, generator: false,
    body: [make.damage(0, text.length, why)], index: 0,
  });
  const damaged = [{ start: 0, end: text.length, why }];
  return { file, language, root, functions: [root], classes: [], lineStarts: lineStarts(text), damaged };
}
