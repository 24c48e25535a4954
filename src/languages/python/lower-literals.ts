import * as make from "../../ir/builder.ts";
import type { Expr, Interpolation, StringLiteral, Template } from "../../ir/nodes.ts";
import { decodeString } from "./decode-string.ts";
import { lowerExpr } from "./lower-expr.ts";
import { deeper, from, past, to, type Lowering } from "./lowering.ts";
import { K, S, T } from "./node-types.ts";
import type { ConstantNode, FormatField, FormatSpec, FormatStringNode, NumberNode, StringListNode, StringNode } from "./tree.ts";

export function lowerNumber(cx: Lowering, node: NumberNode): Expr {
  const start = from(node);
  const end = to(node);
  const value = node.d.isImaginary ? NaN : Number(node.d.value);
  return make.number(start, end, value, cx.text.slice(start, end), node.d.isInteger);
}

export function lowerConstant(_cx: Lowering, node: ConstantNode): Expr {
  const start = from(node);
  const end = to(node);
  if (node.d.constType === K.None) return make.none(start, end);
  if (node.d.constType === K.Debug) return make.name(start, end, "__debug__");
  return make.boolean(start, end, node.d.constType === K.True);
}

/** Adjacent literals are one; with an f- or t-string among them they are one template. */
export function lowerStrings(cx: Lowering, node: StringListNode): Expr {
  const { strings } = node.d;
  const start = from(node);
  const end = to(node);
  const first = strings[0]!;
  if (first.nodeType === T.String && strings.length === 1) return make.string(start, end, plainValue(cx, first), (first.d.token.flags & S.Bytes) !== 0);
  if (strings.every((one): one is StringNode => one.nodeType === T.String)) {
    const value = strings.map((one) => plainValue(cx, one)).join("");
    return make.string(start, end, value, strings.some((one) => (one.d.token.flags & S.Bytes) !== 0));
  }
  const parts: (StringLiteral | Interpolation)[] = [];
  for (const one of strings) {
    if (one.nodeType === T.String) pushLiteral(parts, one.start, past(one), plainValue(cx, one));
    else lowerFormatString(cx, one, parts);
  }
  return make.template(start, end, parts);
}

function plainValue(cx: Lowering, node: StringNode): string {
  const { flags, prefixLength, quoteMarkLength, start, length } = node.d.token;
  const close = (flags & S.Unterminated) !== 0 ? 0 : quoteMarkLength;
  return decodeString(cx.text, start + prefixLength + quoteMarkLength, start + length - close, { raw: (flags & S.Raw) !== 0, bytes: (flags & S.Bytes) !== 0, braces: false });
}

function lowerFormatString(cx: Lowering, node: FormatStringNode, parts: (StringLiteral | Interpolation)[]): void {
  const { token, middleTokens, fieldExprs } = node.d;
  const raw = (token.flags & S.Raw) !== 0;
  let middle = 0;
  for (let field = 0; field < fieldExprs.length || middle < middleTokens.length; ) {
    const text = middleTokens[middle];
    const next = fieldExprs[field];
    if (text !== undefined && (next === undefined || text.start < next.start)) {
      pushLiteral(parts, text.start, past(text), decodeString(cx.text, text.start, past(text), { raw, bytes: false, braces: true }));
      middle++;
    } else {
      lowerField(cx, next!, raw, parts);
      field++;
    }
  }
}

/** Literal parts that touch are one part: a tag may be split over two lines. */
function pushLiteral(parts: (StringLiteral | Interpolation)[], start: number, end: number, value: string): void {
  const last = parts.at(-1);
  if (last?.kind === "string") parts[parts.length - 1] = make.string(last.start, end, last.value + value, false);
  else if (value !== "") parts.push(make.string(start, end, value, false));
}

function lowerField(cx: Lowering, field: FormatField, raw: boolean, parts: (StringLiteral | Interpolation)[]): void {
  deeper(cx, 1);
  const { expr, format } = field;
  const end = field.closed ? past(field) : Math.max(past(expr), field.start + 1);
  const tailEnd = format === undefined ? end : format.start;
  const tail = cx.text.slice(Math.min(past(expr), tailEnd), tailEnd);
  const shown = /^\s*=\s*/.exec(tail);
  // `{x=}` prints its own text.
  if (shown) pushLiteral(parts, field.start + 1, past(expr) + shown[0].length, cx.text.slice(field.start + 1, past(expr) + shown[0].length));
  const value = lowerExpr(cx, expr);
  const spec = format === undefined ? null : lowerFormat(cx, format, raw);
  parts.push(make.interpolation(field.start, Math.max(end, spec?.end ?? 0), value, spec));
  cx.depth--;
}

function lowerFormat(cx: Lowering, format: FormatSpec, raw: boolean): Template | StringLiteral {
  const options = { raw, bytes: false, braces: false };
  const end = Math.max(format.end, format.start);
  if (format.fields.length === 0) return make.string(format.start, end, decodeString(cx.text, format.start, end, options), false);
  const parts: (StringLiteral | Interpolation)[] = [];
  let at = format.start;
  for (const field of format.fields) {
    if (field.start > at) pushLiteral(parts, at, field.start, decodeString(cx.text, at, field.start, options));
    lowerField(cx, field, raw, parts);
    at = Math.max(at, parts.at(-1)!.end);
  }
  if (end > at) pushLiteral(parts, at, end, decodeString(cx.text, at, end, options));
  return make.template(format.start, Math.max(at, end), parts);
}
