import { calledName, ownName } from "../../../ir/names.ts";
import type { Call } from "../../../ir/nodes.ts";
import { EXCHANGE_LIBRARY } from "../../../knowledge/order-calls.ts";
import { ORDER_QUERIES } from "../../../knowledge/order-queries.ts";
import { ANSWERS_WITH_ERRORS } from "../../../knowledge/position-calls.ts";
import { VENUE_ENDPOINTS } from "../../../knowledge/venue-sources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { reach } from "../reach.ts";
import { makesAddress, requestTexts, type RequestTexts } from "../request-texts.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import type { PositionFetch } from "./position-fetches.ts";

export const orderQueries = codeFact({
  name: "order-queries",
  doc: "Calls that ask the venue what became of an order, or which orders are open.",
  requires: { program, index, callGraph, requestTexts, places, reach },
  derive({ program, index, callGraph, requestTexts, places, reach }): readonly PositionFetch[] {
    const found: PositionFetch[] = [];
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      for (const fn of one.module.functions) {
        if (reach.of(fn) === "dead") continue;
        for (const call of one.calls[fn.index]!) {
          const by = byMethod(callGraph, call) ?? byPath(requestTexts, call);
          if (by) found.push({ call, fn, by, helpers: callGraph.runs(call), answersWithErrors: ANSWERS_WITH_ERRORS.test(by), sure: true, at: places.at(call) });
        }
      }
    }
    return found;
  },
});

function byMethod(graph: CallGraph, call: Call): string | null {
  const known = call.callee.kind === "attribute" ? ORDER_QUERIES.get(call.callee.name) : undefined;
  if (!known || call.callee.kind !== "attribute") return null;
  const { how, libraries } = graph.targets(call);
  const library = libraries.find((path) => EXCHANGE_LIBRARY.test(path));
  if (library) return library;
  return known.distinctive && how !== "resolved" && graph.named(call.callee.name).length === 0 ? call.callee.name : null;
}

const SENDS = /^(POST|PUT|DELETE)$/i;

/** By its name alone: a map is asked with `get` as well, and most calls of a bot are no requests. */
function isRequest(call: Call): boolean {
  const name = calledName(call);
  if (name === "get") return call.callee.kind === "attribute" && /client|session|http|requests|exchange|api|rest|self/i.test(ownName(call.callee.object));
  return /request|private|signed|_api$|^_*(send|fetch|call|query|http_get|get_json)$/i.test(name);
}

/** A request whose path is that of orders, and that does not send one. */
function byPath(texts: RequestTexts, call: Call): string | null {
  if (!isRequest(call) || makesAddress(call)) return null;
  if (call.args.some(({ value }) => value.kind === "string" && SENDS.test(value.value))) return null;
  for (const { value } of call.args) {
    for (const text of texts.of(value)) {
      if (text.includes("/") && VENUE_ENDPOINTS.find((one) => !one.posted && one.path.test(text))?.topic === "orders") return text;
    }
  }
  return null;
}
