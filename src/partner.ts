import { Worker } from "node:worker_threads";
import type { AuditInput } from "./audit-program.ts";
import type { Program } from "./ir/program.ts";
import type { Judged } from "./judge/judge.ts";
import { encode, type EncodedModule } from "./languages/codec.ts";

/**
 * A second thread that judges some of the sections of a larger bot. Which sections it takes changes nothing but the time: each
 * thread derives the facts that its own sections need from the same program.
 */
export const PARTNERS_SECTIONS: ReadonlySet<string> = new Set(["races", "leaks", "filters", "regime", "drift", "shutdown"]);

export interface PartnerJob {
  readonly modules: readonly EncodedModule[];
  readonly program: Omit<Program, "modules">;
  readonly settings: AuditInput["settings"];
  readonly config: AuditInput["config"];
  readonly today: string;
  readonly sections: readonly string[];
}

export interface PartnerAnswer {
  readonly judged: readonly Judged[];
  readonly timings: readonly (readonly [string, number])[];
}

/** Below this many characters of code a second thread costs more than it saves; above, the program should not be held twice. */
const LEAST = 1_000_000;
const MOST = 20_000_000;

export const wantsPartner = (characters: number, jobs: number): boolean => jobs > 1 && characters >= LEAST && characters <= MOST;

/** Starts early, so that its code is loaded by the time there is something to judge. */
export class Partner {
  readonly #worker = new Worker(workerUrl(), { resourceLimits: { stackSizeMb: 256, maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 8192 } });
  readonly #encoded = new Map<string, EncodedModule>();

  readonly keep = (file: string, module: EncodedModule): void => void this.#encoded.set(file, module);

  judge(input: AuditInput, today: string, sections: readonly string[]): Promise<PartnerAnswer> {
    const { modules, ...program } = input.program;
    const job: PartnerJob = {
      modules: [...modules].map(([file, module]) => this.#encoded.get(file) ?? encode(module)),
      program, settings: input.settings, config: input.config, today, sections,
    };
    return new Promise((resolve, reject) => {
      this.#worker.on("message", (answer: PartnerAnswer) => resolve(answer));
      this.#worker.on("error", reject);
      this.#worker.on("exit", () => reject(new Error("the second audit thread ended without a result")));
      this.#worker.postMessage(job);
    });
  }

  /** Where the program could not be read: a waiting thread would keep the process alive. */
  dismiss(): void {
    void this.#worker.terminate();
  }
}

const workerUrl = (): URL => new URL(import.meta.url.endsWith(".ts") ? "./partner-worker.ts" : "./partner-worker.mjs", import.meta.url);
