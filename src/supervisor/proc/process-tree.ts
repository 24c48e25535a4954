import { allProcesses, childrenOf, readStat, type ProcessStat } from "./proc-files.ts";

/** Looking at every process of the machine costs milliseconds, so it is done at each tenth reading only. */
const SEARCH_EVERY = 10;

/**
 * The processes of one bot: the one that was started, what it started, and so on. A process stays of the bot when its parent
 * has ended, and is found again by its session when it was orphaned before it was seen.
 */
export class ProcessTree {
  readonly #root: number;
  #members: ReadonlyMap<number, ProcessStat> = new Map();
  #ticksOfOrphans = 0;
  #readings = 0;

  constructor(root: number) {
    this.#root = root;
  }

  /** The processes that are there now. */
  refresh(): ProcessStat[] {
    const alive = this.#survivors();
    let searching = this.#readings++ % SEARCH_EVERY === 0;
    for (const [, one] of alive) {
      const children = childrenOf(one);
      if (children === null) searching = true;
      // What is added here is visited too: a Map is walked up to its end as it grows.
      for (const child of children ?? []) admit(alive, child);
    }
    if (searching) this.#search(alive);
    this.#countOrphans(alive);
    this.#members = alive;
    return [...alive.values()].filter((one) => !isCorpseOfOrphan(one, this.#root));
  }

  /** Looks at every process of the machine. */
  search(): ProcessStat[] {
    this.#readings = 0;
    return this.refresh();
  }

  /** Clock ticks of all processes, of those that have ended too. */
  ticks(): number {
    return this.#ticksOfOrphans + [...this.#members.values()].reduce((sum, { ticks }) => sum + ticks, 0);
  }

  #survivors(): Map<number, ProcessStat> {
    const alive = new Map<number, ProcessStat>();
    admit(alive, this.#root);
    for (const [pid, { start }] of this.#members) {
      const now = readStat(pid);
      if (now && now.start === start) alive.set(pid, now);
    }
    // Another process may bear the number of the bot's after it has ended.
    const root = this.#members.get(this.#root);
    if (root && alive.get(this.#root)?.start !== root.start) alive.delete(this.#root);
    return alive;
  }

  #search(alive: Map<number, ProcessStat>): void {
    const others = allProcesses().filter((pid) => !alive.has(pid)).map(readStat).filter((stat) => stat !== null);
    for (let found = true; found;) {
      found = false;
      for (const stat of others) {
        if (alive.has(stat.pid) || (stat.session !== this.#root && !alive.has(stat.parent))) continue;
        alive.set(stat.pid, stat);
        found = true;
      }
    }
  }

  /** The time of a child that ended is in its parent's, if the parent was the bot's: else it would be lost. */
  #countOrphans(alive: ReadonlyMap<number, ProcessStat>): void {
    for (const [pid, { parent, ticks }] of this.#members) if (!alive.has(pid) && !alive.has(parent)) this.#ticksOfOrphans += ticks;
  }
}

function admit(alive: Map<number, ProcessStat>, pid: number): void {
  const stat = alive.has(pid) ? null : readStat(pid);
  if (stat) alive.set(pid, stat);
}

/** In a container golive is the first process, which inherits every orphan: that nobody buries them is no leak of the bot. */
const isCorpseOfOrphan = ({ pid, parent, pages }: ProcessStat, root: number): boolean => pages === 0 && parent === process.pid && pid !== root;
