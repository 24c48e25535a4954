import { pause } from "./faults.ts";
import { closing, lure, path, thereAndBack, TO_TARGET } from "./moves.ts";
import type { Scene } from "./scene.ts";

const BTC = "BTC-USDT-SWAP";

/** Too slow for a whole run, or too much for its log. */
export const LONG_SCENES: Readonly<Record<string, Scene>> = {
  "held-too-long": {
    tells: "BTC: a position that is held until its time is over, and the next one",
    play: async (world) => {
      const { exchange, bot } = world;
      exchange.showsPositions = false;
      const from = await lure(world, BTC, 1);
      await path(world, BTC, from, [-0.6, -1.0]);
      await bot.said(/symbol=BTC-USDT-SWAP .*reason=timeout| expired=1 /, 12_000);
      await thereAndBack(world, BTC);
      const again = await lure(world, BTC, 1);
      await closing(world, BTC, 1, again, TO_TARGET);
      exchange.showsPositions = true;
    },
  },
  "login-refused": {
    tells: "the account stream is cut three times, and each time the first login is refused",
    play: async ({ exchange }) => {
      await pause(2_500);
      for (const _ of [1, 2, 3]) {
        const before = exchange.private.subscribed;
        exchange.private.refuseLogin(1);
        exchange.private.cut();
        await exchange.until(() => exchange.private.subscribed > before, 6_000);
        await pause(2_500);
      }
    },
  },
  flood: {
    tells: "sixty thousand positions of somebody else's market, each with an id of its own: what is kept of every message grows",
    play: async ({ exchange }) => {
      for (let batch = 0; batch < 600; batch += 1) {
        exchange.showStrangers("LTC-USDT-SWAP", batch * 100, 100);
        await exchange.private.drained();
      }
      await pause(2_000);
    },
  },
  blackout: {
    tells: "the account stream is refused by the machine, the prices by the exchange four times: twenty seconds for a bot that waits five each time",
    play: async ({ exchange, bot }) => {
      const before = exchange.public.subscribed;
      await exchange.private.shut();
      exchange.public.refuse(4);
      exchange.public.cut();
      await bot.said(/сервер недоступен|ConnectionRefusedError/, 5_000);
      await exchange.private.listen();
      await exchange.until(() => exchange.public.subscribed > before, 30_000);
      await lure({ exchange, bot }, BTC, 1);
    },
  },
};
