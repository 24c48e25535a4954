import { describe, expect, test } from "vitest";
import { callGraph } from "../../src/facts/code/call-graph.ts";
import { index } from "../../src/facts/code/module-index.ts";
import { places } from "../../src/facts/code/places.ts";
import { factsFor, given } from "./program-of.ts";

/** What each call on a line marked `#?` runs: functions by qualname, library paths, or how it was not resolved. */
function marked(files: Record<string, string>): string[] {
  const facts = factsFor(files);
  const [graph, all, place] = [given(facts, callGraph), given(facts, index), given(facts, places)];
  const found: string[] = [];
  for (const module of all.modules.values()) {
    const lines = files[module.module.file]!.split("\n");
    for (const call of module.calls.flat()) {
      const at = place.at(call);
      const wanted = /#\? (\S+)/.exec(lines[at.line - 1]!)?.[1];
      const name = call.callee.kind === "attribute" ? call.callee.name : call.callee.kind === "name" ? call.callee.id : "()";
      if (wanted !== name) continue;
      const { functions, classes, libraries, how } = graph.targets(call);
      const runs = [...functions.map((one) => one.qualname), ...classes.map((one) => `new ${one.name}`)].sort();
      found.push(runs.length > 0 ? `${how === "named" ? "named " : ""}${runs.join(" ")}` : libraries.join(" ") || how);
    }
  }
  return found;
}

describe("calls are resolved", () => {
  test("through attributes that a constructor stores", () => {
    expect(marked({
      "risk.py": "class RiskManager:\n  def check(self): pass\n",
      "bot.py": "from risk import RiskManager\nclass Bot:\n  def __init__(self):\n    self.risk = RiskManager()\n  def run(self):\n    self.risk.check() #? check\n",
    })).toEqual(["RiskManager.check"]);
  });

  test("through constructor parameters", () => {
    expect(marked({
      "bot.py": "class Risk:\n  def check(self): pass\nclass Bot:\n  def __init__(self, risk):\n    self._risk = risk\n  def run(self):\n    self._risk.check() #? check\nBot(Risk())\n",
    })).toEqual(["Risk.check"]);
  });

  test("through annotations, quoted and optional", () => {
    expect(marked({
      "a.py": "class A:\n  def go(self): pass\n",
      "b.py": "from typing import Optional, Dict, List\nimport a\ndef f(x: 'Optional[a.A]', d: Dict[str, a.A], l: List[a.A]):\n  x.go() #? go\n  d['k'].go() #? go\n  for one in l:\n    one.go() #? go\n  for k, v in d.items():\n    v.go() #? go\n",
    })).toEqual(["A.go", "A.go", "A.go", "A.go"]);
  });

  test("through a helper that makes whatever it is handed, each call its own", () => {
    const classes = Array.from({ length: 40 }, (_, i) => `class S${i}:\n  def go(self): pass\n`).join("");
    const makes = Array.from({ length: 40 }, (_, i) => `  c.s${i} = safe("s${i}", ${i % 2 ? `S${i}` : `lambda: S${i}()`})\n`).join("");
    expect(marked({
      "b.py": `${classes}class C: pass\ndef safe(name, factory):\n  try:\n    made = factory()\n    print(name)\n    return made\n  except Exception:\n    return None\ndef build():\n  c = C()\n${makes}  return c\ndef run():\n  c = build()\n  c.s3.go() #? go\n  c.s38.go() #? go\nrun()\n`,
    })).toEqual(["S3.go", "S38.go"]);
  });

  test("through functions that are put on a class", () => {
    expect(marked({
      "parts.py": "def _send(self, x):\n  self._sign(x) #? _sign\ndef _sign(self, x): pass\ndef bind(wrapper_cls):\n  wrapper_cls.send = _send\n  wrapper_cls._sign = _sign\n",
      "wrapper.py": "from parts import bind\nclass Wrapper:\n  def go(self):\n    self.send(1) #? send\nbind(Wrapper)\nWrapper().send(2) #? send\n",
      "other.py": "class A:\n  def _sign(self): pass\nclass B:\n  def send(self): pass\n  def _sign(self): pass\n",
    }).sort()).toEqual(["_send", "_send", "_sign"]);
  });

  test("through containers that are filled later", () => {
    expect(marked({
      "b.py": "class S:\n  def go(self): pass\nclass B:\n  def __init__(self):\n    self.all = {}\n    self.list = []\n    self.list.append(S())\n  def add(self, k):\n    self.all[k] = S()\n  def run(self):\n    self.all.get('x').go() #? go\n    for s in self.all.values():\n      s.go() #? go\n    self.list[0].go() #? go\n",
    })).toEqual(["S.go", "S.go", "S.go"]);
  });

  test("through re-exports, relative and star imports", () => {
    expect(marked({
      "p/__init__.py": "from .core import *\nfrom .other import helper as h\n",
      "p/core.py": "def work(): pass\n",
      "p/other.py": "def helper(): pass\n",
      "main.py": "import p\nfrom p import work, h\nwork() #? work\nh() #? h\np.work() #? work\n",
    })).toEqual(["work", "helper", "work"]);
  });

  test("through inheritance, super and overrides", () => {
    expect(marked({
      "b.py": "class Base:\n  def step(self): pass\n  def run(self):\n    self.step() #? step\nclass Child(Base):\n  def step(self):\n    super().step() #? step\nChild().run() #? run\n",
    })).toEqual(["Base.run", "Base.step Child.step", "Base.step"]);
  });

  test("through callbacks, partials, lambdas and registries", () => {
    expect(marked({
      "b.py": "from functools import partial\ndef a(x): pass\ndef b(x): pass\ndef call(fn):\n  fn(1) #? fn\ncall(a)\ncall(partial(b, 2))\nTABLE = {'a': a, 'b': b}\nTABLE['a'](1) #? ()\nTABLE.get('b')(1) #? ()\n",
    })).toEqual(["a b", "a b", "a b"]);
  });

  test("through awaited coroutines, wait_for and gather", () => {
    expect(marked({
      "b.py": "import asyncio\nclass C:\n  async def send(self): pass\nasync def make():\n  return C()\nasync def main():\n  c = await make()\n  await c.send() #? send\n  d = await asyncio.wait_for(make(), 5)\n  await d.send() #? send\n  e, f = await asyncio.gather(make(), make())\n  await f.send() #? send\n",
    })).toEqual(["C.send", "C.send", "C.send"]);
  });

  test("into libraries, by path", () => {
    expect(marked({
      "b.py": "import ccxt.async_support as ccxt\nclass B:\n  def __init__(self, name):\n    self.ex = ccxt.okx()\n    self.dyn = getattr(ccxt, name)()\n  async def run(self):\n    await self.ex.create_order() #? create_order\n    await self.dyn.create_order() #? create_order\n    p = await self.ex.fetch_positions()\n    p[0].get('x') #? get\n",
    })).toEqual(["ccxt.async_support.okx().create_order", "ccxt.async_support.*().create_order", "ccxt.async_support.okx().fetch_positions()[].get"]);
  });

  test("through decorators of the bot's own", () => {
    expect(marked({
      "b.py": "def retry(times):\n  def wrap(fn):\n    def inner(*a):\n      return fn(*a) #? fn\n    return inner\n  return wrap\n@retry(3)\ndef send(): pass\nsend() #? send\n",
    })).toEqual(["send", "send"]);
  });

  test("through dataclass fields, properties and class methods", () => {
    expect(marked({
      "b.py": "from dataclasses import dataclass\nclass R:\n  def go(self): pass\n  @classmethod\n  def make(cls):\n    return cls()\n@dataclass\nclass D:\n  r: R\n  x: int = 0\nclass P:\n  @property\n  def r(self):\n    return R.make()\nD(R()).r.go() #? go\nP().r.go() #? go\n",
    })).toEqual(["R.go", "R.go"]);
  });

  test("through the factory of a declared field", () => {
    expect(marked({
      "b.py": "from dataclasses import dataclass, field\nclass R:\n  def go(self): pass\n@dataclass\nclass D:\n  held: dict[str, R] = field(default_factory=dict)\n  own: object = field(default_factory=R)\n  def run(self):\n    one = self.held.get('a')\n    one.go() #? go\n    self.own.go() #? go\nD().run()\n",
    })).toEqual(["R.go", "R.go"]);
  });

  test("through providers of a dependency container", () => {
    expect(marked({
      "b.py": "from dependency_injector import containers, providers\nclass Exchange:\n  def order(self): pass\nclass Bot:\n  def __init__(self, exchange):\n    self.exchange = exchange\n  def run(self):\n    self.exchange.order() #? order\nclass Box(containers.DeclarativeContainer):\n  exchange = providers.Singleton(Exchange)\n  bot = providers.Factory(Bot, exchange=exchange)\nBox().bot().run() #? run\n",
    })).toEqual(["Bot.run", "Exchange.order"]);
  });

  test("by a name that one class alone has, and told as a guess", () => {
    expect(marked({
      "b.py": "class R:\n  def check_margin_ratio(self): pass\ndef f(x):\n  x.check_margin_ratio() #? check_margin_ratio\n  x.append(1) #? append\n",
    })).toEqual(["named R.check_margin_ratio", "foreign"]);
  });
  test("an element of a plain list may be anything of the bot", () => {
    expect(marked({
      "b.py": "from typing import List\nclass R:\n  def check_margin_ratio(self): pass\ndef f(pairs: list, more: List):\n  for name, one in pairs:\n    one.check_margin_ratio() #? check_margin_ratio\n",
    })).toEqual(["named R.check_margin_ratio"]);
  });
});

describe("registries of classes", () => {
  const REGISTRY = `class Registry:\n  def __init__(self):\n    self._known = {}\n  def register(self, kind, cls):\n    self._known[kind] = cls\n  def get(self, kind):\n    return self._known.get(kind)\nstrategies = Registry()\nactions = Registry()\ndef strategy(kind):\n  def deco(cls):\n    strategies.register(kind, cls)\n    return cls\n  return deco\ndef action(kind):\n  def deco(cls):\n    actions.register(kind, cls)\n    return cls\n  return deco\n`;
  const BLOCKS = `from registry import strategy, action\n@strategy("a")\nclass Grid:\n  def run(self): pass\n@strategy("b")\nclass Trend:\n  def run(self): pass\n@action("c")\nclass Stop:\n  def run(self): pass\n`;

  test("a decorator puts a class into its own registry, and what is read from it is one of them", () => {
    expect(marked({ "registry.py": REGISTRY, "blocks.py": BLOCKS, "main.py": `from registry import strategies\nimport blocks\ndef go(kind, p):\n  cls = strategies.get(kind)\n  cls(**p).run() #? run\n` })).toEqual(["Grid.run Trend.run"]);
  });
  test("a plain dict, and a class that keeps its own", () => {
    expect(marked({ "main.py": `KNOWN = {}\ndef known(kind):\n  def deco(cls):\n    KNOWN[kind] = cls\n    return cls\n  return deco\n@known("a")\nclass Grid:\n  def run(self): pass\ndef go(kind):\n  KNOWN[kind]().run() #? run\n` })).toEqual(["Grid.run"]);
    expect(marked({ "main.py": `class Factory:\n  known = {}\n  @classmethod\n  def register(cls, kind):\n    def deco(one):\n      cls.known[kind] = one\n      return one\n    return deco\n  @classmethod\n  def create(cls, kind):\n    return cls.known[kind]()\n@Factory.register("a")\nclass Grid:\n  def run(self): pass\ndef go(kind):\n  Factory.create(kind).run() #? run\n` })).toEqual(["Grid.run"]);
  });
});
