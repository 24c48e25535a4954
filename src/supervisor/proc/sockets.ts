import type { SocketCounts } from "../../run/telemetry.ts";
import { entriesOf, linkOf, readText } from "./proc-files.ts";

/** One line of /proc/net/tcp, addresses as they stand there. */
interface Connection {
  readonly remote: string;
  readonly state: string;
  readonly inode: string;
}

const ESTABLISHED = "01";
const TIME_WAIT = "06";
const CLOSE_WAIT = "08";
const MOST_NAMED = 100;
const MOST_REMEMBERED = 10_000;

/** Sockets of processes by state and peer. A socket that several processes share is counted once. */
export class SocketReader {
  /** Peers that the bot was connected to: a socket in TIME_WAIT belongs to no process any more, but still has its peer. */
  readonly #peers = new Set<string>();

  read(processes: readonly number[]): SocketCounts | null {
    const open = new Map<string, number[]>();
    const own = new Set<string>();
    for (const pid of processes) {
      const inodes = socketsOf(pid);
      if (inodes === null) return null;
      for (const inode of inodes) own.add(inode);
      const network = linkOf(`/proc/${pid}/ns/net`) ?? "";
      open.set(network, [...(open.get(network) ?? []), pid]);
    }
    const tables = [...open.values()].flatMap((pids) => connectionsOf(pids));
    return this.#count(tables, own);
  }

  #count(connections: readonly Connection[], own: ReadonlySet<string>): SocketCounts {
    const mine = connections.filter(({ inode }) => own.has(inode));
    const established = mine.filter(({ state }) => state === ESTABLISHED);
    const closeWait = mine.filter(({ state }) => state === CLOSE_WAIT).length;
    for (const { remote } of established) if (this.#peers.size < MOST_REMEMBERED) this.#peers.add(remote);
    return {
      established: established.length, closeWait,
      timeWait: connections.filter(({ state, inode, remote }) => state === TIME_WAIT && inode === "0" && this.#peers.has(remote)).length,
      other: own.size - established.length - closeWait,
      peers: peersOf(established),
    };
  }
}

function peersOf(established: readonly Connection[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { remote } of established) counts.set(remote, (counts.get(remote) ?? 0) + 1);
  const named = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_NAMED);
  return Object.fromEntries(named.map(([remote, count]) => [endpoint(remote), count]));
}

function socketsOf(pid: number): string[] | null {
  const files = entriesOf(`/proc/${pid}/fd`);
  if (!files) return null;
  const links = files.map((file) => linkOf(`/proc/${pid}/fd/${file}`));
  return links.flatMap((link) => (link?.startsWith("socket:[") ? [link.slice("socket:[".length, -1)] : []));
}

/** The tables of the network that these processes share; the first one of them that is still there tells it. */
function connectionsOf(pids: readonly number[]): Connection[] {
  for (const pid of pids) {
    const tables = ["tcp", "tcp6"].map((name) => readText(`/proc/${pid}/net/${name}`));
    if (tables[0] !== null || tables[1] !== null) return tables.flatMap((table) => parseConnections(table ?? ""));
  }
  return [];
}

export function parseConnections(table: string): Connection[] {
  return table.split("\n").slice(1).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const [, , remote, state] = words;
    const inode = words[9];
    return remote && state && inode ? [{ remote, state, inode }] : [];
  });
}

/** `0100007F:1F90` → `127.0.0.1:8080`. The kernel writes each 32 bits of the address in the machine's own order: little-endian. */
export function endpoint(hex: string): string {
  const [address = "", port = ""] = hex.split(":");
  const bytes = (address.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse()).map((pair) => Number.parseInt(pair, 16));
  const isMapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  const host = bytes.length === 4 ? bytes.join(".") : isMapped ? bytes.slice(12).join(".") : shortened(bytes);
  return `${host}:${Number.parseInt(port, 16)}`;
}

/** `[2001:db8::1]`, as URLs write it. */
function shortened(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16));
  const url = `http://${`[${groups.join(":")}]`}`;
  return URL.canParse(url) ? new URL(url).hostname : `[${groups.join(":")}]`;
}
