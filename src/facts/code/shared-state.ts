import type { Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { useOf, WRITES, type Access } from "./races/accesses.ts";
import { locations, type Location, type Locations } from "./races/locations.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";
import { reach } from "./reach.ts";
import { UNTRADED_ROLES } from "./untraded-roles.ts";

/** A place that outlives a call and is changed while the bot runs, with every use of it that can be reached. */
export interface SharedPlace {
  readonly location: Location;
  readonly accesses: readonly Access[];
}

export interface SharedState {
  readonly places: readonly SharedPlace[];
  of(location: Location): SharedPlace | null;
  /** The uses inside a function, in source order. */
  inside(fn: FunctionNode): readonly { readonly place: SharedPlace; readonly access: Access }[];
}

export const sharedState = codeFact({
  name: "shared-state",
  doc: "Attributes and module variables that change after construction, and who reads and writes them how.",
  requires: { program, index, locations, reach },
  derive({ program, index, locations, reach }): SharedState {
    const changing = changingNames(index);
    const byLocation = new Map<Location, Access[]>();
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      occurrences(one, changing, (place) => {
        const fn = enclosingFunction(place);
        if (!fn || reach.of(fn) === "dead") return;
        const location = locations.of(place);
        if (!location || (place.kind === "name" && declares(place, location, fn, one))) return;
        const list = byLocation.get(location);
        const access: Access = { ...useOf(place), fn, place };
        if (list) list.push(access);
        else byLocation.set(location, [access]);
      });
    }
    return assemble(byLocation);
  },
});

/** The definition of a module variable at the top level is not a change of it. */
const declares = (place: Expr, _location: Location, fn: FunctionNode, one: ModuleIndex): boolean => fn === one.module.root && place.parent?.kind === "assign";

function assemble(byLocation: ReadonlyMap<Location, readonly Access[]>): SharedState {
  const places: SharedPlace[] = [];
  const known = new Map<Location, SharedPlace>();
  const inside = new Map<FunctionNode, { place: SharedPlace; access: Access }[]>();
  for (const [location, accesses] of byLocation) {
    const changes = accesses.some((one) => WRITES.has(one.kind) && !isSetUp(one.fn));
    if (!changes) continue;
    const place = { location, accesses };
    places.push(place);
    known.set(location, place);
    for (const access of accesses) {
      appendTo(inside, access.fn, { place, access });
    }
  }
  for (const list of inside.values()) list.sort((a, b) => a.access.node.start - b.access.node.start);
  return { places, of: (location) => known.get(location) ?? null, inside: (fn) => inside.get(fn) ?? [] };
}

/** Runs before anything else may see the object. */
export const isSetUp = (fn: FunctionNode): boolean => fn.name === "__init__" || fn.name === "__post_init__" || fn.name === "<module>" || fn.name === "__new__";

const CHANGING_METHODS = new Set(["pop", "clear", "add", "append", "discard", "remove", "popitem", "setdefault", "update", "popleft", "appendleft", "extend"]);

/** Names of attributes and variables that something changes outside of set-up: all others need no look. */
function changingNames(index: Index): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (expr: Node): void => {
    if (expr.kind === "attribute") names.add(expr.name);
    else if (expr.kind === "name") names.add(expr.id);
  };
  for (const one of index.modules.values()) {
    for (const { target, fn } of one.stores) {
      if (target.kind === "subscript") add(target.object);
      else if (!isSetUp(fn)) add(target);
    }
    for (const node of one.byKind.get("delete") ?? []) {
      if (node.kind === "delete") for (const each of node.targets) if (each.kind === "subscript") add(each.object);
    }
    for (const node of one.byKind.get("call") ?? []) {
      if (node.kind === "call" && node.callee.kind === "attribute" && CHANGING_METHODS.has(node.callee.name)) add(node.callee.object);
    }
    for (const escapes of one.escapes.values()) for (const [name, global] of escapes) if (global) names.add(name);
  }
  return names;
}

/** Attributes, and names where they stand for a container or a global flag. */
function occurrences(one: ModuleIndex, changing: ReadonlySet<string>, visit: (place: Expr) => void): void {
  for (const node of one.byKind.get("attribute") ?? []) {
    if (node.kind !== "attribute") continue;
    if (changing.has(node.name) && !(node.parent?.kind === "call" && node.parent.callee === node)) visit(node);
    if (node.object.kind === "name" && changing.has(node.object.id) && node.parent?.kind === "call" && node.parent.callee === node) visit(node.object);
  }
  const name = (expr: Expr | null | undefined): void => {
    if (expr?.kind === "name" && changing.has(expr.id)) visit(expr);
  };
  for (const node of one.byKind.get("subscript") ?? []) if (node.kind === "subscript") name(node.object);
  for (const node of one.byKind.get("compare") ?? []) {
    if (node.kind !== "compare") continue;
    name(node.right);
    if (node.op !== "in" && node.op !== "not in") name(node.left);
  }
  for (const node of one.byKind.get("for") ?? []) if (node.kind === "for") name(node.iterable);
  for (const node of one.byKind.get("call") ?? []) if (node.kind === "call") for (const each of node.args) name(each.value);
  for (const node of one.byKind.get("if") ?? []) if (node.kind === "if") name(node.test.kind === "unary" ? node.test.operand : node.test);
  for (const node of one.byKind.get("assign") ?? []) if (node.kind === "assign") for (const each of node.targets) name(each);
  for (const node of one.byKind.get("augmented") ?? []) if (node.kind === "augmented") name(node.target);
}

export type { Location, Locations };
