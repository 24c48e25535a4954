import { ownName } from "../../../ir/names.ts";
import { ENTRY, flowOf } from "../../../ir/flow.ts";
import { reachingDefinitions } from "../../../ir/definitions.ts";
import type { Call, Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { RESTING_ORDERS, VENUE_ENDPOINTS, VENUE_HOSTS, type VenueEndpoint } from "../../../knowledge/venue-sources.ts";
import type { Venue } from "../../../knowledge/venue-fields.ts";
import type { Carriers } from "./carriers.ts";
import type { Told } from "./tracked.ts";

const endpointIn = (text: string, posts: boolean): VenueEndpoint | undefined => (text.includes("/") ? VENUE_ENDPOINTS.find((one) => one.path.test(text) && (posts || !one.posted)) : undefined);

/** What a call's own arguments tell: the endpoint that it names, as a literal or through a constant. */
export function toldBy(on: Carriers, call: Call): Told | null {
  for (const argument of call.args) {
    if (argument.name !== null && !/path|url|endpoint|uri|request/i.test(argument.name)) continue;
    const text = textOf(on, argument.value, 0);
    const found = text && !isForeignHost(text) ? endpointIn(text, isPost(call)) : undefined;
    if (found) return { venue: venueOfHost(text!) ?? found.venue, topic: found.topic, openOnly: found.topic === "positions" ? openOnly(call) : found.topic === "orders" && RESTING_ORDERS.test(text!) };
  }
  return null;
}

/** `session.post(path, ...)`, `self._request("POST", path, ...)`. */
const isPost = (call: Call): boolean => /(^|_)post(_|$)/i.test(ownName(call.callee)) || call.args.some((one) => one.value.kind === "string" && one.value.value.toUpperCase() === "POST");

/**
 * Bybit leaves flat positions out where a whole settlement currency is asked for. A request that can do both is taken for
 * that one: its callers decide, and to most of them flat positions do not come.
 */
function openOnly(call: Call): boolean {
  const fn = enclosingFunction(call);
  let settles = false;
  const look = (node: Node): void => { settles ||= (node.kind === "string" && node.value === "settleCoin") || (node.kind === "argument" && node.name === "settleCoin"); };
  if (fn) walkBody(fn, look);
  return settles;
}

/** The expressions that a local name was assigned, before it is read here. */
export function definitionsOf(name: Expr & { kind: "name" }): readonly Expr[] {
  const fn = enclosingFunction(name);
  if (!fn) return [];
  const flow = flowOf(fn);
  return (reachingDefinitions(flow, name) ?? []).flatMap((point) => {
    const value = point === ENTRY ? null : flow.values[point];
    if (!value || value.kind === "augmented" || value.kind === "for" || value.kind === "clause" || value.kind === "handler" || value.kind === "case") return [];
    return value.kind === "with-item" ? [value.context] : [value as Expr];
  });
}

/** The text of an expression as far as it is known: `{}` for what is not. */
export function textOf(on: Carriers, expr: Expr, depth: number): string | null {
  if (depth > 4) return null;
  switch (expr.kind) {
    case "string": return expr.value.length < 400 ? expr.value : null;
    case "template": return expr.parts.map((part) => (part.kind === "string" ? part.value : textOf(on, part.value, depth + 1) ?? "{}")).join("");
    case "binary": return expr.op === "+" ? `${textOf(on, expr.left, depth + 1) ?? "{}"}${textOf(on, expr.right, depth + 1) ?? "{}"}` : null;
    case "name": case "attribute": {
      const folded = on.constants.of(expr)?.value;
      if (typeof folded === "string") return folded;
      const only = expr.kind === "name" ? definitionsOf(expr) : [];
      return only.length === 1 ? textOf(on, only[0]!, depth + 1) : null;
    }
    default: return null;
  }
}

export const venueOfHost = (text: string): Venue | null => VENUE_HOSTS.find((one) => one.host.test(text))?.venue ?? null;

/** Whether a URL names a host that is no venue's. */
export const isForeignHost = (text: string): boolean => /^(https?|wss?):\/\/[\w.-]+\.[a-z]{2,}/i.test(text) && venueOfHost(text) === null;
