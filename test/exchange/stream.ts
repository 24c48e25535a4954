import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { pause } from "./faults.ts";

interface Command {
  readonly op?: string;
  readonly args?: readonly { readonly channel?: string }[];
}

/** One WebSocket address of the venue, public or private, and the ways in which it can fail. */
export class Stream {
  private readonly sockets = new WebSocketServer({ noServer: true });
  private readonly connections = new Set<Duplex>();
  private server: Server | null = null;
  private port = 0;
  /** Connections that the bot opened, refused ones too. */
  attempts = 0;
  /** Streams that were logged in and subscribed, over the life of the venue. */
  subscribed = 0;
  private refusals = 0;
  private loginRefusals = 0;
  private readonly open = new Set<WebSocket>();

  async listen(): Promise<void> {
    const server = createServer((_, response) => response.writeHead(426).end());
    server.on("connection", (socket) => {
      this.connections.add(socket);
      socket.on("close", () => this.connections.delete(socket));
    });
    server.on("upgrade", (request, socket, head) => {
      this.attempts += 1;
      if (this.refusals > 0) {
        this.refusals -= 1;
        socket.end("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      this.sockets.handleUpgrade(request, socket, head, (ws) => this.accept(ws));
    });
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws/v5`;
  }

  /** The next connections are answered with 503. */
  refuse(times: number): void {
    this.refusals = times;
  }

  refuseLogin(times: number): void {
    this.loginRefusals = times;
  }

  /** Cut without a closing frame, as a lost route does. */
  cut(): void {
    for (const ws of this.open) ws.terminate();
  }

  /** Closed by the rules, as before a maintenance. */
  closePolitely(): void {
    for (const ws of this.open) ws.close(1001, "maintenance");
  }

  /** Nobody listens any more: connections are refused by the machine itself. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const ws of this.sockets.clients) ws.terminate();
    for (const socket of this.connections) socket.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  send(channel: string, instId: string | null, rows: readonly unknown[]): void {
    const arg = instId === null ? { channel } : { channel, instId };
    const text = JSON.stringify({ arg, data: rows });
    for (const ws of this.open) ws.send(text);
  }

  /** Everything sent so far was taken from the socket: the answer to a ping comes after it. */
  async drained(): Promise<void> {
    const answers = [...this.open].map((ws) => new Promise<void>((resolve) => {
      const done = () => {
        ws.off("pong", done);
        ws.off("close", done);
        resolve();
      };
      ws.once("pong", done);
      ws.once("close", done);
      ws.ping();
    }));
    await Promise.race([Promise.all(answers), pause(2_000)]);
  }

  private accept(ws: WebSocket): void {
    ws.on("error", () => ws.terminate());
    ws.on("close", () => this.open.delete(ws));
    ws.on("message", (data) => {
      const text = String(data);
      if (text === "ping") return ws.send("pong");
      this.obey(ws, JSON.parse(text) as Command);
    });
  }

  private obey(ws: WebSocket, { op, args = [] }: Command): void {
    if (op === "login") {
      const refused = this.loginRefusals > 0;
      if (refused) this.loginRefusals -= 1;
      ws.send(JSON.stringify(refused ? { event: "error", code: "60009", msg: "Login failed." } : { event: "login", code: "0", msg: "" }));
      return;
    }
    if (op !== "subscribe") return;
    for (const arg of args) ws.send(JSON.stringify({ event: "subscribe", arg, connId: "a1" }));
    this.open.add(ws);
    this.subscribed += 1;
  }
}
