import type { TelemetryGuard } from "../run/telemetry.ts";

export interface GuardPlan {
  /** Bytes of the whole process tree. */
  readonly limit: number;
  /** Seconds that the bot has to shut down after SIGTERM. */
  readonly grace: number;
  /** Seconds after SIGTERM when it is killed; null: never. */
  readonly killAfter: number | null;
}

/** What the supervisor has to do now. */
export type GuardAct = "terminate" | "tell" | "kill";

/** Watches the memory, and remembers what came of it. Times are milliseconds since 1970. */
export class MemoryGuard {
  readonly #plan: GuardPlan;
  #trippedAt: number | null = null;
  #told = false;
  #killed = false;
  #stoppedAfter: number | null = null;

  constructor(plan: GuardPlan) {
    this.#plan = plan;
  }

  get trippedAt(): number | null {
    return this.#trippedAt;
  }

  /** Asked at each reading, and when a wait is over. */
  look(rss: number | null, now: number): GuardAct | null {
    if (this.#trippedAt === null) {
      if (rss === null || rss <= this.#plan.limit) return null;
      this.#trippedAt = now;
      return "terminate";
    }
    const waited = (now - this.#trippedAt) / 1000;
    if (this.#plan.killAfter !== null && waited >= this.#plan.killAfter && !this.#killed) {
      this.#killed = true;
      return "kill";
    }
    if (waited >= this.#plan.grace && !this.#told) {
      this.#told = true;
      return "tell";
    }
    return null;
  }

  ended(now: number): void {
    if (this.#trippedAt !== null && !this.#killed) this.#stoppedAfter = (now - this.#trippedAt) / 1000;
  }

  /** As it stands in the telemetry file. */
  line(): { readonly guard: Omit<TelemetryGuard, "line"> } {
    return { guard: { limit: this.#plan.limit, trippedAt: this.#trippedAt, stoppedAfter: this.#stoppedAfter } };
  }
}
