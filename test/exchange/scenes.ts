import { pause } from "./faults.ts";
import { LONG_SCENES } from "./long-scenes.ts";
import { approach, bar, calm, closing, handsOff, lure, path, settled, showBar, thereAndBack, TO_TARGET } from "./moves.ts";
import type { Scene } from "./scene.ts";

const BTC = "BTC-USDT-SWAP";
const ETH = "ETH-USDT-SWAP";
const SOL = "SOL-USDT-SWAP";
const APT = "APT-USDT-SWAP";
const DOGE = "DOGE-USDT-SWAP";
const ORDER = "/api/v5/trade/order";
const BALANCE = "/api/v5/account/balance";

/** What a position sees on its way out past the stop, in units in its favour. */
const TO_STOP = [-0.6, -1.0, -1.3];

const of = (id: string, side?: "buy" | "sell") => ({
  when: ({ body }: { readonly body: Readonly<Record<string, unknown>> }) => body["instId"] === id && (side === undefined || body["side"] === side),
});

/** Scenes of a whole run, in their order. */
const OF_A_WHOLE_RUN: Readonly<Record<string, Scene>> = {
  "refused-start": {
    tells: "the list of instruments fails twice and the login is refused twice before the bot is let in",
    before: ({ faults, private: stream }) => {
      faults.plan("/api/v5/public/instruments", { how: "cut-before" }, { times: 2 });
      stream.refuseLogin(2);
    },
  },
  trail: {
    tells: "BTC: a reversal, the regime turns choppy while the position is open, the stop follows too close, the trailing stop closes",
    play: async (world) => {
      const from = await lure(world, BTC, 1);
      for (let index = 0; index < 34; index += 1) await bar(world, BTC, index === 0 ? -0.7 : index % 2 === 0 ? -0.6 : 0.6);
      await path(world, BTC, from, [-0.8, -1.0, -1.2]);
      await closing(world, BTC, 1, from, [1.0, 0.8, 0.6, 0.3]);
      await thereAndBack(world, BTC);
    },
  },
  quiet: {
    tells: "BTC: half of the usual moves, a signal that cannot pay for its fees, a stop that follows at a hair's breadth",
    play: async (world) => {
      await calm(world, [BTC], 1, { bars: 16, scale: 0.7 });
      const from = await lure(world, BTC, 1, { scale: 0.5 });
      await closing(world, BTC, 1, from, [0.3, 0.5, 0.6, 0.5, 0.4, 0.2, -0.7]);
      await calm(world, [BTC], 1, { bars: 16, scale: 0.7 });
      await thereAndBack(world, BTC);
    },
  },
  "public-drop": {
    tells: "SOL: prices are cut and refused three times; the holding time ends while a late position message is worked on; the closing order's answer is lost",
    play: async (world) => {
      const { exchange, bot } = world;
      exchange.showsPositions = false;
      const from = await lure(world, SOL, 1);
      exchange.showsPositions = true;
      exchange.faults.plan(ORDER, { how: "cut-after" }, of(SOL, "buy"));
      const before = exchange.public.subscribed;
      exchange.public.refuse(3);
      exchange.public.cut();
      await pause(6_500);
      exchange.public.refuse(0);
      exchange.faults.plan(BALANCE, { how: "late", ms: 1_500 }, { times: 3 });
      exchange.showPosition(SOL);
      await bot.said(/symbol=SOL-USDT-SWAP .*reason=timeout|close SOL-USDT-SWAP attempt 1 failed/, 6_000);
      await exchange.until(() => exchange.public.subscribed > before, 6_500);
      await settled(exchange, 300);
      await closing(world, SOL, 1, from, []);
    },
  },
  "slow-and-bad": {
    tells: "ETH: the order's answer takes 450 ms, the stop trades 0.6 % past its price",
    play: async (world) => {
      const { exchange } = world;
      exchange.faults.plan(ORDER, { how: "late", ms: 450 }, of(ETH));
      const from = await lure(world, ETH, 1);
      exchange.faults.plan(ORDER, { how: "price", at: from * 1.009 }, of(ETH, "buy"));
      await closing(world, ETH, 1, from, TO_STOP);
    },
  },
  trend: {
    tells: "ETH: a reversal that a trend runs over, the regime follows, a breakout takes its profit",
    play: async (world) => {
      const { exchange, bot } = world;
      await calm(world, [ETH], 1);
      for (let index = 0; index < 30; index += 1) await bar(world, ETH, index % 2 === 0 ? 1.6 : -0.4);
      await bot.said(/REGIME_CHANGE symbol=ETH-USDT-SWAP .*to=trending/);
      await pause(300);
      await bar(world, ETH, 1.6);
      await showBar(world, [ETH]);
      const from = exchange.market.last(ETH);
      await closing(world, ETH, -1, from, [0.8, 1.6, 2.4, 2.9]);
      await exchange.tick(ETH, from - 1.5 * exchange.market.unit(ETH));
      await calm(world, [ETH], -1);
    },
  },
  gap: {
    tells: "SOL: the price jumps by 0.6 % between the signal and the order",
    play: async (world) => {
      const { market } = world.exchange;
      await approach(world, [SOL], 1);
      const from = market.last(SOL);
      await showBar(world, [SOL], from * 1.006);
      await closing(world, SOL, 1, from, [-1, 0]);
    },
  },
  repeats: {
    tells: "SOL: every message of the trade comes twice on each channel, the position's three times",
    play: async (world) => {
      const { exchange } = world;
      exchange.repeats = 2;
      const from = await lure(world, SOL, 1);
      exchange.showPosition(SOL, 3);
      await closing(world, SOL, 1, from, TO_TARGET);
      exchange.repeats = 1;
    },
  },
  "sync-fails": {
    tells: "SOL: the request for positions fails while one is open",
    play: async (world) => {
      const { exchange, bot } = world;
      const from = await lure(world, SOL, 1);
      exchange.faults.plan("/api/v5/account/positions", { how: "answer", status: 503, body: { code: "50013", msg: "Systems are busy. Please try again later.", data: [] } }, { times: 2 });
      await bot.said(/SYNC_SKIP|positions: /, 4_000);
      await settled(exchange);
      await closing(world, SOL, 1, from, TO_TARGET);
    },
  },
  "half-lots": {
    tells: "APT: fills of half a contract",
    play: async (world) => {
      const from = await lure(world, APT, 1);
      await closing(world, APT, 1, from, TO_TARGET);
    },
  },
  "drift-remove": {
    tells: "SOL: the position is gone from the exchange, and no message told",
    play: async (world) => {
      const { exchange, bot } = world;
      const from = await lure(world, SOL, 1);
      exchange.account.setPosition(SOL, 0);
      await bot.said(/EXIT_HIT symbol=SOL-USDT-SWAP .*reason=drift/, 4_000);
      await closing(world, SOL, 1, from, []);
    },
  },
  "drift-add": {
    tells: "DOGE: somebody opens a position by hand",
    play: async (world) => {
      const { exchange, bot } = world;
      const from = exchange.market.last(DOGE);
      exchange.tradeByHand(DOGE, "buy", 30);
      await bot.said(/DRIFT_ADD symbol=DOGE/, 1_000);
      await path(world, DOGE, from, [0.5, 1.0, 1.4, 1.7]);
      await exchange.until(() => exchange.account.positions.get(DOGE)?.size === 0, 1_000);
      await settled(exchange);
      handsOff(exchange, DOGE);
    },
  },
  partial: {
    tells: "ETH: half of the position is closed by hand, the message comes three times",
    play: async (world) => {
      const { exchange } = world;
      const from = await lure(world, ETH, -1);
      const position = exchange.account.positions.get(ETH);
      if (position && position.size !== 0) exchange.account.setPosition(ETH, Math.floor(position.size / 2));
      exchange.showPosition(ETH, 3);
      await settled(exchange);
      await closing(world, ETH, -1, from, TO_TARGET);
    },
  },
  breaker: {
    tells: "DOGE: three losses in a row, then a fourth signal",
    play: async (world) => {
      for (const _ of [1, 2, 3]) await closing(world, DOGE, 1, await lure(world, DOGE, 1), TO_STOP);
      await closing(world, DOGE, 1, await lure(world, DOGE, 1), TO_TARGET);
    },
  },
  "private-drop": {
    tells: "ETH: the account stream is cut and refused once while a position is open",
    play: async (world) => {
      const { exchange } = world;
      const from = await lure(world, ETH, 1);
      const before = exchange.private.subscribed;
      exchange.private.refuse(1);
      exchange.private.cut();
      await exchange.until(() => exchange.private.subscribed > before, 4_000);
      await settled(exchange, 300);
      await closing(world, ETH, 1, from, TO_TARGET);
    },
  },
  maintenance: {
    tells: "prices: the exchange says good-bye politely, four times",
    play: async ({ exchange }) => {
      for (const _ of [1, 2, 3, 4]) {
        const before = exchange.public.subscribed;
        exchange.public.closePolitely();
        await exchange.until(() => exchange.public.subscribed > before, 3_000);
      }
    },
  },
  crowd: {
    tells: "BTC is open, three coins that move alike signal at the same moment, the balance answers all of them together; a fourth follows",
    play: async (world) => {
      const { exchange } = world;
      const coins = [ETH, SOL, DOGE];
      const from = await lure(world, BTC, 1);
      await approach(world, [...coins, APT], -1);
      exchange.faults.plan(BALANCE, { how: "together", count: 3, ms: 1_000 }, { times: 3 });
      await showBar(world, coins);
      exchange.faults.clear();
      // Its stop moves: the position is still there.
      await path(world, BTC, from, [-0.6, -1.0]);
      await showBar(world, [APT]);
    },
  },
  crash: {
    tells: "what is long loses a fifth of its price at once: the daily loss limit",
    play: async (world) => {
      const { exchange, bot } = world;
      const coins = [ETH, SOL, DOGE];
      for (const id of coins) await exchange.tick(id, exchange.market.last(id) * 0.8);
      await bot.said(/DAILY_LOSS_LIMIT/, 1_500);
      await settled(exchange, 300);
      await closing(world, BTC, 1, world.exchange.market.last(BTC), TO_TARGET);
      await showBar(world, [ETH]);
    },
  },
  deaf: {
    tells: "the account stream is cut and nobody listens there until the bot has noticed",
    play: async ({ exchange, bot }) => {
      const before = exchange.private.subscribed;
      await exchange.private.shut();
      await bot.said(/сервер недоступен|ConnectionRefusedError/, 5_000);
      await exchange.private.listen();
      await exchange.until(() => exchange.private.subscribed > before, 2_500);
      await settled(exchange, 200);
    },
  },
  "left-open": {
    tells: "APT: somebody opens a position by hand just before the bot is stopped",
    play: async ({ exchange, bot }) => {
      exchange.tradeByHand(APT, "buy", 40);
      await bot.said(/DRIFT_ADD symbol=APT/, 600);
    },
  },
};

export const WHOLE: readonly string[] = Object.keys(OF_A_WHOLE_RUN);
export const SCENES: Readonly<Record<string, Scene>> = { ...OF_A_WHOLE_RUN, ...LONG_SCENES };
