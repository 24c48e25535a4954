import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { rootOf } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";

export interface CaughtRequests {
  /** All requests that the function's answer comes from are made by functions of the bot that catch whatever the request raises. */
  inside(fn: FunctionNode): boolean;
}

export const caughtRequests = codeFact({
  name: "caught-requests",
  doc: "Requests for positions that never raise: the bot's function that makes them catches everything.",
  requires: { venuePositions, callGraph, index },
  derive({ venuePositions, callGraph, index }): CaughtRequests {
    const helpers = new Map<Node, readonly FunctionNode[]>(venuePositions.fetches.map((one) => [one.call, one.helpers]));
    const asks = (fn: FunctionNode): Call[] => index.callsIn(fn).filter((call) => callGraph.targets(call).how !== "resolved" && isRequest(call));
    // A wrapper that makes no request itself hands on to one that does.
    const catches = (all: readonly FunctionNode[]): boolean => {
      const requests = all.flatMap(asks);
      return requests.length > 0 && requests.every(isCaught);
    };
    return {
      inside(fn) {
        const asked = venuePositions.sourcesIn(fn).filter((call) => !isCaught(call));
        return asked.every((call) => (venuePositions.spread.marks.get(call) ?? []).every((one) => catches(helpers.get(rootOf(one).node) ?? [])));
      },
    };
  },
});

const REQUEST = /^(urlopen|request|get|post|send|fetch)$/;
const CLIENT = /session|client|http|requests|connection|exchange|api/i;

/** `params.get("symbol")` asks nobody. */
const isRequest = (call: Call): boolean =>
  REQUEST.test(calledName(call)) && (calledName(call) !== "get" || (call.callee.kind === "attribute" && CLIENT.test(ownName(call.callee.object))));

function isCaught(call: Call): boolean {
  for (let at: Node = call; at.parent && at.kind !== "function"; at = at.parent) {
    const up: Node = at.parent;
    if (up.kind === "try" && (up.body as readonly Node[]).includes(at) && up.handlers.some(takesAll)) return true;
  }
  return false;
}

const takesAll = ({ type, body }: Handler): boolean =>
  (!type || (type.kind === "name" && /^(Base)?Exception$/.test(type.id))) && !body.some((one) => one.kind === "raise");
