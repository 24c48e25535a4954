import { getPriority, setPriority } from "node:os";

const EVERY = 20;

/** How late this process got its turn at worst: what is late here is late in the bots too. */
export class Lateness {
  worst = 0;
  #due = performance.now() + EVERY;
  readonly #timer = setInterval(() => {
    const now = performance.now();
    this.worst = Math.max(this.worst, now - this.#due);
    this.#due = now + EVERY;
  }, EVERY);

  /** Milliseconds. */
  end(): number {
    clearInterval(this.#timer);
    return this.worst;
  }
}

/** Lets this process and what it starts go before others, where the machine allows it. @returns how to undo that. */
export function goFirst(): () => void {
  const before = getPriority();
  try {
    setPriority(-15);
    return () => setPriority(before);
  } catch {
    return () => undefined;
  }
}

/** Lets a process go behind all others: nothing waits for the audit of a run while other runs go on. */
export function goLast(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, 15);
  } catch { /* it is gone already */ }
}
