import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orderLives } from "../../../src/facts/run/order-lives.ts";
import type { RunEvent } from "../../../src/run/event.ts";
import { event } from "./run-of.ts";

const BTC = { symbol: "BTC-USDT" };
const ends = (...events: RunEvent[]) => orderLives(events).map((one) => `${one.id ?? "-"} ${one.end}`);

describe("orders from their submission to their end", () => {
  test("by id, whatever the order in which they end", () => {
    expect(ends(
      event("order-submitted", 0, { ...BTC, "client-order-id": "a", size: "2" }), event("order-submitted", 1, { ...BTC, "client-order-id": "b", size: "2" }),
      event("fill", 2, { ...BTC, "client-order-id": "b", size: "2" }), event("order-canceled", 3, { "client-order-id": "a" }),
    )).toEqual(["a canceled", "b filled"]);
  });
  test("a fill in part is no end", () => {
    const sent = event("order-submitted", 0, { "client-order-id": "a", size: "2" });
    const part = event("fill", 1, { "client-order-id": "a", size: "1" });
    expect(ends(sent, part)).toEqual(["a partly"]);
    expect(ends(sent, part, event("fill", 2, { "client-order-id": "a", size: "1" }))).toEqual(["a filled"]);
    expect(ends(sent, part, event("order-canceled", 2, { "client-order-id": "a" }))).toEqual(["a canceled"]);
  });
  test("what timed out is unresolved until somebody tells", () => {
    const sent = event("order-submitted", 0, { "client-order-id": "a" });
    const lost = event("order-unresolved", 1, { "client-order-id": "a" });
    expect(ends(sent, lost)).toEqual(["a unresolved"]);
    expect(ends(sent, lost, event("fill", 2, { "client-order-id": "a" }))).toEqual(["a filled"]);
  });
  test("the venue's id is learned from a line that has both", () => {
    expect(ends(event("order-submitted", 0, { "client-order-id": "a" }), event("order-accepted", 1, { "client-order-id": "a", "order-id": "77" }), event("fill", 2, { "order-id": "77" }))).toEqual(["a filled"]);
  });
  test("without ids a line belongs to the only open order of its instrument and side", () => {
    expect(ends(event("order-submitted", 0, { ...BTC, side: "long" }), event("order-submitted", 1, { symbol: "ETH-USDT", side: "long" }), event("fill", 2, { ...BTC, side: "LONG" }))).toEqual(["- filled", "- open"]);
    expect(ends(event("order-submitted", 0, BTC), event("order-submitted", 1, BTC), event("fill", 2, BTC))).toEqual(["- silent", "- silent"]);
  });
  test("a log that tells of no end is silent, not full of open orders", () => expect(ends(event("order-submitted", 0, { "client-order-id": "a" }))).toEqual(["a silent"]));
  test("an end without its order invents none", () => expect(ends(event("fill", 0, BTC), event("order-canceled", 1, { "order-id": "9" }))).toEqual([]));

  const kind = fc.constantFrom("order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill", "exit");
  const any = fc.array(fc.tuple(kind, fc.constantFrom("a", "b", "c", undefined), fc.constantFrom("BTC-USDT", "ETH-USDT", undefined), fc.constantFrom("1", "2", undefined)), { maxLength: 40 })
    .map((all) => all.map(([kind, id, symbol, size], i) => event(kind as RunEvent["kind"], i, { ...(id ? { "client-order-id": id } : {}), ...(symbol ? { symbol } : {}), ...(size ? { size } : {}) })));
  test("nothing is invented: an order for each id that was sent at most, each fill in one order at most, each end after its submission", () => {
    fc.assert(fc.property(any, (events) => {
      const lives = orderLives(events);
      const sent = events.filter((one) => one.kind === "order-submitted");
      const withId = new Set(sent.flatMap((one) => one.fields["client-order-id"] ?? []));
      const fills = lives.flatMap((one) => one.fills);
      // An order sent without an id learns it from its fill: a later line with that id speaks of the same one.
      return lives.length <= withId.size + sent.filter((one) => one.fields["client-order-id"] === undefined).length
        && new Set(lives.map((one) => one.submitted)).size === lives.length && lives.every((one) => sent.includes(one.submitted))
        && new Set(fills).size === fills.length
        && lives.every(({ submitted, endedBy, end, fills }) => (endedBy === null || events.indexOf(endedBy) > events.indexOf(submitted)) && (end !== "filled" || fills.length > 0) && (end === "open" || end === "silent" || end === "partly" || endedBy !== null));
    }));
  });
});
