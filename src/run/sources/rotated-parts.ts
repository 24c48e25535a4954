import { readdirSync, statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isSame } from "./follow-log.ts";
import { partName } from "./part-name.ts";

/** A log that is followed, whatever rotation does to it: the file, and what of it was put aside since. */
export class RotatedParts {
  readonly #path: string;
  readonly #log: string;
  readonly #start = Date.now();
  /** Parts that were put aside before. */
  readonly #before: readonly BigIntStats[];

  constructor(path: string) {
    this.#path = resolve(path);
    this.#log = partName(basename(this.#path)).log;
    this.#before = this.#beside().map(({ stats }) => stats);
  }

  /** Where its parts lie now, under whatever names; packed ones too. */
  paths(): string[] {
    const aside = this.#beside().filter(({ stats, packed }) => !this.#before.some((one) => isSame(one, stats)) && !(packed && Number(stats.mtimeMs) < this.#start));
    return [...aside.map(({ path }) => path), ...(statOf(this.#path) ? [this.#path] : [])];
  }

  #beside(): { readonly path: string; readonly stats: BigIntStats; readonly packed: boolean }[] {
    const directory = dirname(this.#path);
    return names(directory).flatMap((name) => {
      const path = join(directory, name);
      const part = partName(name);
      if (path === this.#path || part.log !== this.#log) return [];
      const stats = statOf(path);
      return stats?.isFile() ? [{ path, stats, packed: part.packing !== "plain" }] : [];
    });
  }
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

const statOf = (path: string): BigIntStats | undefined => {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};
