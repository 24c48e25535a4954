import type { ShownFact } from "../sdk/audit-result.ts";
import type { Evidence } from "../sdk/evidence.ts";
import type { Fact, Needs, Origin } from "../sdk/fact.ts";
import { catalogue, type Text } from "../sdk/text.ts";

/** A fact that cannot be had in this audit, with the reason that the report gives. */
export class Unavailable {
  readonly why: Text;
  constructor(why: Text) {
    this.why = why;
  }
}

interface Known {
  readonly value: unknown;
  readonly blind: readonly Evidence[];
}

const say = catalogue({
  failed: {
    en: "Internal error in “{fact}”: {error}. This is a bug of golive, please report it.",
    ru: "Внутренняя ошибка в «{fact}»: {error}. Это ошибка golive, пожалуйста, сообщите о ней.",
  },
});

/** A fact that fails on some odd file costs the checks that need it, told as our bug, never the whole audit. */
function attempt(fact: Fact<unknown>, given: Record<string, unknown>, blind: Evidence[]): unknown {
  try {
    return fact.derive(given, (at, note) => blind.push({ at, note }));
  } catch (error) {
    return new Unavailable(say("failed", { fact: fact.name, error: error instanceof Error ? error.message : String(error) }));
  }
}

/** Derives each fact once, on demand. What a fact could not see is inherited by everything that requires it. */
export class Facts {
  readonly #known = new Map<Fact<unknown>, Known>();
  readonly #underway = new Set<Fact<unknown>>();
  readonly #timings = new Map<string, number>();

  /** Gives a root fact its value: the program, the settings, the project's configuration. */
  supply<T>(root: Fact<T>, value: T | Unavailable, blind: readonly Evidence[] = []): this {
    this.#known.set(root, { value, blind });
    return this;
  }

  get<T>(fact: Fact<T>): T | Unavailable {
    return this.#derive(fact).value as T | Unavailable;
  }

  /** Whether the fact has been derived: a report may show it without paying for it. */
  has(fact: Fact<unknown>): boolean {
    return this.#known.has(fact);
  }

  gather(needs: Needs<Origin>): Record<string, unknown> | Unavailable {
    const given: Record<string, unknown> = {};
    for (const [name, fact] of Object.entries(needs)) {
      const value = this.get(fact);
      if (value instanceof Unavailable) return value;
      given[name] = value;
    }
    return given;
  }

  blindSpots(needs: Needs<Origin>): readonly Evidence[] {
    return [...new Set(Object.values(needs).flatMap((fact) => this.#derive(fact).blind))];
  }

  /** What the facts derived so far say about lines of the bot, by fact name. */
  shown(): ShownFact[] {
    const derived = [...this.#known].filter(([fact, { value }]) => fact.show && !(value instanceof Unavailable));
    return derived.flatMap(([fact, { value }]) => [...fact.show!(value)].map(([at, words]) => ({ fact: fact.name, at, value: words })));
  }

  /** Milliseconds that each derivation took by itself, for `--timings`; never part of a report. */
  get timings(): ReadonlyMap<string, number> {
    return this.#timings;
  }

  #derive(fact: Fact<unknown>): Known {
    const known = this.#known.get(fact);
    if (known) return known;
    if (this.#underway.has(fact)) throw new Error(`fact ${fact.name} requires itself`);
    this.#underway.add(fact);
    const given = this.gather(fact.requires);
    const blind = [...this.blindSpots(fact.requires)];
    const started = performance.now();
    const value = given instanceof Unavailable ? given : attempt(fact, given, blind);
    this.#timings.set(fact.name, performance.now() - started);
    const derived = { value, blind };
    this.#underway.delete(fact);
    this.#known.set(fact, derived);
    return derived;
  }
}
