import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, contains, loopAround, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { outcomes, type Outcomes } from "../outcomes/outcomes.ts";
import { switchedOff, type SwitchedOff } from "../switched-off.ts";
import type { Run } from "./schedules.ts";
import { venueQuestions, type VenueQuestions } from "./venue-questions.ts";

/** A test that is about new entries and ends the round before the comparison with the exchange. */
export interface EntryStop { readonly test: Expr; readonly exit: Node; readonly fn: FunctionNode }

export interface EntryStops {
  /** The first such test between the head of the loop and the comparison; null: none. */
  before(run: Run): EntryStop | null;
}

export const entryStops = codeFact({
  name: "entry-stops",
  doc: "Tests about new entries (hours, brakes, full slots, no candidates) that end a round before positions are compared.",
  requires: { index, orderReach, outcomes, switchedOff, venueQuestions },
  derive: (on): EntryStops => ({
    before({ steps, loop }) {
      for (const { fn, node } of [...steps].reverse()) {
        const stop = stopBefore(on, fn, node, loop && contains(loop, node) && steps.at(-1)!.fn === fn ? loop : null);
        if (stop) return stop;
      }
      return null;
    },
  }),
});

/** `config.NO_WEEKENDS`, where each configuration module says False: which of them it is does not matter. */
function isFalseEverywhere(test: Expr, { modules }: Index): boolean {
  if (test.kind !== "attribute" || !/^[A-Z][A-Z0-9_]+$/.test(test.name)) return false;
  const values = [...modules.values()].flatMap((one) => one.module.root.body.flatMap((each) => (each.kind === "assign" && each.targets.some((target) => ownName(target) === test.name) ? [each.value] : [])));
  return values.length > 0 && values.every((one) => one.kind === "boolean" && !one.value);
}

interface On { readonly index: Index; readonly orderReach: OrderReach; readonly outcomes: Outcomes; readonly switchedOff: SwitchedOff; readonly venueQuestions: VenueQuestions }

/** As the bot ships the test, or a part of it that has to be true, never is. */
const isOff = (test: Expr, on: On): boolean =>
  on.outcomes.of(test) === false || on.switchedOff.never(test, true) || isFalseEverywhere(test, on.index) || (test.kind === "logical" && test.op === "and" && (isOff(test.left, on) || isOff(test.right, on)));

/** `within`: the loop itself, where the function has it: what stands before it is no part of a round. */
function stopBefore(on: On, fn: FunctionNode, node: Node, within: Node | null): EntryStop | null {
  const { index, orderReach, venueQuestions } = on;
  let found: EntryStop | null = null;
  walkBody(fn, (exit) => {
    if (found || (exit.kind !== "return" && exit.kind !== "continue") || exit.end > node.start || (within && !contains(within, exit))) return;
    const target = exit.kind === "continue" ? loopAround(exit) : null;
    if (exit.kind === "continue" && (!target || !contains(target, node))) return;
    const [branch, test] = stopAround(exit);
    if (!branch || !test || isOff(test, on)) return;
    // What asks the exchange or trades before, or in the branch itself, looks after positions there.
    const cares = index.callsIn(fn).some((call) => call.end <= exit.end && (!within || contains(within, call)) && (venueQuestions.asks(call) || (contains(branch, call) && orderReach.ofCall(call) !== 0)));
    if (!cares) found = { test, exit, fn };
  });
  return found;
}

/** The outermost test around the exit that is about entries, with its `if`. */
function stopAround(exit: Node): readonly [Node | null, Expr | null] {
  let found: readonly [Node | null, Expr | null] = [null, null];
  for (let at = exit; at.parent && at.kind !== "function"; at = at.parent) {
    const up: Node = at.parent;
    if (up.kind === "handler") return [null, null];
    if (up.kind === "if" && (up.body as readonly Node[]).includes(at) && isAboutEntries(up.test)) found = [up, up.test];
  }
  return found;
}

const HOURS = /black_?out|quiet_?hour|non_?trading|no_?trade_?(hour|zone|window)|trading_?(hour|time|window|session|day)|in_session|week_?end|week_?day|saturday|sunday|off_?hours|active_?hours|allowed_?hours|news_?(window|blackout|event)/i;
const BRAKES = /(can|may|should|allow(ed)?(_to)?)_?(trade|trading|open|enter)|trading_?(enabled|disabled|allowed|paused|halted|stopped|blocked)|cool_?down|daily_?(loss|drawdown|profit|target|stop|limit|trade)|max_?daily|loss_?limit/i;
const FULL = /max_?(open_?)?(concurrent_?)?(positions|trades|slots|deals)|(positions?|trades?)_?limit|(free|open|available)_?slots|slots_?(left|free)/i;
const CANDIDATES = /candidate|qualified|opportunit|ranked|eligible|scan_?results?|(^|_)(signals|tickers|setups)$/i;

/** The test asks for the hour, for a brake, for free slots, or whether there is something to enter. */
function isAboutEntries(test: Expr): boolean {
  let found = false;
  const look = (node: Node): void => {
    const word = node.kind === "string" ? node.value : ownName(node);
    if (word !== "" && word.length < 60) found ||= HOURS.test(word) || BRAKES.test(word) || FULL.test(word);
    if (node.kind === "unary" && node.op === "not") found ||= CANDIDATES.test(ownName(node.operand));
    if (!found) children(node, look);
  };
  look(test);
  return found;
}
