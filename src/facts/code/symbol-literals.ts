import type { Expr, StringLiteral } from "../../ir/nodes.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { constants } from "./constants.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";
import { orderSites } from "./order-sites.ts";
import { places } from "./places.ts";
import { reach } from "./reach.ts";
import { SymbolHolders } from "./symbols/holders.ts";
import { instrumentIn } from "./symbols/instrument-form.ts";
import type { Case, Desk, FineWhy, SymbolUse } from "./symbols/desk.ts";
import { judgeLiteral } from "./symbols/judgement.ts";
import { judgeContainer } from "./symbols/container-judgement.ts";
import { asksHeld } from "./symbols/fixed-judgement.ts";
import { fixedInstruments } from "./symbols/order-arguments.ts";
import { roleOf } from "./symbols/literal-role.ts";
import { standings } from "./symbols/standing.ts";
import { containersOf } from "./symbols/tables.ts";
import { isOpenTable, openCheck, type OpenLiteral } from "./symbols/open-literals.ts";
import { tradingCode } from "./trading-code.ts";
import { widerCalls } from "./wider-calls.ts";

export interface SymbolLiterals {
  /** Literals that decide, or may decide, what a live trade does. */
  readonly uses: readonly (SymbolUse & { readonly anchor: Anchor })[];
  /** How many literals that name an instrument were looked at, and why the others decide nothing. */
  readonly examined: number;
  readonly fine: readonly { readonly why: FineWhy; readonly literal: StringLiteral }[];
  /** Of these, the ones of which it was not seen whether a trade hangs on them. */
  readonly open: readonly OpenLiteral[];
  /** The first order of the running bot; null: nothing that trades was recognised. */
  readonly order: Anchor | null;
  /** Running code was seen to send an order. */
  readonly isTraded: boolean;
}

export const symbolLiterals = codeFact({
  name: "symbol-literals",
  doc: "Literals that name an instrument or coin, what each of them does, and whether a live trade hangs on it.",
  requires: { program, index, infer, callGraph, constants, places, reach, orderSites, tradingCode, widerCalls },
  derive({ program, index, infer, callGraph, constants, places, reach, orderSites, tradingCode, widerCalls }): SymbolLiterals {
    const holders = new SymbolHolders(infer, index);
    const desk: Desk = { infer, callGraph, widerCalls, holders, standing: standings(program, infer, reach), trading: tradingCode, reach, fixed: new Map() };
    const live = orderSites.filter((one) => reach.of(one.fn) !== "dead");
    for (const one of fixedInstruments(index, infer, constants, live)) if (!desk.fixed.has(one.origin)) desk.fixed.set(one.origin, one.call);
    const fine: { why: FineWhy; literal: StringLiteral }[] = [];
    const uses: SymbolUse[] = [];
    const open: OpenLiteral[] = [];
    const members = new Map<Expr, StringLiteral[]>();
    let examined = 0;
    const settle = (found: SymbolUse | FineWhy, literals: readonly StringLiteral[]): void => {
      if (typeof found !== "string") uses.push(found);
      else for (const literal of literals) fine.push({ why: found, literal });
    };
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("string")!) {
        if (node.kind !== "string" || node.bytes) continue;
        const instrument = instrumentIn(node.value);
        if (!instrument) continue;
        const standing = desk.standing.of(node);
        if (standing === "untold") continue;
        examined++;
        const role = roleOf(holders, node);
        const group = role.kind === "member" ? members.get(role.container) : undefined;
        if (group) group.push(node);
        else if (role.kind === "member") members.set(role.container, [node]);
        else {
          const judged = judgeLiteral(desk, { literal: node, instrument, role, standing } satisfies Case);
          settle(judged, [node]);
          const check = typeof judged === "string" ? openCheck(desk, node, role, judged) : null;
          if (check) open.push({ check, literal: node });
        }
      }
    }
    for (const one of containersOf(members, infer, index, holders)) {
      const judged = judgeContainer(desk, one);
      settle(judged, one.literals);
      if (typeof judged === "string" && isOpenTable(desk, one, judged)) open.push({ check: "symbol-table", literal: one.literals[0]! });
    }
    // Where no order is reached the way to it was lost: what is decided about it stands in the code all the same.
    const trading = live.find((one) => one.role !== "cancel") ?? orderSites.find((one) => one.role !== "cancel" && (program.roles.get(places.at(one.call).file) ?? "bot") === "bot");
    return { uses: merged(uses).map((one) => ({ ...one, anchor: places.at(one.at) })), examined, fine, open, order: trading?.at ?? null, isTraded: live.some((one) => one.role !== "cancel") };
  },
  *show({ uses }) {
    for (const one of uses) yield [one.anchor, `${one.check} ${one.weight}`] as const;
  },
});

/** One use for each thing to change: the literals of one tuple are one test. */
function merged(uses: readonly SymbolUse[]): SymbolUse[] {
  const found = new Map<unknown, SymbolUse>();
  for (const one of uses) {
    const known = found.get(one.at);
    const heavier = known && known.weight === "order" ? known : one;
    found.set(one.at, known ? { ...heavier, names: [...new Set([...known.names, ...one.names])] } : one);
  }
  return withoutRepeats([...found.values()]);
}

/** A function that asks for the position in a market again, or that sends orders for it as well, has one thing to change. */
function withoutRepeats(uses: readonly SymbolUse[]): SymbolUse[] {
  const told = new Set<string>();
  const key = (one: SymbolUse): string => `${one.fn.qualname} ${one.names.join()}`;
  const isRead = (one: SymbolUse): boolean => one.check === "symbol-in-order" && asksHeld(one.word);
  for (const one of uses) if (one.check === "symbol-in-order" && !isRead(one)) told.add(key(one));
  return uses.filter((one) => {
    if (!isRead(one)) return true;
    const isNew = !told.has(key(one));
    told.add(key(one));
    return isNew;
  });
}
