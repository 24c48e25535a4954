import type { RunEvent } from "../../run/event.ts";

/** One market under all its spellings: `BTC/USDT:USDT`, `btc-usdt-swap` and `BTCUSDT` are `BTCUSDT`; "" where none is told. */
export function instrumentOf({ fields }: RunEvent): string {
  const plain = (fields.symbol ?? "").toUpperCase().replace(/:[A-Z0-9]+$/, "").replace(/[^A-Z0-9]/g, "");
  return plain.length > 6 ? plain.replace(/(SWAP|PERP)$/, "") : plain;
}

/** Whether both lines come from one logging call: by its place, else by how they begin. */
export function sameCall(one: RunEvent, other: RunEvent): boolean {
  if (one.pattern !== null || other.pattern !== null) return one.pattern === other.pattern;
  return headOf(one.text) === headOf(other.text);
}

const headOf = (text: string): string => text.trim().split(/[\s:=,]+/, 1)[0]!.toLowerCase();

/** Seconds from one to the other; null where a time is missing. */
export const secondsBetween = (one: RunEvent, other: RunEvent): number | null => (one.time === null || other.time === null ? null : (other.time - one.time) / 1000);
