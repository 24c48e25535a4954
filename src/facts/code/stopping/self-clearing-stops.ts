import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { HALT_WORDS } from "../../../knowledge/guard-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { snake } from "../guard-kinds.ts";
import { limitTests } from "./limit-tests.ts";

/** A switch that the daily loss limit throws, and that the same test takes back as soon as the result is better again. */
export interface SelfClearingStop {
  readonly fn: FunctionNode;
  readonly flag: string;
  readonly test: Node;
  /** Where it is taken back; the same statement where the test itself is stored. */
  readonly cleared: Node;
}

export interface DailyStops {
  readonly clearing: readonly SelfClearingStop[];
  /** Switches that stay thrown until something else takes them back. */
  readonly latched: readonly { readonly fn: FunctionNode; readonly flag: string; readonly at: Node }[];
}

export const dailyStops = codeFact({
  name: "daily-stops",
  doc: "Switches that stop trading when the daily loss limit is reached, and whether a better result takes them back by itself.",
  requires: { limitTests },
  derive({ limitTests }): DailyStops {
    const clearing: SelfClearingStop[] = [];
    const latched: DailyStops["latched"][number][] = [];
    for (const { node, fn } of limitTests.of("daily-loss")) {
      const whole = wholeTest(node);
      const up = whole.parent;
      if (up?.kind === "assign" && up.value === whole) {
        const flag = up.targets.map(flagOf).find((one) => one !== null) ?? null;
        // `halted = halted or loss > limit` stays.
        if (flag !== null && !mentions(up.value, flag)) clearing.push({ fn, flag, test: node, cleared: up });
      } else if (up?.kind === "if" && up.test === whole) {
        for (const thrown of switchesIn(up.body)) {
          const back = switchesIn(up.otherwise).find((one) => one.flag === thrown.flag && one.value !== thrown.value);
          if (back) clearing.push({ fn, flag: thrown.flag, test: node, cleared: back.at });
          else latched.push({ fn, flag: thrown.flag, at: thrown.at });
        }
      }
    }
    return { clearing, latched };
  },
});

/** Through `and`, `or`, `not`, `bool()`. */
function wholeTest(test: Expr): Expr {
  let at = test;
  for (;;) {
    const up: Node | null = at.parent;
    if (up?.kind === "logical" || up?.kind === "unary") at = up;
    else if (up?.kind === "argument" && up.parent?.kind === "call" && up.parent.callee.kind === "name" && up.parent.callee.id === "bool") at = up.parent;
    else return at;
  }
}

const flagOf = (target: Node): string | null =>
  target.kind === "attribute" && HALT_WORDS.test(snake(target.name)) ? target.name
    : target.kind === "subscript" && target.index.kind === "string" && HALT_WORDS.test(snake(target.index.value)) ? target.index.value : null;

function switchesIn(body: readonly Node[]): { flag: string; value: boolean; at: Node }[] {
  return body.flatMap((one) => {
    if (one.kind !== "assign" || one.value.kind !== "boolean") return [];
    const { value } = one.value;
    return one.targets.flatMap((target) => { const flag = flagOf(target); return flag === null ? [] : [{ flag, value, at: one }]; });
  });
}

function mentions(expr: Node, name: string): boolean {
  let found = false;
  const step = (node: Node): void => {
    found ||= (node.kind === "attribute" && node.name === name) || (node.kind === "string" && node.value === name);
    if (!found) children(node, step);
  };
  step(expr);
  return found;
}
