import { leaves } from "../../../ir/blocks.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { filterAnswers, type FilterAnswers } from "../filter-answers.ts";
import { guardKinds, type GuardKinds, type GuardMask } from "../guard-kinds.ts";
import { wordMask } from "../guard-shapes.ts";
import { isMode, switchedOff, type Switch, type SwitchedOff } from "../switched-off.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** A switch that ships so that the filters behind it are not asked. */
export interface OffSwitch {
  readonly test: Expr;
  readonly off: Switch;
  /** What is not asked. */
  readonly mask: GuardMask;
}

export const offSwitches = codeFact({
  name: "off-switches",
  doc: "Switches on the ways to an order that ship with a filter turned off.",
  requires: { filterAnswers, guardKinds, switchedOff },
  derive({ filterAnswers, guardKinds, switchedOff }): readonly OffSwitch[] {
    const found: OffSwitch[] = [];
    for (const fn of filterAnswers.region) {
      for (const { test, mask } of switchesIn(fn, filterAnswers, guardKinds, switchedOff)) {
        const off = switchedOff.switchOf(test);
        // A variable may hold the answers of several filters; the switch's own name says which one it is for.
        if (off && isSwitch(test, off)) found.push({ test, off, mask: (mask & wordMask((off.read?.key ?? ownName(test)).split(".").at(-1)!, "quantity")) || mask });
      }
    }
    return found;
  },
});


/** Tests of switches that are off as shipped, with what they keep from being asked. */
function switchesIn(fn: FunctionNode, answers: FilterAnswers, guards: GuardKinds, switches: SwitchedOff): { test: Expr; mask: number }[] {
  const found: { test: Expr; mask: number }[] = [];
  const filter = answers.filters.find((one) => one.fn === fn);
  statementsOf(fn, (node) => {
    if (node.kind === "logical" && node.op === "and") {
      // `if self.cfg.use_spread_filter and spread > limit`
      const mask = isOff(node.left, switches) && !onlyTells(node) ? guards.of(node.right) & FOUR : 0;
      if (mask) found.push({ test: switchIn(node.left), mask });
    }
    if (node.kind !== "if") return;
    const mask = isOff(node.test, switches) ? asksIn(node, guards) & FOUR : 0;
    if (mask) found.push({ test: switchIn(node.test), mask });
    // `if not self.enabled: return True` at the head of the filter
    const last = node.body.at(-1);
    const passes = filter && last?.kind === "return" && answers.lets(filter, last.value) === true && !isMode(node.test) && switches.truth(node.test) === true;
    if (passes && (filter.kinds & FOUR) !== 0) found.push({ test: switchIn(node.test), mask: filter.kinds & FOUR });
  });
  return found;
}

/** `if cfg.require_x and not confirmed: print(...)`: nobody is kept back. */
function onlyTells(test: Expr): boolean {
  let at: Node = test;
  while (at.parent?.kind === "logical" || at.parent?.kind === "unary") at = at.parent;
  const branch = at.parent;
  return branch?.kind === "if" && branch.test === at && branch.otherwise.length === 0 && branch.body.every(tells);
}

const tells = (one: Node): boolean =>
  one.kind === "pass" || (one.kind === "expression" && one.value.kind === "call" && TELLS.test(calledName(one.value)))
  || (one.kind === "if" && one.otherwise.length === 0 && one.body.every(tells));

const TELLS = /^(print|debug|info|warning|warn|error|log)$/;

const isOff = (test: Expr, switches: SwitchedOff): boolean => !isMode(test) && switches.truth(test) === false;

const switchIn = (test: Expr): Expr => (test.kind === "unary" ? switchIn(test.operand) : test.kind === "compare" ? switchIn(test.left) : test);

/** What the branch asks before it leaves, and what the calls in it ask. */
function asksIn(branch: If, guards: GuardKinds): number {
  let mask = 0;
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "if" && (leaves(node.body) || leaves(node.otherwise))) mask |= guards.of(node.test);
    if (node.kind === "return" && node.value?.kind === "call") mask |= guards.of(node.value);
    children(node, step);
  };
  for (const statement of branch.body) step(statement);
  return mask;
}

/** Called like something to switch on (and off as shipped), or like something to leave out (and on as shipped). */
function isSwitch(test: Expr, off: Switch): boolean {
  const name = (off.read?.key ?? ownName(test)).replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(".").at(-1)!;
  return off.on ? /disable|skip|bypass|ignore|(^|_)no(_|$)/.test(name) : /enable|(^|_)(use|filter|check|guard|active|on|apply|require)(_|$)/.test(name) || wordMask(name, "quantity") !== 0;
}
