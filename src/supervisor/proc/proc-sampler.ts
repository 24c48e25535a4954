import type { SocketCounts } from "../../run/telemetry.ts";
import type { Reading, Sampler } from "../reading.ts";
import { machine, openFiles, readStat } from "./proc-files.ts";
import { ProcessTree } from "./process-tree.ts";
import { SocketReader } from "./sockets.ts";

/** Reading the sockets may take at most this part of the time: on a machine with many connections they are read less often. */
const SHARE_OF_TIME = 0.005;

/** A process tree from /proc: a tenth of a millisecond for each process, and milliseconds where sockets are read. */
export class ProcSampler implements Sampler {
  readonly source = "proc";
  readonly #tree: ProcessTree;
  readonly #machine = machine();
  readonly #sockets = new SocketReader();
  readonly #socketSeconds: number;
  #nextSockets = -Infinity;
  #cpu = 0;

  constructor(root: number, socketSeconds: number) {
    this.#tree = new ProcessTree(root);
    this.#socketSeconds = socketSeconds;
  }

  async read(now: number): Promise<Reading | null> {
    const processes = this.#tree.refresh();
    // What has ended and was not asked about yet has no memory: that is no reading of it.
    if (processes.every(({ pages }) => pages === 0)) return null;
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
    const fds = processes.map(({ pid }) => openFiles(pid));
    // Times of orphans are lost between two readings at times; the sum must not fall.
    this.#cpu = Math.max(this.#cpu, this.#tree.ticks() / this.#machine.ticksPerSecond);
    return {
      rss: sum(processes.map(({ pages }) => pages)) * this.#machine.pageBytes,
      processes: processes.length,
      threads: sum(processes.map(({ threads }) => threads)),
      fds: sum(fds.map((one) => one ?? 0)) || null,
      sockets: this.#readSockets(now, processes.map(({ pid }) => pid)),
      cpu: this.#cpu,
    };
  }

  async left(): Promise<number[]> {
    return this.#tree.search().filter(({ pid }) => isRunning(pid)).map(({ pid }) => pid);
  }

  #readSockets(now: number, processes: readonly number[]): SocketCounts | null {
    if (now < this.#nextSockets) return null;
    const started = performance.now();
    const counts = this.#sockets.read(processes);
    const took = performance.now() - started;
    this.#nextSockets = now + Math.max(this.#socketSeconds * 1000, took / SHARE_OF_TIME);
    return counts;
  }
}

/** A process that has ended and that nobody asked about still has a line: it has no memory. */
const isRunning = (pid: number): boolean => (readStat(pid)?.pages ?? 0) > 0;
