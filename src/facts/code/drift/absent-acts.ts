import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { Absence } from "./absence.ts";
import type { Removal } from "./removals.ts";
import { calledName } from "../../../ir/names.ts";

/** A removal that happens because the venue does not have the position. */
export interface AbsentAct { readonly absence: Absence; readonly act: Removal }

/** The first removal of each test, at once or after all names were gathered. */
export function absentActs(absences: readonly Absence[], acts: readonly Removal[]): AbsentAct[] {
  const direct = absences.flatMap((absence): AbsentAct[] => {
    const act = acts.find((one) => isWithin(one.node, absence.body) && absence.reaches(one.node));
    return act && !opensBetween(absence, act) ? [{ absence, act }] : [];
  });
  return [...direct, ...gathered(absences, acts)];
}

const OPENS = /(create|place|submit|open|send|execute)\w*_(order|position|trade)|^create_?order|^(open|enter)_/i;

/** "There is none, so open one": what is closed after that is the new one. */
function opensBetween({ at, fn }: Absence, act: Removal): boolean {
  let found = act.node.kind === "call" && OPENS.test(calledName(act.node));
  walkBody(fn, (node) => { found ||= node.kind === "call" && node.start > at.end && node.end < act.node.start && OPENS.test(calledName(node)); });
  return found;
}

function isWithin(node: Node, body: readonly Node[]): boolean {
  return body.some((one) => one.start <= node.start && node.end <= one.end);
}

/** `ghosts.append(symbol)` where the venue lacks it, and a later loop over `ghosts` that takes them out. */
function gathered(absences: readonly Absence[], acts: readonly Removal[]): AbsentAct[] {
  return absences.flatMap((absence) => laterRemovals(absence.fn, (node) => isWithin(node, absence.body) && absence.reaches(node), absence.at.start, acts).map((act) => ({ absence, act })));
}

/** What loops over names that are gathered in chosen places take out: `gone.append(one)`, later `for one in gone: positions.remove(one)`. */
export function laterRemovals(fn: FunctionNode, isChosen: (node: Node) => boolean, from: number, acts: readonly Removal[]): readonly Removal[] {
  const names = new Set<string>();
  walkBody(fn, (node) => {
    if (node.kind !== "call" || node.callee.kind !== "attribute" || !/^(append|add)$/.test(node.callee.name) || node.callee.object.kind !== "name") return;
    if (isChosen(node)) names.add(node.callee.object.id);
  });
  const found: Removal[] = [];
  if (names.size > 0) walkBody(fn, (node) => {
    if (node.kind !== "for" || node.start < from) return;
    const over = node.iterable.kind === "call" ? node.iterable.args[0]?.value : node.iterable;
    const act = over?.kind === "name" && names.has(over.id) ? acts.find((one) => isWithin(one.node, node.body)) : undefined;
    if (act) found.push(act);
  });
  return found;
}
