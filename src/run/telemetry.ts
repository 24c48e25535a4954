/** What the supervisor or Prometheus saw of the bot's process tree. Each sample is one line of the telemetry file. */
export interface Telemetry {
  /** As it was named, relative to the bot's root where it lies inside. */
  readonly file: string;
  readonly command: readonly string[];
  readonly samples: readonly TelemetrySample[];
  /** How the run ended; null where the supervisor did not live to see it. */
  readonly exit: TelemetryExit | null;
  /** A memory guard that the supervisor was asked to keep, and what came of it. */
  readonly guard: TelemetryGuard | null;
}

export interface TelemetrySample {
  /** The line of the telemetry file. */
  readonly line: number;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Bytes, of the whole process tree. */
  readonly rss: number | null;
  readonly processes: number | null;
  readonly threads: number | null;
  readonly fds: number | null;
  readonly sockets: SocketCounts | null;
  /** CPU seconds since the start. */
  readonly cpu: number | null;
  /** Milliseconds that the event loop was late, where the bot tells. */
  readonly loopLag: number | null;
}

/** By state; `peers` counts established connections by remote address and port. */
export interface SocketCounts {
  readonly established: number;
  readonly closeWait: number;
  readonly timeWait: number;
  readonly other: number;
  readonly peers: Readonly<Record<string, number>>;
}

export interface TelemetryExit {
  readonly line: number;
  readonly time: number;
  readonly code: number | null;
  readonly signal: string | null;
}

export interface TelemetryGuard {
  readonly line: number;
  /** Bytes. */
  readonly limit: number;
  readonly trippedAt: number | null;
  /** Seconds from SIGTERM to the end; null where it had to be killed. */
  readonly stoppedAfter: number | null;
}
