import { describe, expect, test } from "vitest";
import { positionRequests } from "../../src/facts/code/drift/position-fetches.ts";
import { entryPoints } from "../../src/facts/code/entry-points.ts";
import { tradePaths } from "../../src/facts/code/trade-paths.ts";
import { orderSites } from "../../src/facts/code/order-sites.ts";
import { index } from "../../src/facts/code/module-index.ts";
import { openWays } from "../../src/facts/code/open-ways.ts";
import { reach } from "../../src/facts/code/reach.ts";
import type { FileRole } from "../../src/ir/program.ts";
import { factOf, factsFor, given } from "./program-of.ts";

/** `role line` of each order site of one file. */
const ordersIn = (text: string): string[] => factOf(orderSites, { "m.py": text }).map((one) => `${one.role} ${one.at.line}`);
const positionsIn = (text: string): number[] => factOf(positionRequests, { "m.py": text }).map((one) => one.at.line);

describe("order methods held by a name", () => {
  const client = "from binance.client import Client\nclass C:\n  def __init__(self): self.client = Client()\n";
  test("are sent where the name is handed to what calls it, looked up or not, behind a condition or not", () => {
    expect(ordersIn(`${client}  def f(self, payload):\n    fn = getattr(self.client, "futures_create_order", None)\n    if callable(fn):\n      return self._retry(fn, payload, attempts=3)\n`)).toEqual(["open 7"]);
    expect(ordersIn(`${client}  def f(self, payload):\n    send = self.client.futures_create_order\n    return self._retry(send, payload)\n`)).toEqual(["open 6"]);
    expect(ordersIn(`${client}  def f(self, payload):\n    fn = getattr(self.client, "futures_create_order", None) if self.client is not None else None\n    return fn(**payload)\n`)).toEqual(["open 6"]);
  });
  test("are not sent where the name is only asked about or written down", () => {
    expect(ordersIn(`${client}  def f(self, log):\n    fn = getattr(self.client, "futures_create_order", None)\n    log.info("%s %s", fn, 1)\n    return callable(fn)\n`)).toEqual([]);
  });
});

describe("order endpoints", () => {
  test("behind a base address, as an f-string in a name", () => {
    expect(ordersIn(`import requests\ndef f(base, body):\n  url = f"{base}/fapi/v1/order"\n  return requests.post(url, json=body)\n`)).toEqual(["open 4"]);
  });
  test("joined to a base address", () => {
    expect(ordersIn(`import requests\nfrom urllib.parse import urljoin\nBASE = "https://api.bybit.com"\ndef f(body):\n  return requests.post(urljoin(BASE, "/v5/order/create"), json=body)\n`)).toEqual(["open 5"]);
    expect(ordersIn(`import requests\nBASE = "https://api.bybit.com"\nURL = BASE + "/v5/order/create"\ndef f(body):\n  return requests.post(URL, json=body)\n`)).toEqual(["open 5"]);
  });
  test("from a table, an enumeration and a class constant", () => {
    expect(ordersIn(`ENDPOINTS = {"place": "/api/v5/trade/order", "stop": "/api/v5/trade/order-algo"}\nclass C:\n  def f(self, b):\n    self.send("POST", ENDPOINTS["place"], b)\n    self.send("POST", ENDPOINTS["stop"], b)\n    self.send("POST", ENDPOINTS.get("place"), b)\n`)).toEqual(["open 4", "protect 5", "open 6"]);
    expect(ordersIn(`from enum import Enum\nclass Path(Enum):\n  ORDER = "/v5/order/create"\nclass C:\n  STOP = "/v5/position/trading-stop"\n  def f(self, b):\n    self.post(Path.ORDER.value, b)\n    self.post(self.STOP, b)\n`)).toEqual(["open 7", "protect 8"]);
  });
  test("below a version that the base address holds, where the request writes", () => {
    expect(ordersIn(`class C:\n  def f(self, b):\n    self._request("POST", f"/futures/{self.settle}/orders", b)\n    self._request("DELETE", f"/futures/{self.settle}/orders/{b}")\n    self._request("GET", f"/futures/{self.settle}/orders")\n    self._request("POST", "/private/order/submit", b)\n    self._request("POST", "/sendorder", b)\n`)).toEqual(["open 3", "cancel 4", "open 6", "open 7"]);
  });
  test("a path chosen by a condition", () => {
    expect(ordersIn(`class C:\n  def f(self, b, many):\n    path = "/api/v5/trade/batch-orders" if many else "/api/v5/trade/order"\n    self._request("POST", path, b)\n`)).toEqual(["open 4"]);
  });
  test("an authenticated request is one", () => {
    expect(ordersIn(`class C:\n  def f(self, b):\n    self._make_authenticated_request("POST", "/v5/order/create", b)\n    self._get_signature("POST", "/v5/order/create", b)\n`)).toEqual(["open 3"]);
  });
  test("a reason that is called like a method, and an order that the venue only looks at", () => {
    expect(ordersIn(`class C:\n  def f(self, b):\n    self.leave(b, reason="market_close")\n    self.send(b, method="market_close")\n`)).toEqual(["close 4"]);
    expect(ordersIn(`import ccxt\nex = ccxt.binance()\ndef f(b):\n  ex.create_order(b, "limit", "buy", 1, 2, params={"test": True})\n  ex.create_order(b, "limit", "buy", 1, 2, params={"test": False})\n`)).toEqual(["open 5"]);
  });
  test("a request that is called after its signature is one", () => {
    expect(ordersIn(`class C:\n  def f(self, b):\n    self._post_auth("/v5/order/create", b)\n    self._get_auth("/v5/order/create", b)\n    self.make_auth("/v5/order/create", b)\n`)).toEqual(["open 3"]);
  });
  test("signing, routes of an own server, rate limits and reads send nothing", () => {
    expect(ordersIn(`from fastapi import FastAPI\napp = FastAPI()\n@app.post("/api/v1/orders")\ndef place(body): pass\nclass RateLimit:\n  def __init__(self, path): pass\nLIMIT = RateLimit("/fapi/v1/order")\nclass C:\n  def f(self):\n    self._sign("POST", "/fapi/v1/order")\n    self._request("GET", "/fapi/v1/order")\n`)).toEqual([]);
  });
});

describe("order calls", () => {
  test("a library's method handed in a lambda, with what the order object says", () => {
    expect(ordersIn(`import gate_api\nclass C:\n  def __init__(self, api: gate_api.FuturesApi):\n    self.api = api\n  def close(self, contract):\n    order = gate_api.FuturesOrder(contract=contract, size=0, close=True)\n    return self.call(lambda: self.api.create_futures_order("usdt", order))\n  def open(self, contract, size):\n    order = gate_api.FuturesOrder(contract=contract, size=size)\n    return self.api.create_futures_order("usdt", order)\n`)).toEqual(["close 7", "open 10"]);
  });
  test("what a dict in a name says: a stop protects, reduceOnly closes", () => {
    expect(ordersIn(`class C:\n  def stop(self, s, q):\n    params = {"stopLossPrice": 1.0, "reduceOnly": True}\n    self.ex.create_order(s, "market", "sell", q, None, params)\n  def close(self, s, q):\n    params = {"reduceOnly": True}\n    self.ex.create_order(s, "market", "sell", q, None, params)\n`)).toEqual(["protect 4", "close 7"]);
  });
  test("a terminal's requests, by their action", () => {
    expect(ordersIn(`import MetaTrader5 as mt5\ndef f(s, p):\n  req = {"action": mt5.TRADE_ACTION_DEAL, "symbol": s}\n  mt5.order_send(req)\ndef g(s, p):\n  mt5.order_send({"action": mt5.TRADE_ACTION_DEAL, "symbol": s, "position": p})\n  mt5.order_send({"action": mt5.TRADE_ACTION_SLTP, "position": p, "sl": 1.0})\n`)).toEqual(["open 4", "close 6", "protect 7"]);
  });
  test("names that a look-up goes through", () => {
    expect(ordersIn(`def f(api, s, i):\n  for name, given in [("cancel_algo_order", {"id": i}), ("cancel_order", {"symbol": s})]:\n    method = getattr(api, name, None)\n    if method:\n      method(**given)\n`)).toEqual(["cancel 5"]);
  });
  test("a double of the exchange beside the bot hides no order; one of the bot's own does", () => {
    const bot = (name: string): string => `import ccxt\nclass ${name}:\n  def create_order(self, s, side, q): pass\nclass W:\n  def __init__(self, ex):\n    self.ex = ex\n  def go(self, s, q):\n    self.ex.create_order(s, "buy", q)\nW(${name}()).go("x", 1)\nW(ccxt.okx()).go("x", 1)\n`;
    expect(ordersIn(bot("MockExchange"))).toEqual(["open 8"]);
    expect(ordersIn(bot("PaperVenue"))).toEqual([]);
  });
  test("somebody unknown who takes orders, where nothing of the bot has the name", () => {
    expect(ordersIn(`def f(client, s):\n  client.place_order(symbol=s)\n`)).toEqual(["open 2"]);
    expect(ordersIn(`class Book:\n  def place_order(self, symbol): pass\nclass Other:\n  def place_order(self, symbol): pass\ndef f(client, s):\n  client.place_order(symbol=s)\n`)).toEqual([]);
  });
});

describe("venues that no table knows", () => {
  test("the client that an SDK made, not a library of something else and not a module that is not there", () => {
    expect(ordersIn(`from nova_sdk import create_client\nimport sqlalchemy\nfrom book import manager\nclient = create_client("k")\nengine = sqlalchemy.create_engine("u")\ndef f(s):\n  client.market.place_order(s)\n  engine.place_order(s)\n  manager.close_position(s)\n  client.engine.close_position(s)\n`)).toEqual(["open 7", "close 10"]);
  });
  test("a wrapper of the same name calls the venue's, not itself", () => {
    expect(ordersIn(`class Venue:\n  async def futures_create_order(self, client, **kwargs):\n    return await client.futures_create_order(**kwargs)\n`)).toEqual(["open 3"]);
  });
  test("Bitget's first paths", () => {
    expect(ordersIn(`class C:\n  def f(self, b):\n    self._call("POST", "/api/mix/v1/order/placeOrder", body=b)\n    self._call("POST", "/api/spot/v1/trade/orders", body=b)\n`)).toEqual(["open 3", "open 4"]);
  });
  test("an object of the bot's own that describes a request sends nothing", () => {
    expect(ordersIn(`class Request:\n  def __init__(self, method, url): self.url = url\ndef f(u):\n  return Request(method="POST", url=f"{u}/fapi/v1/order")\n`)).toEqual([]);
  });
});

describe("command lines of venues", () => {
  test("words handed to what runs the program, through a name and a function", () => {
    expect(ordersIn(`import subprocess\ndef run(cmd):\n  return subprocess.run(["okx", *cmd])\ndef build(s):\n  return ["swap", "close", "--instId", s]\ndef f(s):\n  args = ["swap", "place", "--instId", s]\n  run(args)\n  run(build(s))\n  run(["swap", "place", "--instId", s, "--reduceOnly"])\n  run(["swap", "orders", "--instId", s])\n`)).toEqual(["open 8", "close 9", "close 10"]);
  });
  test("positions", () => {
    expect(positionsIn(`def f(call):\n  args = ["account", "positions", "--instType", "SWAP"]\n  return call(*args)\n`)).toEqual([3]);
  });
});

describe("positions", () => {
  test("a path with its query behind it, and the same path's settings", () => {
    expect(positionsIn(`class C:\n  def f(self, q):\n    path = "/api/v5/account/positions" + build(q)\n    self._request("GET", path)\n    self._request("GET", f"/futures/{self.settle}/positions")\n    self._request("POST", f"/futures/{self.settle}/positions/{q}/leverage")\n`)).toEqual([4, 5]);
  });
  test("a body that says what is asked for", () => {
    expect(positionsIn(`class C:\n  def f(self):\n    return self.api.post({"type": "clearinghouseState", "user": self.address})\n`)).toEqual([3]);
  });
});

describe("programs that trade", () => {
  const MAIN = "if __name__ == '__main__':\n  run()\n";
  const startsOf = (files: Record<string, string>, roles: Record<string, FileRole> = {}): string[] =>
    given(factsFor(files, roles), entryPoints).all.filter((one) => one.live).map((one) => one.module.file).sort();

  test("where no named start loads code that sends orders, the program that does is one", () => {
    const bridge = `import MetaTrader5 as mt5\ndef run():\n  mt5.order_send({"symbol": "X"})\n${MAIN}`;
    expect(startsOf({ "main.py": `def run(): pass\n${MAIN}`, "bridge/terminal.py": bridge })).toEqual(["bridge/terminal.py", "main.py"]);
    expect(startsOf({ "main.py": `def run(): pass\n${MAIN}`, "close_everything.py": bridge })).toEqual(["main.py"]);
    expect(startsOf({ "main.py": `import orders\ndef run(): orders.send()\n${MAIN}`, "orders.py": "def send(ex): ex.create_order('X')\n", "terminal.py": bridge })).toEqual(["main.py"]);
  });
  test("functions that lead to orders and that only something outside can call", () => {
    const files = { "main.py": `def run(): pass\n${MAIN}`, "executor.py": "def open_position(ex): _send(ex)\ndef _send(ex): ex.create_order('X')\n" };
    expect(startsOf(files)).toEqual(["executor.py", "main.py"]);
    const facts = factsFor(files);
    expect(given(facts, orderSites).map((one) => given(facts, reach).of(one.fn))).toEqual(["live"]);
  });
  test("a runner of the bot that no command calls yet, where the starts load its venue; any way that may be taken says nothing", () => {
    const runner = (name: string) => `from venue import Venue\nasync def ${name}():\n  await Venue().shoot('X')\n`;
    const venue = "import ccxt\nclass Venue:\n  def __init__(self): self.ex = ccxt.okx()\n  async def shoot(self, s): await self.ex.create_order(s)\n";
    const main = `from venue import Venue\ndef run(): print('later')\n${MAIN}`;
    expect(startsOf({ "main.py": main, "core/executor.py": runner("run_trading_bot"), "venue.py": venue })).toEqual(["core/executor.py", "main.py"]);
    expect(startsOf({ "main.py": main, "core/executor.py": runner("sell_now"), "venue.py": venue })).toEqual(["main.py"]);
    expect(startsOf({ "main.py": `from venue import Venue\ndef run(x): x.shoot('Y')\n${MAIN}`, "core/executor.py": runner("run_trading_bot"), "venue.py": venue, "other.py": "class Mail:\n  def shoot(self, x): pass\n" })).toEqual(["main.py"]);
  });
  test("programs lie where programs lie", () => {
    const program = `def run(): pass\n${MAIN}`;
    expect(startsOf({ "main.py": program, "apps/paper_trade.py": program, "tools_report.py": program, "auto_trading.py": program, "lib.py": "import bots.shared\n", "bots/shared.py": program })).toEqual(["apps/paper_trade.py", "auto_trading.py", "main.py"]);
  });
  test("what the running bot starts as programs of their own", () => {
    const files = {
      "main.py": `import subprocess, sys\ndef run():\n  subprocess.Popen([sys.executable, "arm.py"])\n  subprocess.run([sys.executable, "-m", "pkg.worker"])\n  script = "later.py"\n  subprocess.run([sys.executable, script])\n  print("other.py")\n${MAIN}`,
      "arm.py": `def run(): pass\n${MAIN}`, "pkg/worker.py": `def run(): pass\n${MAIN}`, "later.py": `def run(): pass\n${MAIN}`, "other.py": `def run(): pass\n${MAIN}`, "side.py": `import subprocess\ndef run(): subprocess.run(["python", "other.py"])\n${MAIN}`,
    };
    expect(startsOf(files)).toEqual(["arm.py", "later.py", "main.py", "pkg/worker.py"]);
  });
});

describe("ccxt's raw requests", () => {
  test("in words and by the implicit method's name", () => {
    expect(ordersIn(`import ccxt\nclass C:\n  def __init__(self):\n    self.ex = ccxt.binanceusdm()\n  def f(self, p):\n    self.ex.request("algoOrder", "fapiPrivate", "POST", p)\n    self.ex.request("order", "fapiPrivate", "POST", p)\n    self.ex.request("order", api="fapiPrivate", method="DELETE", params=p)\n    self.ex.request("v2/mix/order/place-order", ["private", "mix"], "POST", p)\n    self.ex.private_post_trade_cancel_algos(p)\n    self.ex.fapiPrivateDeleteAllOpenOrders(p)\n    self.ex.privatePostV5PositionTradingStop(p)\n`)).toEqual(["protect 6", "open 7", "cancel 8", "open 9", "cancel 10", "cancel 11", "protect 12"]);
  });
  test("what reads, and what is no order, sends none", () => {
    expect(ordersIn(`class C:\n  def f(self, p):\n    self.ex.request("order", "fapiPrivate", "GET", p)\n    self.ex.request("leverage", "fapiPrivate", "POST", p)\n    self.ex.privatePostOpenOrders(p)\n    self.ex.fapiPrivateGetOrder(p)\n    self.ex.request("time", "public", "GET")\n    self.session.request("POST", "https://x/y", p)\n    self.ex.privatePostAccountSetPositionMode(p)\n`)).toEqual([]);
  });
  test("positions are asked for so too", () => {
    expect(positionsIn(`class C:\n  def f(self, p):\n    self.ex.request("positionRisk", "fapiPrivateV2", "GET", p)\n    self._call_private_api("/user/margin/positions", method="GET")\n    self.ex.request("order", "fapiPrivate", "GET", p)\n`)).toEqual([3, 4]);
  });
});

describe("orders that only reduce", () => {
  const client = `import requests\nclass Api:\n  def place(self, side, q, reduce_only=False):\n    return requests.post("https://api.bybit.com/v5/order/create", json={"side": side, "qty": q, "reduceOnly": reduce_only})\n  def plain(self, side, q):\n    return requests.post("https://api.bybit.com/v5/order/create", json={"side": side, "qty": q})\n`;
  const reducing = (rest: string): number[] => [...factOf(tradePaths, { "m.py": `${client}api = Api()\n${rest}` }).reducing].map((one) => one.at.line);

  test("what every caller sends to close", () => {
    expect(reducing(`def run():\n  api.place("sell", 1, reduce_only=True)\ndef close_all():\n  api.plain("sell", 1)\nwhile True:\n  run()\n  close_all()\n`)).toEqual([4, 6]);
  });
  test("by the side that the name says is that of the close, of two legs as well", () => {
    expect(reducing(`def run(d):\n  spot_close_side = "sell" if d > 0 else "buy"\n  api.place(spot_close_side, 1)\nwhile True:\n  run(1)\n`)).toEqual([4]);
  });
  test("what a function that closes is made of inside of it closes", () => {
    expect(reducing(`def retry(operation):\n  operation()\ndef close_position(q):\n  def attempt():\n    api.plain("sell", q)\n  retry(attempt)\nwhile True:\n  close_position(1)\n`)).toEqual([6]);
  });
  test("not where one caller opens, or nobody was seen to call", () => {
    expect(reducing(`def run():\n  api.place("sell", 1, reduce_only=True)\n  api.place("buy", 1)\ndef close_all():\n  api.plain("sell", 1)\nwhile True:\n  run()\n  close_all()\n`)).toEqual([6]);
    expect(reducing(`def run():\n  api.place("sell", 1)\nrun()\n`)).toEqual([]);
  });
});

describe("collections that nothing fills", () => {
  const engine = (fill: string): string => `import ccxt\nclass Engine:\n  def __init__(self):\n    self.ex = ccxt.okx()\n    self.waiting = {}\n  def admit(self, s):\n    self.waiting[s] = 1\n  def look(self):\n    for s in list(self.waiting.items()):\n      self.ex.create_order(s, "market", "buy", 1)\n      self.waiting.pop(s, None)\n  def rest(self, s):\n    if s in self.waiting:\n      self.ex.create_order(s, "limit", "buy", 1)\n${fill}e = Engine()\nwhile True:\n  e.look()\n  e.rest("X")\n`;
  const places = (text: string): number => factOf(tradePaths, { "main.py": text }).web(0).places.length;

  test("what is done for their members is not done", () => {
    expect(places(engine(""))).toBe(0);
  });
  test("where something running fills them, or might, it is", () => {
    expect(places(engine("  def take(self): self.admit('X')\nEngine().take()\n"))).toBeGreaterThan(0);
    expect(places(engine("  def take(self): fill(self.waiting)\ndef fill(x): load(x)\nEngine().take()\n"))).toBeGreaterThan(0);
    expect(places(engine("").replace("self.waiting = {}", "self.waiting = load()"))).toBeGreaterThan(0);
  });
});

describe("programs that share classes", () => {
  test("a program that does not load the code of the order is not where its way begins", () => {
    const files = {
      "engine.py": "class Engine:\n  def __init__(self, desk=None):\n    self.desk = desk\n  def run(self):\n    if self.desk:\n      self.desk.enter('X')\n",
      "main.py": "from engine import Engine\ndef main():\n  Engine().run()\nif __name__ == '__main__':\n  main()\n",
      "trader.py": "import ccxt\nclass Desk:\n  def __init__(self):\n    self.ex = ccxt.okx()\n  def enter(self, symbol):\n    signal = self.decide(symbol)\n    if signal == 'buy':\n      self.ex.create_order(symbol, 'market', 'buy', 1)\n  def decide(self, symbol):\n    return 'buy'\n",
      "worker.py": "from engine import Engine\nfrom trader import Desk\ndef main():\n  Engine(Desk()).run()\nif __name__ == '__main__':\n  main()\n",
    };
    const facts = factsFor(files);
    expect(given(facts, openWays).without(null).map((way) => given(facts, index).moduleOf(way.steps[0]!.from).file)).toEqual(["worker.py"]);
  });
});
