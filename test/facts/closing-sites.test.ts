import { describe, expect, test } from "vitest";
import { closingSites } from "../../src/facts/code/logs/closing-sites.ts";
import { factOf } from "./program-of.ts";

const CLIENT = `import asyncio, requests
class Client:
  def create_order(self, symbol, side, qty, is_closing_order=False):
    params = {"side": side}
    if is_closing_order:
      params["reduceOnly"] = True
    return requests.post("https://api.bybit.com/v5/order/create", json=params)
  def place_order(self, body):
    return requests.post("https://api.bybit.com/v5/order/create", json=body)
client = Client()
`;
/** The functions in which a position is closed. */
const closers = (text: string): string[] => factOf(closingSites, { "main.py": `${CLIENT}${text}` }).map((one) => one.fn.name);

describe("closing sites", () => {
  test("a client's method that runs in a thread is told by what is handed over with it", () => {
    expect(closers("async def give_up(s):\n  await asyncio.to_thread(client.create_order, s, 'sell', 1, True)\nasync def begin(s):\n  await asyncio.to_thread(client.create_order, s, 'buy', 1)\nasync def main():\n  await give_up('X')\n  await begin('X')\nasyncio.run(main())\n"))
      .toEqual(["give_up"]);
  });
  test("what only sends a body closes where the body does", () => {
    expect(closers("def panic(s):\n  client.place_order({'symbol': s, 'reduceOnly': True})\ndef begin(s):\n  body = {'symbol': s, 'reduceOnly': False}\n  client.place_order(body)\ndef guard(s):\n  client.place_order({'symbol': s, 'reduceOnly': True, 'triggerPrice': '5'})\npanic('X')\nbegin('X')\nguard('X')\n"))
      .toEqual(["panic"]);
  });
  test("a body that is called a close", () => {
    expect(closers("def turn(s):\n  close_short_params = {'symbol': s, 'side': 'buy'}\n  client.place_order(close_short_params)\n  client.place_order({'symbol': s, 'side': 'buy'})\nturn('X')\n")).toEqual(["turn"]);
  });
});
