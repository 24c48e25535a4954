import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Account, balanceRow, fillRow, liveRow, orderRow, positionRow, type VenueOrder } from "./account.ts";
import { Faults, pause } from "./faults.ts";
import { Market, type Tick, tickRow } from "./market.ts";
import { restServer } from "./rest.ts";
import { Stream } from "./stream.ts";

const TICKS_WITHOUT_A_BREAK = 6;

/**
 * A small OKX on loopback for the bundled bots: what they ask for over REST, what they subscribe to, and nothing else. It moves only
 * when the script tells it to, so that a run shows the same events on a fast and on a slow machine.
 */
export class Exchange {
  readonly market: Market;
  readonly account: Account;
  readonly faults = new Faults();
  readonly public = new Stream();
  readonly private = new Stream();
  private readonly rest: Server;
  private sinceBreak = 0;
  /** Repeats every message of a trade, as OKX does after a reconnect of its own. */
  repeats = 1;
  /** Off where the messages about positions are held back. */
  showsPositions = true;
  /** Messages of trades are not sent: the venue traded, the stream is silent. */
  mute = false;

  constructor(timeScale: number) {
    this.market = new Market(Math.floor(60_000 / timeScale));
    this.account = new Account(this.market);
    this.rest = restServer({ market: this.market, account: this.account, faults: this.faults, onOrder: (order) => this.tell(order) });
    // Connections that come and go by themselves would be in the way of those that the bot leaves behind.
    this.rest.keepAliveTimeout = 60_000;
  }

  async listen(): Promise<void> {
    await Promise.all([this.public.listen(), this.private.listen(), new Promise<void>((resolve) => this.rest.listen(0, "127.0.0.1", resolve))]);
  }

  get restUrl(): string {
    return `http://127.0.0.1:${(this.rest.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.rest.closeAllConnections();
    await Promise.all([this.public.shut(), this.private.shut(), new Promise((resolve) => this.rest.close(resolve))]);
  }

  async tick(id: string, price: number, spread?: number): Promise<void> {
    await this.show(this.market.tick(id, price, spread));
  }

  async nextBar(id: string, price?: number): Promise<void> {
    await this.show(this.market.nextBar(id, price));
  }

  /** The position as it is now, to whoever listens; often enough to be a repeat. */
  showPosition(instId: string, times = 1): void {
    const position = this.account.positions.get(instId);
    if (!position) return;
    for (let time = 0; time < times; time += 1) this.private.send("positions", null, [positionRow(position)]);
  }

  /** Positions of a market that is not the bot's, in one message. */
  showStrangers(instId: string, from: number, count: number): void {
    const rows = Array.from({ length: count }, (_, index) => positionRow({ instId, posId: String(900_000 + from + index), size: 1, price: 100, updated: this.market.stamp() }));
    this.private.send("positions", null, rows);
  }

  /** Somebody trades by hand on the same account. */
  tradeByHand(instId: string, side: "buy" | "sell", size: number): void {
    const placed = this.account.place({ instId, clOrdId: "", side, ordType: "market", size, price: null, reduceOnly: false }, { manual: true });
    if ("order" in placed) this.tell(placed.order);
  }

  private async show(tick: Tick): Promise<void> {
    this.public.send("tickers", tick.id, [tickRow(tick)]);
    this.sinceBreak += 1;
    if (this.sinceBreak < TICKS_WITHOUT_A_BREAK) return;
    this.sinceBreak = 0;
    await this.public.drained();
  }

  /** What the venue pushes after an order: the same trade on two channels, the position, the money. */
  private tell(order: VenueOrder): void {
    order.told = true;
    if (this.mute) return;
    const { instId } = order;
    if (order.filled === 0 || order.ordType !== "market") this.private.send("orders", null, [liveRow(order)]);
    for (let time = 0; time < this.repeats; time += 1) {
      if (order.state !== "live") this.private.send("orders", null, [orderRow(order)]);
      if (order.filled > 0) this.private.send("fills", null, [fillRow(order)]);
    }
    if (order.filled === 0) return;
    if (this.showsPositions) this.showPosition(instId, this.repeats);
    this.private.send("account", null, [balanceRow(this.account.equity)]);
  }

  /** Waits for something that the bot does; false when it did not come. */
  async until(done: () => boolean, ms = 3_000): Promise<boolean> {
    const end = Date.now() + ms;
    while (!done()) {
      if (Date.now() > end) return false;
      await pause(4);
    }
    return true;
  }
}
