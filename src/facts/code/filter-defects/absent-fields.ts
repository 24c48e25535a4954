import { ownName } from "../../../ir/names.ts";
import type { Compare, Expr, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { filterAnswers, rejectsIn, type Filter, type FilterAnswers } from "../filter-answers.ts";
import { bitOf, snake } from "../guard-kinds.ts";
import { isOrdering } from "../guard-shapes.ts";
import { settingReads, type SettingReads } from "../setting-reads.ts";
import { statementsOf } from "./statements.ts";

/** A test of a filter that says nothing where the value that it compares is absent. */
export interface AbsentField {
  readonly filter: Filter;
  readonly at: Node;
  readonly field: Expr;
}

/** What is compared; a breaker asks for a block, whose absence is an answer. */
const QUANTITIES = bitOf("expected-value") | bitOf("gap") | bitOf("correlation");

export const absentFields = codeFact({
  name: "absent-fields",
  doc: "Tests of filters before an order that are skipped where the compared value is absent.",
  requires: { filterAnswers, settingReads },
  derive: ({ filterAnswers, settingReads }): readonly AbsentField[] =>
    filterAnswers.filters.filter((one) => (one.kinds & QUANTITIES) !== 0).flatMap((filter) => skips(filter, filterAnswers, settingReads).map((one) => ({ filter, ...one }))),
});

interface Skip { readonly at: Node; readonly field: Expr }

function skips(filter: Filter, answers: FilterAnswers, reads: SettingReads): Skip[] {
  const found: Skip[] = [];
  statementsOf(filter.fn, (node) => {
    if (node.kind !== "if" || !rejectsIn(node, filter, answers)) return;
    const field = presentAnd(node.test, reads);
    if (field) found.push({ at: node.test, field });
  });
  return found;
}

/** `x is not None and x > limit`, `spread and spread > limit`: what must be there to be compared. */
function presentAnd(test: Expr, reads: SettingReads): Expr | null {
  if (test.kind !== "logical" || test.op !== "and") return null;
  const field = presence(test.left);
  if (!field || DEADLINE.test(snake(ownName(field))) || reads.settingOf(field) || reads.prefixOf(field)) return null;
  const compared = comparisonIn(test.right);
  return compared && mentions(compared, field) && !isAsked(compared, field) && compared.right.kind !== "none" ? field : null;
}

/** `self.portfolio and margin > self.portfolio.available()`: a part of the bot that may not be built, and no value of a feed. */
function isAsked(compare: Compare, field: Expr): boolean {
  if (field.kind !== "attribute" || field.object.kind !== "name" || field.object.id !== "self") return false;
  const asks = (node: Node): boolean => node.kind === "call" && node.callee.kind === "attribute" && textOf(node.callee.object) === textOf(field);
  let found = false;
  const step = (node: Node): void => {
    found ||= asks(node);
    children(node, step);
  };
  step(compare);
  return found;
}

/** `signal.expires_at`: what has no end never ends. */
const DEADLINE = /(^|_)(expir\w*|until|deadline)(_|$)/;

function presence(test: Expr): Expr | null {
  if (test.kind === "name" || test.kind === "attribute") return test;
  return test.kind === "compare" && (test.op === "is not" || test.op === "!=") && test.right.kind === "none" ? test.left : null;
}

const comparisonIn = (expr: Expr): Compare | null =>
  expr.kind === "compare" && isOrdering(expr) ? expr : expr.kind === "logical" && expr.op === "and" ? (comparisonIn(expr.left) ?? comparisonIn(expr.right)) : null;

function mentions(compare: Compare, field: Expr): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found) return;
    found = node.kind === field.kind && textOf(node) !== "" && textOf(node) === textOf(field);
    children(node, step);
  };
  step(compare);
  return found;
}

const textOf = (node: Node): string =>
  node.kind === "name" ? node.id : node.kind === "attribute" ? `${textOf(node.object)}.${node.name}` : node.kind === "subscript" && node.index.kind === "string" ? `${textOf(node.object)}[${node.index.value}]` : "";
