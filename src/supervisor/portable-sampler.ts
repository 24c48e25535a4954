import pidtree from "pidtree";
import pidusage from "pidusage";
import type { Reading, Sampler } from "./reading.ts";

/** For systems without /proc: a program of the system is started for each reading, and tells memory and CPU only. */
export class PortableSampler implements Sampler {
  readonly source = "pidusage";
  readonly #root: number;
  #cpu = 0;

  constructor(root: number) {
    this.#root = root;
  }

  async read(): Promise<Reading | null> {
    const processes = await this.left();
    if (processes.length === 0) return null;
    const usage = Object.values(await pidusage([...processes]).catch(() => ({}))).filter((one) => one !== null && one !== undefined);
    if (usage.length === 0) return null;
    const sum = (of: (one: pidusage.Status) => number): number => usage.reduce((total, one) => total + of(one), 0);
    // A process that has ended takes its time along: the sum must not fall.
    this.#cpu = Math.max(this.#cpu, sum(({ ctime }) => ctime) / 1000);
    return { rss: sum(({ memory }) => memory), processes: usage.length, threads: null, fds: null, sockets: null, cpu: this.#cpu };
  }

  async left(): Promise<number[]> {
    return pidtree(this.#root, { root: true }).catch(() => []);
  }
}
