import { blockOf, statementOf } from "../../../ir/blocks.ts";
import type { Call, Node } from "../../../ir/nodes.ts";
import { contains } from "../../../ir/walk.ts";
import { STOP_STATE } from "../../../knowledge/trail-words.ts";
import { snake } from "../guard-kinds.ts";
import { wordsIn } from "./candidates.ts";
import type { LogCall } from "./log-calls.ts";

/** A record of the function that moves a stop, and whether it is about the move. */
export interface MoveRecord {
  /** Stands in the function, or is written by what is called there. */
  readonly call: Call;
  readonly record: LogCall;
  /** The move, or in a caller the call that leads to it. */
  readonly node: Node;
  /** The node is the call in a caller of the function that moves the stop. */
  readonly above: boolean;
  /** In the event's own words. */
  readonly told: boolean;
  /** In those of another event. */
  readonly tellsAnother: boolean;
}

/**
 * Whether a record tells of the stop's move: it is written when the stop is moved, not only when something else happens
 * besides (`if price <= stop: log("stop hit")`), and it names the stop or speaks of the move.
 */
export function tellsMove({ call, record, node, above, told, tellsAnother }: MoveRecord): boolean {
  if (!hangsOnMove(call, node)) return false;
  if (told) return true;
  // `notify(...)` beside it, whatever it says: only what is called a record of something else is not.
  const beside = record.kind === "record" && record.call === call && blockOf(statementOf(node))?.includes(statementOf(call)) === true;
  return !tellsAnother && (beside || (STOP_FIELD.test(record.fields) && (!above || record.call === call)) || (!above && namesMoved(record, node)));
}

const STOP_FIELD = /(^|[^a-z])(stop|sl(?![a-z])|trail|tsl|breakeven|break_even)|_sl\b|_stop\b|стоп|трейл|止损|止損|보합|손절/;

const namesMoved = (record: LogCall, node: Node): boolean => [...movedNames(node)].some((one) => one.length > 2 && record.fields.includes(one.toLowerCase()));

/** Every test between the record and the block that it shares with the move is about the move. */
function hangsOnMove(call: Call, node: Node): boolean {
  const names = movedNames(node);
  let under: Node = call;
  for (let at = call.parent; at && at.kind !== "function" && !contains(at, node); under = at, at = at.parent) {
    if (at.kind === "if" && at.test !== under && !isAbout(at.test, names)) return false;
  }
  return true;
}

/** What the block of the move stores: the stop, flags (`moved = True`), and what the stop is made from. */
function movedNames(node: Node): ReadonlySet<string> {
  const statement = statementOf(node);
  const names = new Set<string>();
  for (const one of blockOf(statement) ?? []) if (one.kind === "assign" && (one === statement || one.value.kind === "boolean")) for (const target of one.targets) addName(target, names);
  if (statement.kind === "assign" && node.kind !== "call") for (const word of wordsIn(statement.value)) names.add(word);
  return names;
}

function addName(target: Node, into: Set<string>): void {
  if (target.kind === "name") into.add(target.id);
  else if (target.kind === "attribute") into.add(target.name);
  else if (target.kind === "subscript" && target.index.kind === "string") into.add(target.index.value);
  else if (target.kind === "tuple") target.items.forEach((one) => addName(one, into));
}

const PRICES = /price|(^|_)(px|mark|last|close|bid|ask|mid|current|now|high|low)(_|$)/i;

/** `if moved`, `if new_stop != old_stop`, `if verbose`: not whether the price has reached the stop. */
function isAbout(test: Node, names: ReadonlySet<string>): boolean {
  if (test.kind === "logical") return isAbout(test.left, names) || isAbout(test.right, names);
  if (test.kind === "unary") return isAbout(test.operand, names);
  const words = [...wordsIn(test)];
  if (test.kind === "compare" && /[<>]/.test(test.op) && [test.left, test.right].some(isPrice)) return false;
  return words.some((one) => names.has(one) || STOP_STATE.test(snake(one)) || /^(verbose|debug|log\w*|isEnabledFor)$/i.test(one));
}

const isPrice = (side: Node): boolean => {
  const words = [...wordsIn(side)];
  return words.some((one) => PRICES.test(snake(one))) && !words.some((one) => STOP_STATE.test(snake(one)) || /stop|sl|trail/i.test(one));
};

