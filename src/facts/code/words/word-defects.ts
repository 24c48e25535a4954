import { calledName, ownName } from "../../../ir/names.ts";
import type { Compare, Node } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { REGIME_CLASS, REGIME_MODES, REGIME_NAME } from "../../../knowledge/regime-words.ts";
import { LOG_CALL } from "../../../knowledge/venue-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { index } from "../module-index.ts";
import { Closes, Opens, orderReach, Protects, type OrderReach } from "../order-reach.ts";
import { snake } from "../snake.ts";
import { effectOf, leaves, type Effect } from "./never-run.ts";
import { wordTests, type WordTest } from "./word-tests.ts";

export type WordSection = "regime" | "filters" | "drift" | "casts";

/** A comparison with a word that is never written, and what that does to the bot. */
export interface WordDefect extends WordTest {
  readonly section: WordSection;
  /** An order is never sent; an entry is never refused; an answer is always the same; some other code never runs or always does. */
  readonly harm: "order" | "entry" | "answer" | "code";
  /** It stands on a way to an order, or is to protect one. */
  readonly isGrave: boolean;
}

export const wordDefects = codeFact({
  name: "word-defects",
  doc: "Comparisons with words that nobody writes, where trading code hangs on them, and which section they concern.",
  requires: { program, index, wordTests, orderReach },
  derive({ program, index, wordTests, orderReach }): readonly WordDefect[] {
    const outcomes = new Map<Compare, boolean>(wordTests.flatMap((one) => (one.why === "mixed" ? [] : [[one.test, one.outcome] as const])));
    const found: WordDefect[] = [];
    const isRun = (node: Node): boolean => /^(bot|config)$/.test(program.roles.get(index.moduleOf(node).file) ?? "bot");
    for (const one of wordTests) {
      if (one.instead && !isRun(one.instead.at)) continue;
      const effect = effectOf(one.test, one.why === "mixed" ? new Map([...outcomes, [one.test, one.outcome]]) : outcomes);
      const told = effect && harmOf(one, effect, orderReach);
      if (told) found.push({ ...one, ...told });
    }
    return found;
  },
});

function harmOf(one: WordTest, effect: Effect, orders: OrderReach): Pick<WordDefect, "section" | "harm" | "isGrave"> | null {
  const [never, always] = [ordersIn(effect.never, orders), ordersIn(effect.always, orders)];
  const opensHere = (orders.ofFunction(one.fn) & Opens) !== 0;
  const certain = one.why !== "none";
  if (never !== 0) return { section: sectionOf(one, effect, never), harm: "order", isGrave: certain };
  // A branch that does nothing but leave is there to refuse.
  const refuses = opensHere && leaves(effect.never) && !effect.never.some((each) => each.kind !== "return" && does(each));
  if (refuses && certain && (always & Opens) === 0) return { section: "filters", harm: "entry", isGrave: one.why !== "mixed" };
  const around = orders.ofFunction(one.fn);
  if (effect.kept) return certain ? { section: sectionOf(one, effect, around), harm: "answer", isGrave: false } : null;
  // `"linear" if category == "futures" else category` takes what nobody gives as well.
  if (!certain && effect.chooses) return null;
  if (!effect.never.some(does)) return null;
  return { section: sectionOf(one, effect, around), harm: "code", isGrave: certain && saysDone(one) };
}

function ordersIn(nodes: readonly Node[], orders: OrderReach): number {
  let bits = 0;
  for (const one of nodes) walk(one, (node) => { if (node.kind === "call") bits |= orders.ofCall(node); });
  return bits;
}

/** More than telling of it: something is called, stored or given back. */
function does(statement: Node): boolean {
  let found = false;
  walk(statement, (node) => {
    if (node.kind === "assign" || node.kind === "augmented" || node.kind === "delete") found = true;
    else if (node.kind === "return") found ||= node.value !== null && node.value.kind !== "none";
    else if (node.kind === "call") found ||= node.parent?.kind === "expression" && !LOG_CALL.test(calledName(node));
  });
  return found || statement.kind === "attribute" || statement.kind === "string" || statement.kind === "unary" || statement.kind === "number";
}

/** Whether an order was filled hangs on it. */
const saysDone = ({ compared }: WordTest): boolean => compared.some(({ word }) => /^(filled|closed|partially_?filled|done|executed)$/i.test(word));

function sectionOf(one: WordTest, { never }: Effect, bits: number): WordSection {
  if (isOfRegime(one, never)) return "regime";
  if (saysDone(one) || mentionsRegistry(never)) return "drift";
  if (one.why === "member") return "casts";
  return (bits & (Closes | Protects)) !== 0 && (bits & Opens) === 0 ? "drift" : "filters";
}

function isOfRegime({ asked, compared, written }: WordTest, never: readonly Node[]): boolean {
  const name = snake(ownName(asked.kind === "call" && asked.callee.kind === "attribute" ? asked.callee.object : asked));
  if (REGIME_NAME.test(name) || compared.some(({ word }) => REGIME_MODES.test(word)) || written.some(({ word }) => REGIME_CLASS.test(word.split(".")[0]!) && word.includes("."))) return true;
  let trails = false;
  for (const each of [...never, asked]) walk(each, (node) => { trails ||= (node.kind === "call" && /(^|_)trail/.test(snake(calledName(node)))) || (node.kind === "attribute" && /(^|_)regime/.test(snake(node.name))); });
  return trails || compared.some(({ word }) => /(^|_)(trail\w*|tier_changed?)(_|$)/i.test(word));
}

function mentionsRegistry(never: readonly Node[]): boolean {
  let found = false;
  for (const one of never) walk(one, (node) => { found ||= node.kind === "call" && REGISTRY_WORDS.test(snake(calledName(node))) && /(^|_)(add|remove|close|update|register|record|delete|drop|mark)_/.test(snake(calledName(node))); });
  return found;
}
