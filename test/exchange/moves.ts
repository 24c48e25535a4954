import type { BotProcess } from "./bot.ts";
import { pause } from "./faults.ts";
import type { Exchange } from "./exchange.ts";
import { calmStep, type Direction } from "./market.ts";

export interface World {
  readonly exchange: Exchange;
  readonly bot: BotProcess;
}

const CALM_BARS = 36;
const SPIKE_BARS = 4;
const SPIKE_STEP = 1.6;
/** Ends an overbought market in one bar, and is less than an impulse. */
const BACK = 1.7;
/** A little more than the bot's 30 s, at the scale of the runs. */
const COOL_DOWN_MS = 260;

/** What a position sees on its way out past the target of a calm market, in units in its favour. */
export const TO_TARGET: readonly number[] = [0.6, 1.2, 1.7, 2.0];

/** A bar that goes from where the market is to `units` away. */
export async function bar({ exchange }: World, id: string, units: number): Promise<void> {
  const { market } = exchange;
  const from = market.last(id);
  await exchange.nextBar(id, from);
  await exchange.tick(id, from + (units / 2) * market.unit(id));
  await exchange.tick(id, from + units * market.unit(id));
}

interface Shape {
  readonly bars?: number;
  /** Of the instrument's own unit. */
  readonly scale?: number;
}

/** A market between trend and noise, for long enough that nothing of what was before is left in the indicators. */
export async function calm(world: World, ids: readonly string[], direction: Direction, { bars = CALM_BARS, scale = 1 }: Shape = {}): Promise<void> {
  for (let index = 0; index < bars; index += 1) for (const id of ids) await bar(world, id, scale * calmStep(index, direction));
}

/** Four bars without a pause: overbought (or oversold), so a calm market's reversal is signalled at the next bar. */
export async function spike(world: World, ids: readonly string[], direction: Direction, { bars = SPIKE_BARS, scale = 1 }: Shape = {}): Promise<void> {
  for (let index = 0; index < bars; index += 1) for (const id of ids) await bar(world, id, scale * SPIKE_STEP * direction);
}

/** An hour that ends where it began. */
export async function thereAndBack(world: World, id: string): Promise<void> {
  await calm(world, [id], -1, { bars: 30 });
  await calm(world, [id], 1, { bars: 30 });
}

/** Moves inside the bar, each so many units from `from`. */
export async function path({ exchange }: World, id: string, from: number, units: readonly number[]): Promise<void> {
  for (const unit of units) await exchange.tick(id, from + unit * exchange.market.unit(id));
  await settled(exchange);
}

/** What was sent is not only received but worked off: a few turns of the bot's loop later. */
export async function settled(exchange: Exchange, ms = 25): Promise<void> {
  await Promise.all([exchange.public.drained(), exchange.private.drained()]);
  await pause(ms);
}

/** How many orders the bot has sent and was told about, those of the hand and of the start-up test aside. */
const sent = ({ account }: Exchange, id: string): number => account.orders.filter((one) => one.instId === id && one.told && !one.manual && one.ordType !== "post_only").length;

export const held = ({ account }: Exchange, id: string): number => account.positions.get(id)?.size ?? 0;

/**
 * A calm market, a spike and the bar that shows it: the bot goes against the spike, or says why not.
 * @returns the price of that bar
 */
export async function lure(world: World, id: string, direction: Direction, shape: Shape = {}): Promise<number> {
  await approach(world, [id], direction, shape);
  await showBar(world, [id]);
  return world.exchange.market.last(id);
}

export async function approach(world: World, ids: readonly string[], direction: Direction, { scale = 1 }: Shape = {}): Promise<void> {
  await calm(world, ids, direction, { scale });
  // The bot takes no two signals of a market within its cool-down.
  await pause(COOL_DOWN_MS);
  await spike(world, ids, direction, { scale });
}

/** The next bar begins, so the bot sees the last one closed and decides about each. */
export async function showBar({ exchange, bot }: World, ids: readonly string[], price?: number): Promise<void> {
  const marks = ids.map((id) => ({ id, orders: sent(exchange, id), skips: skips(bot, id) }));
  for (const id of ids) await exchange.nextBar(id, price);
  await exchange.until(() => marks.every(({ id, orders, skips: before }) => sent(exchange, id) > orders || skips(bot, id) > before), 1_500);
  await settled(exchange);
}

const skips = (bot: BotProcess, id: string): number => bot.log().split(`SIGNAL_SKIP symbol=${id} `).length;

/**
 * The rest of a bar in which a position against `direction` is open, each tick so many units in its favour, until the bot has
 * closed it. The bar ends where nothing is overbought any more.
 */
export async function closing(world: World, id: string, direction: Direction, from: number, inFavour: readonly number[]): Promise<void> {
  const { exchange } = world;
  await path(world, id, from, inFavour.map((units) => -direction * units));
  await exchange.until(() => held(exchange, id) === 0, 1_000);
  await settled(exchange);
  handsOff(exchange, id);
  await exchange.tick(id, from - direction * BACK * exchange.market.unit(id));
}

/** What a bot has left behind on the exchange is gone before the next scene. */
export function handsOff(exchange: Exchange, id: string): void {
  const size = held(exchange, id);
  exchange.faults.clear();
  if (size === 0) return;
  const mute = exchange.mute;
  exchange.mute = true;
  exchange.tradeByHand(id, size > 0 ? "sell" : "buy", Math.abs(size));
  exchange.mute = mute;
}
