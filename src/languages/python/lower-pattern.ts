import * as make from "../../ir/builder.ts";
import type { Expr, Name, Pattern } from "../../ir/nodes.ts";
import { lowerExpr, lowerName } from "./lower-expr.ts";
import { deeper, from, past, to, type Lowering } from "./lowering.ts";
import { T } from "./node-types.ts";
import type { PatternAsNode, PatternCaptureNode, PatternClassNode, PatternMappingNode, PatternNode } from "./tree.ts";

export function lowerPattern(cx: Lowering, node: PatternNode): Pattern {
  deeper(cx, 1);
  const pattern = lowerOne(cx, node);
  cx.depth--;
  return pattern;
}

function lowerOne(cx: Lowering, node: PatternNode): Pattern {
  switch (node.nodeType) {
    case T.PatternAs: return lowerAs(cx, node);
    case T.PatternLiteral: case T.PatternValue: return make.valuePattern(from(node), to(node), lowerExpr(cx, node.d.expr));
    case T.PatternCapture: return lowerCapture(node);
    case T.PatternSequence: return make.sequencePattern(from(node), to(node), lowerPatterns(cx, node.d.entries));
    case T.PatternClass: return lowerClassPattern(cx, node);
    case T.PatternMapping: return lowerMapping(cx, node);
    case T.Error: return make.valuePattern(from(node), to(node), lowerExpr(cx, node));
  }
}

function lowerPatterns(cx: Lowering, nodes: readonly PatternNode[]): Pattern[] {
  return nodes.map((node) => lowerPattern(cx, node));
}

function lowerAs(cx: Lowering, node: PatternAsNode): Pattern {
  const { orPatterns, target } = node.d;
  const options = lowerPatterns(cx, orPatterns);
  const inner = options.length === 1 ? options[0]! : make.orPattern(from(node), target ? past(orPatterns.at(-1)!) : to(node), options);
  return target ? make.capturePattern(from(node), to(node), lowerName(target), inner) : inner;
}

function lowerCapture(node: PatternCaptureNode): Pattern {
  const target = node.d.isWildcard ? null : lowerName(node.d.target);
  return node.d.isStar ? make.starPattern(from(node), to(node), target) : make.capturePattern(from(node), to(node), target, null);
}

function lowerClassPattern(cx: Lowering, node: PatternClassNode): Pattern {
  const cls = lowerExpr(cx, node.d.className);
  const names = node.d.args.map((arg) => arg.d.name?.d.value ?? "");
  return make.classPattern(from(node), to(node), cls, names, lowerPatterns(cx, node.d.args.map((arg) => arg.d.pattern)));
}

function lowerMapping(cx: Lowering, node: PatternMappingNode): Pattern {
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: Name | null = null;
  for (const entry of node.d.entries) {
    if (entry.nodeType === T.PatternMappingExpandEntry) {
      rest = lowerName(entry.d.target);
      continue;
    }
    const { keyPattern, valuePattern } = entry.d;
    keys.push(lowerExpr(cx, keyPattern.nodeType === T.Error ? keyPattern : keyPattern.d.expr));
    patterns.push(lowerPattern(cx, valuePattern));
  }
  return make.mappingPattern(from(node), to(node), keys, patterns, rest);
}
