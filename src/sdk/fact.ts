import type { Anchor, Blind } from "./evidence.ts";

/** `code` facts need only the source; `run` facts need a log too. */
export type Origin = "code" | "run";

/** A named, documented derivation, made once and shared by all that require it. */
export interface Fact<T, O extends Origin = Origin> {
  readonly name: string;
  readonly origin: O;
  readonly doc: string;
  readonly requires: Needs<Origin>;
  // eslint-disable-next-line -- the engine hands over what `requires` names; `codeFact` and `runFact` type it
  derive(given: any, blind: Blind): T;
  /** How the value reads in a `# fact:` expectation. */
  show?(value: T): Iterable<readonly [Anchor, string]>;
}

export type Needs<O extends Origin> = { readonly [name: string]: Fact<any, O> };
export type Given<N> = { readonly [K in keyof N]: N[K] extends Fact<infer T, any> ? T : never };

interface Spec<T, N> {
  readonly name: string;
  readonly doc: string;
  readonly requires: N;
  derive(given: Given<N>, blind: Blind): T;
  show?(value: T): Iterable<readonly [Anchor, string]>;
}

export const codeFact = <T, N extends Needs<"code">>(spec: Spec<T, N>): Fact<T, "code"> => ({ origin: "code", ...spec });
export const runFact = <T, N extends Needs<Origin>>(spec: Spec<T, N>): Fact<T, "run"> => ({ origin: "run", ...spec });
