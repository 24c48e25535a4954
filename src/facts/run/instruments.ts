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

/** Seconds from one to the other; null where a time is missing. */
export const secondsBetween = (one: RunEvent, other: RunEvent): number | null => (one.time === null || other.time === null ? null : (other.time - one.time) / 1000);
