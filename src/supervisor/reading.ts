import type { SocketCounts } from "../run/telemetry.ts";

/** What was seen of a process tree at one moment. Null: this system does not tell, or not this time. */
export interface Reading {
  /** Bytes of all processes together; what they share is counted in each. */
  readonly rss: number | null;
  readonly processes: number | null;
  readonly threads: number | null;
  readonly fds: number | null;
  readonly sockets: SocketCounts | null;
  /** CPU seconds since the start, of processes that have ended too. */
  readonly cpu: number | null;
}

export interface Sampler {
  /** Where the numbers come from: `proc`; `pidusage`, which knows memory and CPU only; `none`: the bot is not to be seen. */
  readonly source: "proc" | "pidusage" | "none";
  /** Null: the processes are gone. */
  read(now: number): Promise<Reading | null>;
  /** The processes that are still there. */
  left(): Promise<readonly number[]>;
}
