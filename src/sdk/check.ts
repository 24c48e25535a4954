import type { See } from "./evidence.ts";
import type { Given, Needs, Origin } from "./fact.ts";
import type { Impact } from "./impact.ts";

export type { Impact };

/** section/defect: the check is named after the defect ("this bot has ..."). */
export type CheckName = `${string}/${string}`;

/** A draft reports and never gates: its precision has not been shown yet. */
export type Maturity = "stable" | "draft";

export interface Half<N extends Needs<Origin>, K extends string, O> {
  readonly requires: N;
  look(given: Given<N>, see: See<K>, options: O): void;
}

export interface Check {
  readonly name: CheckName;
  /** What is proved when the check holds. */
  readonly claim: string;
  readonly impact: Impact;
  readonly maturity: Maturity;
  /** The kind of its subjects. */
  readonly about: string;
  /** It tells of code that never runs: what it finds in such code counts. */
  readonly tellsOfIdleCode: boolean;
  /** Thresholds with their defaults; `golive.yaml` overrides them under `checks: {name: {...}}`. */
  readonly options: object;
  readonly code?: Half<any, any, any>;
  readonly run?: Half<any, any, any>;
}

/** States a claim about a bot, then how its source and its run each bear on it. */
export function defineCheck<const K extends string, C extends Needs<"code">, R extends Needs<Origin>, O extends object = {}>(spec: {
  readonly name: CheckName;
  readonly claim: string;
  readonly impact: Impact;
  readonly maturity?: Maturity;
  readonly about: K;
  readonly tellsOfIdleCode?: boolean;
  readonly options?: O;
  readonly code?: Half<C, NoInfer<K>, NoInfer<O>>;
  readonly run?: Half<R, NoInfer<K>, NoInfer<O>>;
}): Check {
  return { options: {}, maturity: "stable", tellsOfIdleCode: false, ...spec };
}
