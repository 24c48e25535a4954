/** What the exchange lists. Sizes are whole lots, but for APT, whose lot is a half: a venue sends "12.5" there. */
export interface Instrument {
  readonly id: string;
  readonly settle: string;
  readonly contract: number;
  readonly lot: number;
  readonly tick: number;
  /** The price before the first bar. */
  readonly start: number;
  /** How far a bar goes in a calm market, as a part of the price. */
  readonly step: number;
}

export const INSTRUMENTS: readonly Instrument[] = [
  { id: "BTC-USDT-SWAP", settle: "USDT", contract: 0.001, lot: 1, tick: 0.1, start: 100_000, step: 0.0011 },
  { id: "ETH-USDT-SWAP", settle: "USDT", contract: 0.1, lot: 1, tick: 0.01, start: 4_000, step: 0.0025 },
  { id: "SOL-USDT-SWAP", settle: "USDT", contract: 1, lot: 1, tick: 0.001, start: 200, step: 0.0025 },
  { id: "APT-USDT-SWAP", settle: "USDT", contract: 10, lot: 0.5, tick: 0.0001, start: 8, step: 0.003 },
  { id: "DOGE-USDT-SWAP", settle: "USDT", contract: 1_000, lot: 1, tick: 0.00001, start: 0.2, step: 0.003 },
  // Neither belongs to the bot: another settle currency, and a market that it does not trade.
  { id: "BTC-USD-SWAP", settle: "BTC", contract: 100, lot: 1, tick: 0.1, start: 100_000, step: 0.001 },
  { id: "LTC-USDT-SWAP", settle: "USDT", contract: 1, lot: 1, tick: 0.01, start: 100, step: 0.002 },
];

export function instrument(id: string): Instrument {
  const found = INSTRUMENTS.find((one) => one.id === id);
  if (!found) throw new Error(`no instrument ${id}`);
  return found;
}

/** As the venue writes numbers: text without a needless tail. */
export const asText = (value: number): string => String(Number(value.toPrecision(12)));

export const instrumentRow = (one: Instrument) => ({
  instType: "SWAP", instId: one.id, settleCcy: one.settle, ctVal: asText(one.contract), ctMult: "1", lotSz: asText(one.lot),
  minSz: asText(one.lot), tickSz: asText(one.tick), state: "live", expTime: "", stk: "", optType: "", lever: "100",
});
