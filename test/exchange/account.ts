import { asText, instrument, INSTRUMENTS } from "./instruments.ts";
import type { Market } from "./market.ts";

export interface OrderRequest {
  readonly instId: string;
  readonly clOrdId: string;
  readonly side: "buy" | "sell";
  readonly ordType: string;
  readonly size: number;
  readonly price: number | null;
  readonly reduceOnly: boolean;
}

export interface VenueOrder extends OrderRequest {
  readonly ordId: string;
  readonly manual: boolean;
  state: "live" | "filled" | "canceled";
  filled: number;
  fillPrice: number;
  tradeId: string;
  /** The messages about it have left. */
  told: boolean;
  readonly created: number;
}

export interface VenuePosition {
  readonly instId: string;
  readonly posId: string;
  size: number;
  price: number;
  updated: number;
}

export type Placed = { readonly order: VenueOrder } | { readonly code: string; readonly message: string };

const START_EQUITY = 100_000;

/** Orders, positions and money of the one account, in net mode: the sign of a position is its side. */
export class Account {
  equity = START_EQUITY;
  readonly orders: VenueOrder[] = [];
  readonly positions = new Map<string, VenuePosition>();
  private readonly market: Market;
  private trades = 0;

  constructor(market: Market) {
    this.market = market;
  }

  /** @param at the price of the trade where the script wants a bad one */
  place(request: OrderRequest, { at, manual = false }: { at?: number | undefined; manual?: boolean } = {}): Placed {
    if (request.clOrdId !== "" && this.orders.some((one) => one.clOrdId === request.clOrdId)) return { code: "51016", message: "Duplicated client order ID." };
    const held = this.positions.get(request.instId)?.size ?? 0;
    const sign = request.side === "buy" ? 1 : -1;
    if (request.reduceOnly && held * sign >= 0) return { code: "51169", message: "Order failed because you don't have any positions in this direction." };
    const order: VenueOrder = {
      ...request, ordId: String(9_000_000 + this.orders.length), manual, state: "live", filled: 0, fillPrice: 0, tradeId: "", told: false, created: this.market.stamp(),
    };
    this.orders.push(order);
    this.match(order, at);
    return { order };
  }

  cancel(clOrdId: string): VenueOrder | null {
    const order = this.orders.find((one) => one.clOrdId === clOrdId && one.state === "live");
    if (!order) return null;
    order.state = "canceled";
    return order;
  }

  /** Something else than an order changed the position: a liquidation, the web page, another program. */
  setPosition(instId: string, size: number): void {
    const position = this.positions.get(instId);
    if (!position) return;
    position.size = size;
    position.updated = this.market.stamp();
  }

  private match(order: VenueOrder, at: number | undefined): void {
    const { instId, side, ordType, price } = order;
    const market = side === "buy" ? this.market.ask(instId) : this.market.bid(instId);
    if (ordType === "post_only") return;
    const marketable = price === null || (side === "buy" ? price >= market : price <= market);
    if (!marketable) {
      order.state = "canceled";
      return;
    }
    const held = Math.abs(this.positions.get(instId)?.size ?? 0);
    order.filled = order.reduceOnly ? Math.min(order.size, held) : order.size;
    order.fillPrice = at ?? market;
    order.state = order.filled < order.size ? "canceled" : "filled";
    this.trades += 1;
    order.tradeId = String(700_000 + this.trades);
    this.book(order);
  }

  private book({ instId, side, filled, fillPrice }: VenueOrder): void {
    const change = (side === "buy" ? 1 : -1) * filled;
    const position = this.positions.get(instId) ?? { instId, posId: String(500 + INSTRUMENTS.indexOf(instrument(instId))), size: 0, price: 0, updated: 0 };
    const { contract } = instrument(instId);
    const closing = Math.sign(change) === -Math.sign(position.size) ? Math.min(Math.abs(change), Math.abs(position.size)) : 0;
    this.equity += (fillPrice - position.price) * Math.sign(position.size) * closing * contract;
    const size = position.size + change;
    if (closing === 0) position.price = (position.price * Math.abs(position.size) + fillPrice * Math.abs(change)) / Math.abs(size);
    else if (Math.sign(size) === Math.sign(change)) position.price = fillPrice;
    position.size = size;
    position.updated = this.market.stamp();
    this.positions.set(instId, position);
  }
}

export const orderRow = (order: VenueOrder) => ({
  instType: "SWAP", instId: order.instId, ordId: order.ordId, clOrdId: order.clOrdId, side: order.side, ordType: order.ordType, sz: asText(order.size),
  px: order.price === null ? "" : asText(order.price), reduceOnly: String(order.reduceOnly), state: order.state, tradeId: order.tradeId,
  fillSz: order.filled > 0 ? asText(order.filled) : "", fillPx: order.filled > 0 ? asText(order.fillPrice) : "", fillTime: order.filled > 0 ? String(order.created) : "",
  accFillSz: asText(order.filled), avgPx: order.filled > 0 ? asText(order.fillPrice) : "", pnl: "0", uTime: String(order.created), cTime: String(order.created),
});

/** The same order before anything was traded. */
export const liveRow = (order: VenueOrder) => orderRow({ ...order, state: "live", filled: 0, tradeId: "" });

export const fillRow = (order: VenueOrder) => ({
  instId: order.instId, ordId: order.ordId, clOrdId: order.clOrdId, tradeId: order.tradeId, side: order.side, fillSz: asText(order.filled),
  fillPx: asText(order.fillPrice), execType: "T", count: "1", ts: String(order.created),
});

/** A closed position has no average price: the venue sends "". */
export const positionRow = (one: VenuePosition) => ({
  instType: "SWAP", instId: one.instId, mgnMode: "cross", posId: one.posId, posSide: "net", pos: asText(one.size), availPos: one.size === 0 ? "" : asText(one.size),
  avgPx: one.size === 0 ? "" : asText(one.price), upl: "", liqPx: "", margin: "", uTime: String(one.updated), cTime: String(one.updated),
});

export const balanceRow = (equity: number) => ({
  totalEq: asText(equity), uTime: "1", details: [{ ccy: "USDT", eq: asText(equity), cashBal: asText(equity), availEq: asText(equity), frozenBal: "", upl: "" }],
});
