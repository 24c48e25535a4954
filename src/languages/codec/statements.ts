import * as make from "../../ir/builder.ts";
import type * as ir from "../../ir/nodes.ts";
import { codec, type Entry } from "./codec-table.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";
import { binaryOps } from "./expressions.ts";

const parameterKinds: readonly ir.ParameterKind[] = ["positional-only", "normal", "keyword-only", "rest", "keyword-rest"];

/** Statements and declarations. Children last to first, then the head, then plain words; see `NodeCodec`. */
export const statements: readonly Entry[] = [
  codec<ir.ExpressionStatement>("expression", 38, (w, n) => { w.node(n.value); w.head(n, 38, 0); }, (r, start, end) => make.expression(start, end, r.node())),
  codec<ir.Assign>("assign", 39, (w, n) => { w.optional(n.annotation); w.node(n.value); w.list(n.targets); w.head(n, 39, (n.annotation ? 1 : 0)); w.word(n.targets.length); }, (r, start, end) => make.assign(start, end, r.list(), r.node(), r.optional(1))),
  codec<ir.Declare>("declare", 40, (w, n) => { w.node(n.annotation); w.node(n.target); w.head(n, 40, 0); }, (r, start, end) => make.declare(start, end, r.node(), r.node())),
  codec<ir.Augmented>("augmented", 41, (w, n) => { w.node(n.value); w.node(n.target); w.head(n, 41, (binaryOps.indexOf(n.op) << 0)); }, (r, start, end) => make.augmented(start, end, r.node(), binaryOps[(r.flags >> 0) & 15]!, r.node())),
  codec<ir.Delete>("delete", 42, (w, n) => { w.list(n.targets); w.head(n, 42, 0); w.word(n.targets.length); }, (r, start, end) => make.deletion(start, end, r.list())),
  codec<ir.Return>("return", 43, (w, n) => { w.optional(n.value); w.head(n, 43, (n.value ? 1 : 0)); }, (r, start, end) => make.returning(start, end, r.optional(1))),
  codec<ir.Raise>("raise", 44, (w, n) => { w.optional(n.cause); w.optional(n.value); w.head(n, 44, (n.value ? 1 : 0) | (n.cause ? 2 : 0)); }, (r, start, end) => make.raise(start, end, r.optional(1), r.optional(2))),
  codec<ir.Break>("break", 45, (w, n) => { w.head(n, 45, 0); }, (_, start, end) => make.breaking(start, end)),
  codec<ir.Continue>("continue", 46, (w, n) => { w.head(n, 46, 0); }, (_, start, end) => make.continuing(start, end)),
  codec<ir.Pass>("pass", 47, (w, n) => { w.head(n, 47, 0); }, (_, start, end) => make.pass(start, end)),
  codec<ir.If>("if", 48, (w, n) => { w.list(n.otherwise); w.list(n.body); w.node(n.test); w.head(n, 48, 0); w.word(n.body.length); w.word(n.otherwise.length); }, (r, start, end) => make.ifElse(start, end, r.node(), r.list(), r.list())),
  codec<ir.While>("while", 49, (w, n) => { w.list(n.otherwise); w.list(n.body); w.node(n.test); w.head(n, 49, 0); w.word(n.body.length); w.word(n.otherwise.length); }, (r, start, end) => make.whileLoop(start, end, r.node(), r.list(), r.list())),
  codec<ir.For>("for", 50, (w, n) => { w.list(n.otherwise); w.list(n.body); w.node(n.iterable); w.node(n.target); w.head(n, 50, (n.async ? 1 : 0)); w.word(n.body.length); w.word(n.otherwise.length); }, (r, start, end) => make.forLoop(start, end, r.node(), r.node(), (r.flags & 1) !== 0, r.list(), r.list())),
  codec<ir.Handler>("handler", 51, (w, n) => { w.list(n.body); w.optional(n.target); w.optional(n.type); w.head(n, 51, (n.type ? 1 : 0) | (n.target ? 2 : 0) | (n.group ? 4 : 0)); w.word(n.body.length); }, (r, start, end) => make.handler(start, end, r.optional(1), r.optional(2), (r.flags & 4) !== 0, r.list())),
  codec<ir.Try>("try", 52, (w, n) => { w.list(n.finally); w.list(n.otherwise); w.list(n.handlers); w.list(n.body); w.head(n, 52, 0); w.word(n.body.length); w.word(n.handlers.length); w.word(n.otherwise.length); w.word(n.finally.length); }, (r, start, end) => make.tryStatement(start, end, r.list(), r.list(), r.list(), r.list())),
  codec<ir.WithItem>("with-item", 53, (w, n) => { w.optional(n.target); w.node(n.context); w.head(n, 53, (n.target ? 1 : 0)); }, (r, start, end) => make.withItem(start, end, r.node(), r.optional(1))),
  codec<ir.With>("with", 54, (w, n) => { w.list(n.body); w.list(n.items); w.head(n, 54, (n.async ? 1 : 0)); w.word(n.items.length); w.word(n.body.length); }, (r, start, end) => make.withStatement(start, end, r.list(), (r.flags & 1) !== 0, r.list())),
  codec<ir.MatchCase>("case", 55, (w, n) => { w.list(n.body); w.optional(n.guard); w.node(n.pattern); w.head(n, 55, (n.guard ? 1 : 0)); w.word(n.body.length); }, (r, start, end) => make.matchCase(start, end, r.node(), r.optional(1), r.list())),
  codec<ir.Match>("match", 56, (w, n) => { w.list(n.cases); w.node(n.subject); w.head(n, 56, 0); w.word(n.cases.length); }, (r, start, end) => make.match(start, end, r.node(), r.list())),
  codec<ir.FunctionStatement>("function-statement", 57, (w, n) => { w.node(n.function); w.head(n, 57, 0); }, (r, start, end) => make.functionStatement(start, end, r.node())),
  codec<ir.ClassStatement>("class-statement", 58, (w, n) => { w.node(n.class); w.head(n, 58, 0); }, (r, start, end) => make.classStatement(start, end, r.node())),
  codec<ir.ImportModule>("import", 59, (w, n) => { w.head(n, 59, (n.alias === null ? 0 : 1)); w.text(n.module); if (n.alias !== null) w.text(n.alias); }, (r, start, end) => make.importModule(start, end, r.text(), (r.flags & 1) === 0 ? null : r.text())),
  codec<ir.ImportFrom>("import-from", 60, (w, n) => { w.head(n, 60, 0); w.text(n.module); w.word(n.level); w.texts(n.names); w.texts(n.aliases); }, (r, start, end) => make.importFrom(start, end, r.text(), r.word(), r.texts(), r.texts())),
  codec<ir.Scope>("scope", 61, (w, n) => { w.head(n, 61, (n.nonlocal ? 1 : 0)); w.texts(n.names); }, (r, start, end) => make.scope(start, end, r.texts(), (r.flags & 1) !== 0)),
  codec<ir.Assert>("assert", 62, (w, n) => { w.optional(n.message); w.node(n.test); w.head(n, 62, (n.message ? 1 : 0)); }, (r, start, end) => make.assertion(start, end, r.node(), r.optional(1))),
  codec<ir.Damage>("damage", 63, (w, n) => { w.head(n, 63, 0); w.text(n.why); }, (r, start, end) => make.damage(start, end, r.text())),
  codec<ir.Parameter>("parameter", 64, (w, n) => { w.optional(n.default); w.optional(n.annotation); w.head(n, 64, (parameterKinds.indexOf(n.flavour) << 0) | (n.annotation ? 16 : 0) | (n.default ? 32 : 0)); w.text(n.name); }, (r, start, end) => make.parameter(start, end, r.text(), parameterKinds[(r.flags >> 0) & 15]!, r.optional(16), r.optional(32))),
  codec<ir.FunctionNode>("function", 65, writeFunction, readFunction),
  codec<ir.ClassNode>("class", 66, writeClass, readClass),
];

function writeFunction(w: Writer, n: ir.FunctionNode): void {
  w.list(n.body);
  w.optional(n.returns);
  w.list(n.decorators);
  w.list(n.params);
  w.head(n, 65, (n.returns ? 1 : 0) | (n.async ? 2 : 0) | (n.generator ? 4 : 0));
  w.text(n.name);
  w.text(n.qualname);
  w.word(n.index);
  w.word(n.params.length);
  w.word(n.decorators.length);
  w.word(n.body.length);
}

function readFunction(r: Reader, start: number, end: number): ir.FunctionNode {
  const flags = r.flags;
  const fn = make.functionNode(start, end, {
    name: r.text(), qualname: r.text(), index: r.word(), params: r.list(), decorators: r.list(), returns: r.optional(1),
    async: (flags & 2) !== 0, generator: (flags & 4) !== 0, body: r.list(),
  });
  r.functions[fn.index] = fn;
  return fn;
}

function writeClass(w: Writer, n: ir.ClassNode): void {
  w.list(n.body);
  w.list(n.args);
  w.list(n.decorators);
  w.head(n, 66, 0);
  w.text(n.name);
  w.text(n.qualname);
  w.word(n.index);
  w.word(n.decorators.length);
  w.word(n.args.length);
  w.word(n.body.length);
}

function readClass(r: Reader, start: number, end: number): ir.ClassNode {
  const cls = make.classNode(start, end, {
    name: r.text(), qualname: r.text(), index: r.word(), decorators: r.list(), args: r.list(), body: r.list(),
  });
  r.classes[cls.index] = cls;
  return cls;
}
