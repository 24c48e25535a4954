import type { Call, ClassNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { SETTINGS_NAME } from "../../../knowledge/setting-sources.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Index } from "../module-index.ts";
import { classBodyOf, isSettingsModule } from "../settings-join/declared.ts";
import { snake } from "../snake.ts";
import { use, type Case, type Desk, type FineWhy, type SymbolUse } from "./desk.ts";
import type { SymbolRole } from "./literal-role.ts";

/**
 * `class OrderRequest: pair: str = "SOL/JPY"`: the default of a record that code on the way to an order fills in without the
 * market, so every order is of this one. A record of settings declares what people may change.
 */
export function judgeField(desk: Desk, one: Case, { name, assign }: SymbolRole & { kind: "assigned" }): SymbolUse | FineWhy {
  const owner = classBodyOf(one.literal);
  if (!owner || one.instrument.form !== "pair" || SETTINGS_NAME.test(snake(owner.name)) || isSettingsModule(desk.infer.moduleIndexOf(owner).module.file)) return "declared";
  const omitting = constructionsOf(desk, owner).filter((call) => isOnTheWay(desk, call));
  const call = omitting.find((each) => leavesOut(each, owner, name));
  return call ? use(desk, one, { check: "symbol-default", weight: "order", at: assign, word: name, decides: owner.name, via: call }) : "declared";
}

function isOnTheWay(desk: Desk, call: Call): boolean {
  const fn = enclosingFunction(call)!;
  return desk.trading.of(fn) === "order" && desk.reach.of(fn) !== "dead" && desk.standing.of(call) === null && !desk.standing.isAside(fn);
}

/** Neither by its name nor by its place among the fields, and nothing is spread. */
function leavesOut(call: Call, owner: ClassNode, name: string): boolean {
  if (call.args.some((one) => one.spread !== "none" || one.name === name)) return false;
  const fields = owner.body.flatMap((one) => (one.kind === "assign" && one.targets[0]?.kind === "name" ? [one.targets[0].id] : one.kind === "declare" && one.target.kind === "name" ? [one.target.id] : []));
  return fields.indexOf(name) >= call.args.filter((one) => one.name === null).length;
}

const known = new WeakMap<Desk, ReadonlyMap<ClassNode, readonly Call[]>>();

function constructionsOf(desk: Desk, owner: ClassNode): readonly Call[] {
  let found = known.get(desk);
  if (!found) known.set(desk, (found = allConstructions(desk.infer.index, desk.callGraph)));
  return found.get(owner) ?? [];
}

function allConstructions(index: Index, graph: CallGraph): ReadonlyMap<ClassNode, readonly Call[]> {
  const found = new Map<ClassNode, Call[]>();
  for (const module of index.modules.values()) for (const calls of module.calls) for (const call of calls) {
    for (const made of graph.targets(call).classes) {
      appendTo(found, made, call);
    }
  }
  return found;
}
