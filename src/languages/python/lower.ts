import * as make from "../../ir/builder.ts";
import type { FunctionNode, Module, Stmt } from "../../ir/nodes.ts";
import { lineStarts } from "../line-starts.ts";
import { refuse } from "../refuse.ts";
import { damagedRanges } from "./damage.ts";
import { lowerStatements } from "./lower-stmt.ts";
import type { Lowering } from "./lowering.ts";
import { maxTextLength, parse } from "./parse.ts";

/** See `Language.attempt`. */
export function attempt(file: string, text: string): Module | null {
  if (text.length > maxTextLength) return refuse(file, "python", text, `the file is larger than ${maxTextLength / 1_000_000} million characters`);
  try {
    return lowerText(file, text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    return refuse(file, "python", text, error instanceof Error ? error.message : String(error));
  }
}

/** See `Language.lower`. */
export function lower(file: string, text: string): Module {
  return attempt(file, text) ?? refuse(file, "python", text, "the code nests too deeply to be analysed");
}

function lowerText(file: string, text: string): Module {
  const { tree, errors } = parse(text);
  const damaged = damagedRanges(text, errors);
  const cx: Lowering = { text, functions: [], classes: [], spine: [], depth: 0, prefix: "", generator: false, temporaries: 0 };
  cx.functions.push(null as unknown as FunctionNode);
  const root = topLevel(text, lowerStatements(cx, tree.d.statements));
  cx.functions[0] = root;
  return { file, language: "python", root, functions: cx.functions, classes: cx.classes, lineStarts: lineStarts(text), damaged };
}

function topLevel(text: string, body: Stmt[]): FunctionNode {
  return make.functionNode(0, text.length, {
    name: "<module>", qualname: "<module>", params: [], decorators: [], returns: null, async: false, generator: false, body, index: 0,
  });
}
