import { filterAnswers, type Filter, type FilterAnswers } from "../../../facts/code/filter-answers.ts";
import { index, type Index } from "../../../facts/code/module-index.ts";
import { places } from "../../../facts/code/places.ts";
import type { Handler, Node, Try } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, askedAt, leaves, statementsOf } from "../filter-facts.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` fails open: on {error} it answers as if the signal had passed the filter, so the order goes out exactly when the data is missing or wrong",
    ru: "`{fn}` при сбое открыт: на {error} он отвечает так, будто сигнал прошёл фильтр, и ордер уходит именно тогда, когда данных нет или они неверны",
  },
  error: { en: "an error", ru: "ошибке" },
  fix: { en: "answer “rejected” there (and log it): a filter that cannot ask must not let pass", ru: "отвечать там отказом (и писать в лог): фильтр, который не смог проверить, не должен пропускать" },
});

export const filterFailsOpen = defineCheck({
  name: "filters/filter-fails-open",
  claim: "A filter before an order rejects when it fails.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, index, places },
    look({ filterAnswers, index, places }, see) {
      let found = 0;
      for (const filter of filterAnswers.filters) {
        for (const handler of openHandlers(filter, filterAnswers, index)) {
          found++;
          const values = { fn: filter.fn.qualname, error: handler.type ? `\`${places.snippet(handler.type, 50)}\`` : "" };
          const says = handler.type ? say("broken", values) : { en: say("broken", { ...values, error: say("error").en }).en, ru: say("broken", { ...values, error: say("error").ru }).ru };
          const at = places.at(handler);
          see.broken(places.subject("filter", handler, `except ${handler.type ? places.snippet(handler.type, 80) : ""}`), says, [{ at: { ...at, endLine: at.line }, note: says }, askedAt(filter, places)], { fix: say("fix"), group: filter.fn.qualname });
        }
      }
      if (found === 0) allSound(filterAnswers.filters, places, see, "fails-open");
    },
  },
});

function openHandlers(filter: Filter, answers: FilterAnswers, index: Index): Handler[] {
  const found: Handler[] = [];
  statementsOf(filter.fn, (node) => {
    if (node.kind !== "try") return;
    for (const handler of node.handlers) if (isRelevant(handler, filter) && letsPass(node, handler, filter, answers, index)) found.push(handler);
  });
  return found;
}

/** Cancellation and missing packages are no answers; a key that is not there is one, where the filter asks for a block. */
function isRelevant({ type }: Handler, filter: Filter): boolean {
  const names = type === null ? [] : type.kind === "tuple" ? type.items.map(nameOf) : [nameOf(type)];
  if (names.some((one) => /Cancelled|ImportError|ModuleNotFound|KeyboardInterrupt|StopIteration/.test(one))) return false;
  return !(names.length > 0 && names.every((one) => one === "KeyError" || one === "IndexError") && (filter.passes === "falsy" || filter.passes === "none"));
}

const nameOf = (node: Node): string => (node.kind === "name" ? node.id : node.kind === "attribute" ? node.name : "");

function letsPass(outer: Try, handler: Handler, filter: Filter, { lets }: FilterAnswers, index: Index): boolean {
  const last = handler.body.at(-1);
  if (last?.kind === "return") return lets(filter, last.value) === true;
  // The filter must be asked inside: a failing log line or a clean-up around it changes no answer.
  if (leaves(handler.body) || !hasRejection(outer.body, filter, lets)) return false;
  const after = index.modules.get(index.moduleOf(filter.fn).file)!.returns[filter.fn.index]!.filter((one) => one.start >= outer.end);
  if (changesAnswer(handler, after.map((one) => one.value))) return false;
  const falls = filter.fn.body.at(-1)?.kind === "return" ? after.map((one) => one.value) : [...after.map((one) => one.value), null];
  return falls.length > 0 && falls.every((answer) => lets(filter, answer) === true);
}

function hasRejection(body: readonly Node[], filter: Filter, lets: FilterAnswers["lets"]): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === "return" && lets(filter, node.value) === false) found = true;
  };
  statementsOf({ ...filter.fn, body: body as never }, visit);
  return found;
}

/** The handler sets what is returned later. */
const changesAnswer = (handler: Handler, answers: readonly (Node | null)[]): boolean =>
  handler.body.some((one) => one.kind === "assign" && one.targets.some((target) => target.kind === "name" && answers.some((answer) => answer?.kind === "name" && answer.id === target.id)));
