import { describe, expect, test } from "vitest";
import { eventTopics } from "../../src/facts/code/event-topics.ts";
import { index } from "../../src/facts/code/module-index.ts";
import { factsFor, given } from "./program-of.ts";

const BUS = `
class Bus:
  def __init__(self):
    self.handlers = {}
  def on(self, name, handler):
    self.handlers.setdefault(name, []).append(handler)
  async def emit(self, name, *args):
    for handler in list(self.handlers.get(name, [])):
      await handler(*args)
`;

/** For each registered handler the functions that publish to it. */
function published(text: string): Record<string, string[] | null> {
  const facts = factsFor({ "m.py": text });
  const [all, topics] = [given(facts, index), given(facts, eventTopics)];
  const handlers = all.functions.filter((one) => /(^|\.)on_/.test(one.qualname));
  return Object.fromEntries(handlers.map((one) => [one.qualname, topics.publishedTo(one)?.map(({ fn }) => fn.qualname) ?? null]));
}

describe("event topics", () => {
  test("a publication reaches the handlers of its topic alone", () => {
    expect(published(`${BUS}
class A:
  def __init__(self, bus):
    bus.on("tick", self.on_tick)
    bus.on("signal", self.on_signal)
  async def on_tick(self, price): pass
  async def on_signal(self, side): pass
async def feed(bus): await bus.emit("tick", 1)
async def decide(bus): await bus.emit("signal", "buy")
async def main():
  bus = Bus()
  A(bus)
  await feed(bus)
  await decide(bus)
`)).toEqual({ "A.on_tick": ["feed"], "A.on_signal": ["decide"] });
  });
  test("the topic may stand in the event, and a wrapper may publish", () => {
    expect(published(`
import enum
class Kind(enum.Enum):
  TICK = 1
  SIGNAL = 2
  STATUS = 3
class Event:
  def __init__(self, kind, data):
    self.kind = kind
class Hub:
  def __init__(self):
    self.subscribers = {}
  def subscribe(self, kind, callback):
    self.subscribers[kind].append(callback)
  async def publish(self, event):
    found = self.subscribers[event.kind]
    for callback in sorted(found, key=id):
      await callback(event)
class Agent:
  def __init__(self, hub):
    self.hub = hub
    hub.subscribe(Kind.TICK, self.on_tick)
    hub.subscribe(Kind.SIGNAL, self.on_signal)
  async def on_tick(self, event): pass
  async def on_signal(self, event): pass
  async def say(self, kind, data):
    await self.hub.publish(Event(kind, data))
  async def decide(self):
    await self.say(Kind.SIGNAL, {})
  async def beat(self):
    await self.say(Kind.STATUS, {})
  async def feed(self):
    event = Event(kind=Kind.TICK, data={})
    await self.hub.publish(event)
async def main():
  agent = Agent(Hub())
  await agent.decide()
  await agent.beat()
  await agent.feed()
`)).toEqual({ "Agent.on_tick": ["Agent.feed"], "Agent.on_signal": ["Agent.decide"] });
  });
  test("what nobody can tell the topic of reaches all, and a handler of all topics has no topics", () => {
    expect(published(`${BUS}
def on_tick(price): pass
def on_all(what): pass
async def main(bus: Bus, name):
  bus.on("tick", on_tick)
  bus.on("*", on_all)
  await bus.emit(read(), 1)
`)).toEqual({ on_tick: ["main"], on_all: null });
  });
  test("events that travel through a queue of the bus come from who puts them there", () => {
    expect(published(`
import asyncio
class Bus:
  def __init__(self):
    self.queue = asyncio.Queue()
    self.handlers = {}
  def on(self, kind, handler):
    self.handlers.setdefault(kind, []).append(handler)
  async def publish(self, kind, payload):
    await self.queue.put((kind, payload))
  async def run(self):
    while True:
      kind, payload = await self.queue.get()
      for handler in self.handlers.get(kind, []):
        asyncio.create_task(handler(payload))
class A:
  def __init__(self, bus):
    self.bus = bus
    bus.on("tick", self.on_tick)
    bus.on("signal", self.on_signal)
  async def on_tick(self, price):
    await self.bus.publish("signal", price)
  async def on_signal(self, price): pass
async def feed(bus): await bus.publish("tick", 1)
async def main():
  bus = Bus()
  A(bus)
  await asyncio.gather(bus.run(), feed(bus))
`)).toEqual({ "A.on_tick": ["feed"], "A.on_signal": ["A.on_tick"] });
  });
});
