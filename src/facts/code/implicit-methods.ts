import { calledName } from "../../ir/names.ts";
import type { Argument, Call, Expr } from "../../ir/nodes.ts";
import { IMPLICIT_ORDERS, type OrderRole } from "../../knowledge/order-calls.ts";

/** One of ccxt's implicit methods as a call names it. */
export interface ImplicitMethod {
  /** API, HTTP method and path without case and separators: `fapiprivatepostalgoorder`. */
  readonly name: string;
  /** What is sent, where the call says the method in words. */
  readonly sent: readonly Argument[];
}

/** `exchange.fapiPrivatePostOrder(params)`, or `exchange.request("order", "fapiPrivate", "POST", params)`, which is the same. */
export function implicitMethod(call: Call): ImplicitMethod | null {
  const name = calledName(call);
  if (/^(request|fetch2)$/.test(name)) return inWords(call);
  return /private|sapi|papi/i.test(name) ? { name: plain(name), sent: call.args } : null;
}

/** https://docs.ccxt.com/#/README?id=implicit-api-methods: request(path, api, method, params). */
function inWords({ args }: Call): ImplicitMethod | null {
  const [path, api, method] = ["path", "api", "method"].map((key, i) => args.find((one) => one.name === key)?.value ?? (args[i]?.name === null ? args[i].value : null));
  const words = [api && apiOf(api), method?.kind === "string" ? method.value : null, path?.kind === "string" ? path.value : null];
  return words.every((one) => typeof one === "string") ? { name: plain(words.join("_")), sent: args.slice(3) } : null;
}

/** Some venues have it in two words: `["private", "mix"]`. */
const apiOf = (api: Expr): string | null =>
  api.kind === "string" ? api.value : (api.kind === "list" || api.kind === "tuple") && api.items.every((one) => one.kind === "string") ? api.items.map((one) => (one.kind === "string" ? one.value : "")).join("_") : null;

const plain = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]/g, "");

export const implicitOrder = (name: string): OrderRole | undefined => IMPLICIT_ORDERS.find((one) => one.name.test(name))?.role;
