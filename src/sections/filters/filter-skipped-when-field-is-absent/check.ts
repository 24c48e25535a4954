import { filterAnswers, type Filter, type FilterAnswers } from "../../../facts/code/filter-answers.ts";
import { bitOf } from "../../../facts/code/guard-kinds.ts";
import { isOrdering } from "../../../facts/code/guard-shapes.ts";
import { places } from "../../../facts/code/places.ts";
import { settingReads, type SettingReads } from "../../../facts/code/setting-reads.ts";
import type { Compare, Expr, If, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, askedAt, statementsOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` asks nothing when `{field}` is absent: the signal passes the filter unseen, although a missing value usually means a broken feed",
    ru: "`{fn}` ничего не проверяет, когда `{field}` отсутствует: сигнал проходит фильтр без проверки, хотя пропавшее значение обычно означает сбой данных",
  },
  fix: { en: "reject while `{field}` is missing, and say so in the log", ru: "отклонять, пока `{field}` нет, и писать об этом в лог" },
});

const QUANTITIES = bitOf("expected-value") | bitOf("gap") | bitOf("correlation");

export const filterSkippedWhenFieldIsAbsent = defineCheck({
  name: "filters/filter-skipped-when-field-is-absent",
  claim: "A filter before an order rejects when the value that it compares is absent.",
  impact: "hygiene",
  about: "filter",
  code: {
    requires: { filterAnswers, settingReads, places },
    look({ filterAnswers, settingReads, places }, see) {
      let found = 0;
      for (const filter of filterAnswers.filters) {
        if ((filter.kinds & QUANTITIES) === 0) continue;
        for (const { at, field } of skips(filter, filterAnswers, settingReads)) {
          found++;
          const name = places.snippet(field, 50);
          const says = say("broken", { fn: filter.fn.qualname, field: name });
          see.broken(places.subject("filter", at, `absent ${name}`), says, [{ at: places.at(at), note: says }, askedAt(filter, places)], { fix: say("fix", { field: name }), group: filter.fn.qualname });
        }
      }
      if (found === 0) allSound(filterAnswers.filters, places, see, "absent");
    },
  },
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

function rejectsIn(node: If, filter: Filter, { lets }: FilterAnswers): boolean {
  const last = node.body.at(-1);
  return last?.kind === "raise" || (last?.kind === "return" && lets(filter, last.value) === false);
}

/** `x is not None and x > limit`, `spread and spread > limit`: what must be there to be compared. */
function presentAnd(test: Expr, reads: SettingReads): Expr | null {
  if (test.kind !== "logical" || test.op !== "and") return null;
  const field = presence(test.left);
  if (!field || reads.settingOf(field) || reads.prefixOf(field)) return null;
  const compared = comparisonIn(test.right);
  return compared && mentions(compared, field) && compared.right.kind !== "none" ? field : null;
}

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
