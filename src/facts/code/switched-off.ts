import type { Expr } from "../../ir/nodes.ts";
import type { Setting } from "../../settings/setting.ts";
import { codeFact } from "../../sdk/fact.ts";
import { constants, type Constants, type Scalar } from "./constants.ts";
import { settingReads, type SettingRead, type SettingReads } from "./setting-reads.ts";

/** What a switch is set to, as the bot ships. */
export interface Switch {
  readonly read: SettingRead | null;
  readonly on: boolean;
  /** Where the shipped configuration says so; null: only the code's own default does. */
  readonly setting: Setting | null;
  /** The expression that gives the default, where no setting is shipped. */
  readonly fallback: Expr | null;
}

export interface SwitchedOff {
  /** The truth of a test that hangs on settings alone, as shipped; null: on more than that, or unknown. */
  truth(test: Expr): boolean | null;
  /** The test cannot come out as `outcome` with the shipped configuration. */
  never(test: Expr, outcome: boolean): boolean;
  /** A boolean setting that the expression reads. */
  switchOf(expr: Expr): Switch | null;
}

export const switchedOff = codeFact({
  name: "switched-off",
  doc: "Tests of settings whose outcome the shipped configuration decides.",
  requires: { settingReads, constants },
  derive({ settingReads, constants }): SwitchedOff {
    const switchOf = (expr: Expr): Switch | null => switched(settingReads, constants, expr);
    const truth = (test: Expr): boolean | null => {
      if (test.kind === "unary" && test.op === "not") {
        const inner = truth(test.operand);
        return inner === null ? null : !inner;
      }
      if (test.kind === "boolean") return test.value;
      // `os.getenv("X", "false").lower() == "true"`
      if (test.kind === "compare") return test.op === "==" && isTrueWord(test.right) ? truth(test.left) : test.op === "in" && "items" in test.right && test.right.items.some(isTrueWord) ? truth(test.left) : null;
      if (test.kind !== "name" && test.kind !== "attribute" && test.kind !== "call" && test.kind !== "subscript") return null;
      return switchOf(test)?.on ?? null;
    };
    return { truth, switchOf, never: (test, outcome) => !isMode(test) && truth(test) === !outcome };
  },
});

const isTrueWord = (expr: Expr): boolean => expr.kind === "string" && /^(true|1|yes|on)$/i.test(expr.value);

/** Whether the bot trades for real is decided at its start: a bot that ships in paper mode is judged as it will trade. */
const MODE = /dry|paper|simul|demo|test|sandbox|live|real|mock|mode|trading|trade|execut|armed|order|start|dev|debug|confirm|approv/i;

export function isMode(test: Expr): boolean {
  if (test.kind === "name") return MODE.test(test.id);
  if (test.kind === "attribute") return MODE.test(test.name) || (test.object.kind === "call" && isMode(test.object));
  if (test.kind === "string") return MODE.test(test.value);
  if (test.kind === "subscript") return isMode(test.index);
  if (test.kind === "compare") return isMode(test.left);
  if (test.kind === "unary") return isMode(test.operand);
  return test.kind === "call" && (test.args.some((one) => isMode(one.value)) || isMode(test.callee));
}

function switched(reads: SettingReads, constants: Constants, expr: Expr): Switch | null {
  const read = reads.settingOf(textual(expr));
  if (!read) {
    const folded = expr.kind === "name" || expr.kind === "attribute" ? constants.of(expr) : null;
    return typeof folded?.value === "boolean" && isExpression(folded.origin.kind) ? { read: null, on: folded.value, setting: null, fallback: folded.origin as Expr } : null;
  }
  if (read.value) {
    const on = boolean(read.value.value as Scalar);
    // An environment file that only shows how the real one looks decides nothing.
    return on === null || read.value.template ? null : { read, on, setting: read.value, fallback: null };
  }
  if (read.shipped.length > 0) return null;
  const given = read.fallback ?? read.declared;
  const on = given ? boolean(constants.of(given)?.value ?? null) : null;
  return on === null ? null : { read, on, setting: null, fallback: given };
}

/** `os.getenv("X", "false").lower() == "true"` and `... in ("1", "true")` read the same switch. */
function textual(expr: Expr): Expr {
  if (expr.kind === "compare" && (expr.op === "==" || expr.op === "in")) return textual(expr.left);
  return expr.kind === "call" && expr.callee.kind === "attribute" && /^(lower|strip|upper)$/.test(expr.callee.name) && expr.args.length === 0 ? textual(expr.callee.object) : expr;
}

function boolean(value: Scalar): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return null;
  const word = value.toLowerCase();
  return /^(true|yes|on|1|enabled)$/.test(word) ? true : /^(false|no|off|0|disabled)$/.test(word) ? false : null;
}

const isExpression = (kind: string): boolean => kind === "boolean" || kind === "string" || kind === "number";
