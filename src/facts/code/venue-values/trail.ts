import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import type { Expr } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Places } from "../places.ts";
import type { Carried } from "./tracked.ts";

const say = catalogue({
  read: { en: "`{code}`: {venue} sends {field} as text", ru: "`{code}`: {venue} присылает {field} текстом" },
  readOrNone: { en: "`{code}`: {venue} gives {field} as a number or None", ru: "`{code}`: {venue} даёт {field} числом или None" },
  passed: { en: "`{code}`: the value comes through here", ru: "`{code}`: значение проходит здесь" },
  kept: { en: "`{code}`: it is put into a record of the bot as it came", ru: "`{code}`: здесь оно как есть попадает в запись бота" },
  entered: { en: "`{code}`: the payload of {venue} enters the bot", ru: "`{code}`: здесь в бота попадает ответ {venue}" },
});

const MOST = 6;
export const VENUE_NAMES: Readonly<Record<string, string>> = { okx: "OKX", bybit: "Bybit", binance: "Binance", hyperliquid: "Hyperliquid", bitget: "Bitget", gate: "Gate", kucoin: "KuCoin", mexc: "MEXC", kraken: "Kraken", ccxt: "ccxt" };

/** The way of a value, from where it is used back to where it came from: one step for each function and for the field's read. */
export function trailOf(places: Places, carried: Carried): Evidence[] {
  const steps: Evidence[] = [];
  const seen = new Set<string>();
  const add = (one: Carried, key: "read" | "readOrNone" | "passed" | "kept" | "entered", venue: string, field = ""): void => {
    const at = places.at(one.expr);
    const place = `${at.file}:${at.line}`;
    if (seen.has(place) || steps.length >= MOST) return;
    seen.add(place);
    steps.push({ at, note: say(key, { code: places.snippet(one.expr, 60), venue: VENUE_NAMES[venue] ?? venue, field }) });
  };
  for (let one: Carried | null = carried; one; one = one.from) {
    const from: Carried | null = one.from;
    const venue = one.value.kind === "text" || one.value.kind === "payload" ? one.value.venue ?? "" : "";
    if (!from) add(one, "entered", venue);
    else if (one.value.kind === "text" && from.value.kind !== "text") add(one, one.value.text === "number" ? "readOrNone" : "read", venue, one.value.field);
    else if (enclosingFunction(one.expr) !== enclosingFunction(from.expr)) add(one, "passed", venue);
    const kept = from && enclosingFunction(one.expr) !== enclosingFunction(from.expr) ? keptBy(from.expr) : null;
    if (kept) add({ ...from!, expr: kept }, "kept", venue);
  }
  return steps;
}

/** Where the function that uses the value reads it: the farthest step back inside of it. */
export function readIn(carried: Carried): Expr {
  let read = carried.expr;
  const fn = enclosingFunction(read);
  for (let one = carried.from; one && one.value.kind === "text" && enclosingFunction(one.expr) === fn; one = one.from) read = one.expr;
  return read;
}

/** `positions[symbol].update(row)`, `self.rows.append(row)`: where a value goes into something that is read elsewhere. */
function keptBy(expr: Expr): Expr | null {
  const call = expr.parent?.kind === "argument" ? expr.parent.parent : null;
  return call?.kind === "call" && call.callee.kind === "attribute" && KEEPS.test(call.callee.name) ? call : null;
}

const KEEPS = /^(update|append|add|setdefault|extend|put|put_nowait|insert)$/;
