import { isSame, NOTHING, type Said } from "./said.ts";

const MAX_DEPTH = 40;
const MOST_KEYS = 120;
const MOST_ROUNDS = 4;

/** The least answer to questions that hang on each other: what goes round in a circle adds nothing, what is made on the way round does. */
export class Solver {
  readonly #known = new Map<object, Said | null>();
  #round = new Map<object, Said | null>();
  #before = new Map<object, Said | null>();
  readonly #open = new Set<object>();
  #circles = false;

  solve(key: object, find: () => Said | null): Said | null {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#open.size === 0) return this.#root(key, find);
    const found = this.#round.get(key);
    if (found !== undefined) return found;
    if (this.#open.has(key)) {
      this.#circles = true;
      return this.#before.get(key) ?? (this.#before.has(key) ? null : NOTHING);
    }
    if (this.#open.size > MAX_DEPTH || this.#round.size > MOST_KEYS) return null;
    return this.#once(key, find);
  }

  #once(key: object, find: () => Said | null): Said | null {
    this.#open.add(key);
    const made = find();
    this.#open.delete(key);
    this.#round.set(key, made);
    return made;
  }

  #root(key: object, find: () => Said | null): Said | null {
    this.#before = new Map();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.#round = new Map();
      this.#circles = false;
      const made = this.#once(key, find);
      if (!this.#circles || this.#isStable()) {
        for (const [each, said] of this.#round) this.#known.set(each, said);
        return made;
      }
      this.#before = this.#round;
    }
    this.#known.set(key, null);
    return null;
  }

  #isStable(): boolean {
    if (this.#before.size !== this.#round.size) return false;
    for (const [key, said] of this.#round) if (!this.#before.has(key) || !isSame(said, this.#before.get(key)!)) return false;
    return true;
  }
}
