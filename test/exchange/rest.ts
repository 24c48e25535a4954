import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Account, OrderRequest, VenueOrder } from "./account.ts";
import { balanceRow, orderRow, positionRow } from "./account.ts";
import { type Faults, type Misbehaviour, pause, type VenueRequest } from "./faults.ts";
import { INSTRUMENTS, instrumentRow } from "./instruments.ts";
import type { Market } from "./market.ts";

export interface Venue {
  readonly market: Market;
  readonly account: Account;
  readonly faults: Faults;
  /** Called when the answer of an order has left. */
  readonly onOrder: (order: VenueOrder) => void;
}

const ok = (data: unknown) => ({ code: "0", msg: "", data });
const rejected = (code: string, message: string) => ({ code: "1", msg: "All operations failed", data: [{ sCode: code, sMsg: message, clOrdId: "", ordId: "" }] });

interface Answer {
  readonly body: unknown;
  readonly order?: VenueOrder;
}

type Route = (request: VenueRequest, venue: Venue, at: number | undefined) => Answer;

const ROUTES: Readonly<Record<string, Route>> = {
  "GET /api/v5/public/instruments": () => ({ body: ok(INSTRUMENTS.map(instrumentRow)) }),
  "GET /api/v5/market/candles": ({ query }, { market }) => ({ body: ok(market.candles(query.get("instId") ?? "", Number(query.get("limit")))) }),
  "GET /api/v5/account/balance": (_, { account }) => ({ body: ok([balanceRow(account.equity)]) }),
  "GET /api/v5/account/positions": (_, { account }) => ({ body: ok([...account.positions.values()].filter((one) => one.size !== 0).map(positionRow)) }),
  "POST /api/v5/account/set-leverage": ({ body }) => ({ body: ok([body]) }),
  "GET /api/v5/trade/orders-pending": (_, { account }) => ({ body: ok(account.orders.filter((one) => one.state === "live").map(orderRow)) }),
  "POST /api/v5/trade/cancel-order": ({ body }, { account }) => {
    const order = account.cancel(String(body["clOrdId"]));
    return order ? { body: ok([{ clOrdId: order.clOrdId, ordId: order.ordId, sCode: "0", sMsg: "" }]), order } : { body: rejected("51400", "Cancellation failed as the order does not exist.") };
  },
  "POST /api/v5/trade/order": ({ body }, { account }, at) => {
    const placed = account.place(orderOf(body), { at });
    if ("code" in placed) return { body: rejected(placed.code, placed.message) };
    const { order } = placed;
    return { body: ok([{ clOrdId: order.clOrdId, ordId: order.ordId, tag: "", sCode: "0", sMsg: "" }]), order };
  },
};

function orderOf(body: VenueRequest["body"]): OrderRequest {
  const text = (key: string) => String(body[key] ?? "");
  return {
    instId: text("instId"), clOrdId: text("clOrdId"), side: text("side") === "buy" ? "buy" : "sell", ordType: text("ordType"),
    size: Number(text("sz")), price: text("px") === "" ? null : Number(text("px")), reduceOnly: text("reduceOnly") === "true",
  };
}

export function restServer(venue: Venue): Server {
  const waiting: (() => void)[] = [];
  return createServer(async (incoming, response) => {
    const request = await read(incoming);
    const faults = venue.faults.take(request);
    const fault = <How extends Misbehaviour["how"]>(how: How) => faults.find((one): one is Extract<Misbehaviour, { how: How }> => one.how === how);
    if (fault("cut-before")) return void incoming.socket.destroy();
    const wrong = fault("answer");
    if (wrong) return send(response, wrong.status, wrong.body);
    const together = fault("together");
    if (together) await allTogether(waiting, together.count, together.ms);
    const route = ROUTES[`${request.method} ${request.path}`];
    if (!route) return send(response, 404, { code: "404", msg: `no ${request.path}`, data: [] });
    const { body, order } = route(request, venue, fault("price")?.at);
    await pause(fault("late")?.ms ?? 0);
    if (fault("cut-after")) incoming.socket.destroy();
    else send(response, 200, body);
    if (order) venue.onOrder(order);
  });
}

async function read(incoming: IncomingMessage): Promise<VenueRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://venue");
  return { method: incoming.method ?? "GET", path: pathname, query: searchParams, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function allTogether(waiting: (() => void)[], count: number, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    waiting.push(resolve);
    if (waiting.length >= count) for (const go of waiting.splice(0)) go();
    else setTimeout(resolve, ms);
  });
}
