import type { RunEvent } from "../../run/event.ts";

/** One market under all its spellings: `BTC/USDT:USDT`, `btc-usdt-swap` and `BTCUSDT` are `BTCUSDT`; "" where none is told. */
export function instrumentOf({ fields }: RunEvent): string {
  const plain = (fields.symbol ?? "").toUpperCase().replace(/:[A-Z0-9]+$/, "").replace(/[^A-Z0-9]/g, "");
  return plain.length > 6 ? plain.replace(/(SWAP|PERP)$/, "") : plain;
}

/** Which logging call told it: by its place, else by how the line begins. */
export const callOf = ({ pattern, text }: RunEvent): string => (pattern === null ? text.trim().split(/[\s:=,]+/, 1)[0]!.toLowerCase() : `#${pattern}`);

/** Whether both lines come from one logging call. */
export const sameCall = (one: RunEvent, other: RunEvent): boolean => callOf(one) === callOf(other);

const OWNER = /\b(strategy|strat|account|acct|user|uid|bot|bot_id|sub_?account|wallet|magic|timeframe|tf)\b["']?\s*[=:]\s*["']?([\w.-]+)/gi;

/** Whether both lines speak for the same strategy, account, user, as far as they name one: each of them has positions of its own. */
export function sameOwner(one: RunEvent, other: RunEvent): boolean {
  const owners = new Map([...one.text.matchAll(OWNER)].map(([, key, value]) => [key!.toLowerCase(), value!]));
  return [...other.text.matchAll(OWNER)].every(([, key, value]) => (owners.get(key!.toLowerCase()) ?? value) === value);
}

/** Seconds from one to the other; null where a time is missing. */
export const secondsBetween = (one: RunEvent, other: RunEvent): number | null => (one.time === null || other.time === null ? null : (other.time - one.time) / 1000);
