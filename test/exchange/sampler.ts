import { appendFileSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

const STATES: Readonly<Record<string, "established" | "closeWait" | "timeWait">> = { "01": "established", "08": "closeWait", "06": "timeWait" };
const CLOCK_TICKS = 100;

/** The process of the bot, once: one line of a telemetry file. Null when it is gone. */
export function sample(pid: number): string | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const links = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => linkOf(pid, fd));
    const [, , user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ").slice(9).map(Number);
    return JSON.stringify({
      t: Date.now(), rss: field("VmRSS") * 1024, procs: 1, threads: field("Threads"), fds: links.length, sockets: sockets(pid, new Set(links)),
      cpu: (user + system) / CLOCK_TICKS, loopLag: null,
    });
  } catch {
    return null;
  }
}

function linkOf(pid: number, fd: string): string[] {
  try {
    return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
  } catch {
    return [];
  }
}

function sockets(pid: number, links: ReadonlySet<string>) {
  const counts = { established: 0, closeWait: 0, timeWait: 0, other: 0, peers: {} as Record<string, number> };
  for (const line of readFileSync(`/proc/${pid}/net/tcp`, "utf8").trim().split("\n").slice(1)) {
    const words = line.trim().split(/\s+/);
    if (!links.has(`socket:[${words[9]}]`)) continue;
    counts[STATES[words[3]!] ?? "other"] += 1;
    if (words[3] !== "01") continue;
    const peer = peerOf(words[2]!);
    counts.peers[peer] = (counts.peers[peer] ?? 0) + 1;
  }
  return counts;
}

function peerOf(hex: string): string {
  const [address = "", port = ""] = hex.split(":");
  const bytes = [...Buffer.from(address, "hex")].reverse();
  return `${bytes.join(".")}:${parseInt(port, 16)}`;
}

/** Samples until the returned function is called with how the run ended. */
export function keepTelemetry(file: string, pid: number, command: readonly string[], everyMs: number): (code: number | null, signal: string | null) => void {
  const write = (line: string) => appendFileSync(file, `${line}\n`);
  write(JSON.stringify({ golive: "telemetry", version: 1, command, started: Date.now(), interval: everyMs / 1000 }));
  const take = () => {
    const line = sample(pid);
    if (line !== null) write(line);
  };
  take();
  const timer = setInterval(take, everyMs);
  return (code, signal) => {
    clearInterval(timer);
    write(JSON.stringify({ exit: { t: Date.now(), code, signal } }));
  };
}
