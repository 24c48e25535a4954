import * as make from "../../ir/builder.ts";
import type * as ir from "../../ir/nodes.ts";
import { codec, type Entry } from "./codec-table.ts";

const spreads: readonly ir.Argument["spread"][] = ["none", "list", "dict"];
const unaryOps: readonly ir.Unary["op"][] = ["-", "+", "not", "~"];
export const binaryOps: readonly ir.BinaryOp[] = ["+", "-", "*", "/", "//", "%", "**", "@", "|", "&", "^", "<<", ">>"];
const compareOps: readonly ir.CompareOp[] = ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"];
const logicalOps: readonly ir.Logical["op"][] = ["and", "or", "??"];
const flavours: readonly ir.Comprehension["flavour"][] = ["list", "set", "dict", "generator"];

/** Expressions and patterns. Children last to first, then the head, then plain words; see `NodeCodec`. */
export const expressions: readonly Entry[] = [
  codec<ir.Name>("name", 0, (w, n) => { w.head(n, 0, 0); w.text(n.id); }, (r, start, end) => make.name(start, end, r.text())),
  codec<ir.Attribute>("attribute", 1, (w, n) => { w.node(n.object); w.head(n, 1, 0); w.text(n.name); }, (r, start, end) => make.attribute(start, end, r.node(), r.text())),
  codec<ir.Subscript>("subscript", 2, (w, n) => { w.node(n.index); w.node(n.object); w.head(n, 2, 0); }, (r, start, end) => make.subscript(start, end, r.node(), r.node())),
  codec<ir.Slice>("slice", 3, (w, n) => { w.optional(n.step); w.optional(n.upper); w.optional(n.lower); w.head(n, 3, (n.lower ? 1 : 0) | (n.upper ? 2 : 0) | (n.step ? 4 : 0)); }, (r, start, end) => make.slice(start, end, r.optional(1), r.optional(2), r.optional(4))),
  codec<ir.Argument>("argument", 4, (w, n) => { w.node(n.value); w.head(n, 4, (n.name === null ? 0 : 1) | (spreads.indexOf(n.spread) << 1)); if (n.name !== null) w.text(n.name); }, (r, start, end) => make.argument(start, end, (r.flags & 1) === 0 ? null : r.text(), spreads[(r.flags >> 1) & 15]!, r.node())),
  codec<ir.Call>("call", 5, (w, n) => { w.list(n.args); w.node(n.callee); w.head(n, 5, 0); w.word(n.args.length); }, (r, start, end) => make.call(start, end, r.node(), r.list())),
  codec<ir.NumberLiteral>("number", 6, (w, n) => { w.head(n, 6, (n.integer ? 1 : 0)); w.number(n.value); w.text(n.text); }, (r, start, end) => make.number(start, end, r.number(), r.text(), (r.flags & 1) !== 0)),
  codec<ir.StringLiteral>("string", 7, (w, n) => { w.head(n, 7, (n.bytes ? 1 : 0)); w.text(n.value); }, (r, start, end) => make.string(start, end, r.text(), (r.flags & 1) !== 0)),
  codec<ir.BooleanLiteral>("boolean", 8, (w, n) => { w.head(n, 8, (n.value ? 1 : 0)); }, (r, start, end) => make.boolean(start, end, (r.flags & 1) !== 0)),
  codec<ir.NoneLiteral>("none", 9, (w, n) => { w.head(n, 9, 0); }, (_, start, end) => make.none(start, end)),
  codec<ir.Ellipsis>("ellipsis", 10, (w, n) => { w.head(n, 10, 0); }, (_, start, end) => make.ellipsis(start, end)),
  codec<ir.Template>("template", 11, (w, n) => { w.list(n.parts); w.head(n, 11, 0); w.word(n.parts.length); }, (r, start, end) => make.template(start, end, r.list())),
  codec<ir.Interpolation>("interpolation", 12, (w, n) => { w.optional(n.format); w.node(n.value); w.head(n, 12, (n.format ? 1 : 0)); }, (r, start, end) => make.interpolation(start, end, r.node(), r.optional(1))),
  codec<ir.Unary>("unary", 13, (w, n) => { w.node(n.operand); w.head(n, 13, (unaryOps.indexOf(n.op) << 0)); }, (r, start, end) => make.unary(start, end, unaryOps[(r.flags >> 0) & 15]!, r.node())),
  codec<ir.Binary>("binary", 14, (w, n) => { w.node(n.right); w.node(n.left); w.head(n, 14, (binaryOps.indexOf(n.op) << 0)); }, (r, start, end) => make.binary(start, end, binaryOps[(r.flags >> 0) & 15]!, r.node(), r.node())),
  codec<ir.Compare>("compare", 15, (w, n) => { w.node(n.right); w.node(n.left); w.head(n, 15, (compareOps.indexOf(n.op) << 0)); }, (r, start, end) => make.compare(start, end, compareOps[(r.flags >> 0) & 15]!, r.node(), r.node())),
  codec<ir.Logical>("logical", 16, (w, n) => { w.node(n.right); w.node(n.left); w.head(n, 16, (logicalOps.indexOf(n.op) << 0)); }, (r, start, end) => make.logical(start, end, logicalOps[(r.flags >> 0) & 15]!, r.node(), r.node())),
  codec<ir.Conditional>("conditional", 17, (w, n) => { w.node(n.otherwise); w.node(n.then); w.node(n.test); w.head(n, 17, 0); }, (r, start, end) => make.conditional(start, end, r.node(), r.node(), r.node())),
  codec<ir.Sequence>("list", 18, (w, n) => { w.list(n.items); w.head(n, 18, 0); w.word(n.items.length); }, (r, start, end) => make.sequence(start, end, "list", r.list())),
  codec<ir.Sequence>("tuple", 19, (w, n) => { w.list(n.items); w.head(n, 19, 0); w.word(n.items.length); }, (r, start, end) => make.sequence(start, end, "tuple", r.list())),
  codec<ir.Sequence>("set", 20, (w, n) => { w.list(n.items); w.head(n, 20, 0); w.word(n.items.length); }, (r, start, end) => make.sequence(start, end, "set", r.list())),
  codec<ir.DictEntry>("entry", 21, (w, n) => { w.node(n.value); w.optional(n.key); w.head(n, 21, (n.key ? 1 : 0)); }, (r, start, end) => make.entry(start, end, r.optional(1), r.node())),
  codec<ir.Dict>("dict", 22, (w, n) => { w.list(n.entries); w.head(n, 22, 0); w.word(n.entries.length); }, (r, start, end) => make.dict(start, end, r.list())),
  codec<ir.Spread>("spread", 23, (w, n) => { w.node(n.value); w.head(n, 23, 0); }, (r, start, end) => make.spread(start, end, r.node())),
  codec<ir.Await>("await", 24, (w, n) => { w.node(n.value); w.head(n, 24, 0); }, (r, start, end) => make.awaiting(start, end, r.node())),
  codec<ir.Yield>("yield", 25, (w, n) => { w.optional(n.value); w.head(n, 25, (n.value ? 1 : 0) | (n.delegate ? 2 : 0)); }, (r, start, end) => make.yielding(start, end, r.optional(1), (r.flags & 2) !== 0)),
  codec<ir.Bind>("bind", 26, (w, n) => { w.node(n.value); w.node(n.target); w.head(n, 26, 0); }, (r, start, end) => make.bind(start, end, r.node(), r.node())),
  codec<ir.Lambda>("lambda", 27, (w, n) => { w.node(n.function); w.head(n, 27, 0); }, (r, start, end) => make.lambda(start, end, r.node())),
  codec<ir.ComprehensionClause>("clause", 28, (w, n) => { w.list(n.conditions); w.node(n.iterable); w.node(n.target); w.head(n, 28, (n.async ? 1 : 0)); w.word(n.conditions.length); }, (r, start, end) => make.clause(start, end, r.node(), r.node(), r.list(), (r.flags & 1) !== 0)),
  codec<ir.Comprehension>("comprehension", 29, (w, n) => { w.optional(n.value); w.node(n.element); w.list(n.clauses); w.head(n, 29, (flavours.indexOf(n.flavour) << 0) | (n.value ? 16 : 0)); w.word(n.clauses.length); }, (r, start, end) => make.comprehension(start, end, flavours[(r.flags >> 0) & 15]!, r.list(), r.node(), r.optional(16))),
  codec<ir.UnknownExpr>("unknown", 30, (w, n) => { w.list(n.parts); w.head(n, 30, 0); w.text(n.why); w.word(n.parts.length); }, (r, start, end) => make.unknown(start, end, r.text(), r.list())),
  codec<ir.ValuePattern>("value-pattern", 31, (w, n) => { w.node(n.value); w.head(n, 31, 0); }, (r, start, end) => make.valuePattern(start, end, r.node())),
  codec<ir.CapturePattern>("capture-pattern", 32, (w, n) => { w.optional(n.pattern); w.optional(n.target); w.head(n, 32, (n.target ? 1 : 0) | (n.pattern ? 2 : 0)); }, (r, start, end) => make.capturePattern(start, end, r.optional(1), r.optional(2))),
  codec<ir.OrPattern>("or-pattern", 33, (w, n) => { w.list(n.options); w.head(n, 33, 0); w.word(n.options.length); }, (r, start, end) => make.orPattern(start, end, r.list())),
  codec<ir.SequencePattern>("sequence-pattern", 34, (w, n) => { w.list(n.items); w.head(n, 34, 0); w.word(n.items.length); }, (r, start, end) => make.sequencePattern(start, end, r.list())),
  codec<ir.StarPattern>("star-pattern", 35, (w, n) => { w.optional(n.target); w.head(n, 35, (n.target ? 1 : 0)); }, (r, start, end) => make.starPattern(start, end, r.optional(1))),
  codec<ir.MappingPattern>("mapping-pattern", 36, (w, n) => { w.optional(n.rest); w.list(n.patterns); w.list(n.keys); w.head(n, 36, (n.rest ? 1 : 0)); w.word(n.keys.length); w.word(n.patterns.length); }, (r, start, end) => make.mappingPattern(start, end, r.list(), r.list(), r.optional(1))),
  codec<ir.ClassPattern>("class-pattern", 37, (w, n) => { w.list(n.patterns); w.node(n.class); w.head(n, 37, 0); w.texts(n.names); w.word(n.patterns.length); }, (r, start, end) => make.classPattern(start, end, r.node(), r.texts(), r.list())),
];
