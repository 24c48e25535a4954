import { ownName } from "../../ir/names.ts";
import type { Attribute, ClassNode, Expr, FunctionNode, Module, Node } from "../../ir/nodes.ts";
import { contains, enclosingFunction, walk } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { definitionsOf } from "./constants.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { index, type Index } from "./module-index.ts";
import { moduleTable } from "./module-table.ts";
import { reach } from "./reach.ts";
import { dotted } from "./settings-join/declared.ts";
import { bindsUnseen } from "./unbound-names.ts";

/** A read of a name that the bot's own class or module certainly does not have: Python raises AttributeError there. */
export interface MissingAttribute {
  readonly node: Attribute;
  readonly of: ClassNode | Module;
}

export const missingAttributes = codeFact({
  name: "missing-attributes",
  doc: "Reads in live code of attributes that nothing gives to the class or the module that they are asked of.",
  requires: { program, index, infer, callGraph, moduleTable, reach },
  derive({ program, index, infer, callGraph, moduleTable, reach }): readonly MissingAttribute[] {
    const names = new Map<ClassNode, ReadonlySet<string> | null>();
    const namesOf = (owner: ClassNode): ReadonlySet<string> | null => {
      let known = names.get(owner);
      if (known === undefined) names.set(owner, (known = namesIn(owner, infer, (node) => program.texts.get(index.moduleOf(node).file) ?? "")));
      return known;
    };
    const lacks = (owner: ClassNode, name: string): boolean => {
      const known = namesOf(owner);
      return known !== null && !known.has(name) && !infer.foreignNames.has(name);
    };
    const moduleLacks = (module: Module, name: string): boolean => {
      const own = index.modules.get(module.file)!;
      return !own.scopes.get(module.root)?.has(name) && !infer.foreignNames.has(name) && !bindsUnseen(own) && !moduleTable.child({ kind: "module", module }, name) && !OPEN.test(program.texts.get(module.file) ?? "");
    };
    const ownerOf = (node: Attribute, fn: FunctionNode): ClassNode | Module | null => {
      const { object, name } = node;
      const self = object.kind === "name" ? infer.selfClass(object, fn) : null;
      if (self) return lacks(self, name) ? self : null;
      if (object.kind !== "name" && object.kind !== "attribute") return null;
      const values = infer.evaluate(object);
      const [value] = values;
      if (values.length !== 1 || !value) return null;
      if (value.kind === "module") return moduleLacks(value.module, name) ? value.module : null;
      if (value.kind === "class") return lacks(value.class, name) ? value.class : null;
      return value.kind === "instance" && lacks(value.class, name) && isMadeHere(object, infer, (call) => callGraph.targets(call).how === "resolved") ? value.class : null;
    };
    const found: MissingAttribute[] = [];
    for (const one of index.modules.values()) {
      if ((program.roles.get(one.module.file) ?? "bot") !== "bot" || one.module.damaged.length > 0) continue;
      for (const node of one.byKind.get("attribute") ?? []) {
        if (node.kind !== "attribute" || node.name.startsWith("__") || isStored(node)) continue;
        const fn = enclosingFunction(node);
        if (!fn || reach.of(fn) !== "live") continue;
        const of = ownerOf(node, fn);
        if (of && !isCareful(node, fn, index) && !reach.idle(node)) found.push({ node, of });
      }
    }
    return found;
  },
});

/** What gives its objects names that no assignment shows. */
const OPEN = /\b(setattr|vars|locals|globals|__dict__|__getattr__|__getattribute__|__slots__|__init_subclass__|sys\.modules)\b/;
/** Decorators that give a class no other names than its body. */
const PLAIN_DECORATOR = /^(dataclass|final|total_ordering|runtime_checkable)$/;

/** All names that objects of the class may have; null: who knows. */
function namesIn(owner: ClassNode, on: Inference, textOf: (node: Node) => string): ReadonlySet<string> | null {
  const { hierarchy } = on;
  const family = hierarchy.family(owner);
  const found = new Set<string>();
  for (const one of family) {
    const isOwn = hierarchy.libraryBases(one).every((path) => /(^|\.)(ABC|object)$/.test(path)) && one.decorators.every((each) => PLAIN_DECORATOR.test(ownName(each.kind === "call" ? each.callee : each)));
    const basesKnown = one.args.every(({ name, value }) => name === null && (value.kind === "name" || value.kind === "attribute") && on.evaluate(value).length > 0);
    if (!isOwn || !basesKnown || PARTIAL.test(one.name) || OPEN.test(textOf(one))) return null;
    for (const name of on.moduleIndexOf(one).scopes.get(one)?.keys() ?? []) found.add(name);
  }
  for (const one of family) for (const name of on.ownAttributes(one)) found.add(name);
  return found;
}

/** Made to be completed by another class. */
const PARTIAL = /mixin|^base|base$|abstract|interface|protocol/i;

/** Of one class for sure: a name or an attribute that is only ever given what the bot makes. */
function isMadeHere(object: Expr & { kind: "name" | "attribute" }, on: Inference, isResolved: (call: Expr & { kind: "call" }) => boolean): boolean {
  const given = on.foreignNames.has(ownName(object)) ? null : definitionsOf(on, object);
  return given !== null && given.length > 0 && given.every((one) => one.kind === "none" || (one.kind === "call" && isResolved(one)));
}

const isStored = (node: Attribute): boolean => {
  const parent = node.parent;
  return (parent?.kind === "assign" && parent.targets.includes(node)) || (parent?.kind === "augmented" && parent.target === node) || parent?.kind === "delete" || parent?.kind === "declare" || parent?.kind === "parameter";
};

/** The function asks whether it is there, or expects that it is not; a handler is the way out of another error. */
function isCareful(node: Attribute, fn: FunctionNode, index: Index): boolean {
  const { object } = node;
  const same = object.kind === "name" || object.kind === "attribute" ? dotted(object) : "";
  const asks = (one: Node): boolean => one.kind === "call" && ASKS.test(ownName(one.callee)) && one.args[0] !== undefined && dotted(one.args[0].value) === same;
  for (let at: Node | null = node.parent; at && at !== fn; at = at.parent) {
    if (at.kind === "handler" || at.kind === "unknown") return true;
    // What the object has decides here which way is gone: who asks for one name of a configuration knows that the next may be absent too.
    const test = at.kind === "if" || at.kind === "while" || at.kind === "conditional" ? at.test : at.kind === "logical" ? at.left : null;
    if (test && !contains(test, node) && has(test, asks)) return true;
    if (at.kind === "try" && at.handlers.some((one) => one.type !== null && (one.type.kind === "tuple" ? one.type.items : [one.type]).some((type) => ownName(type) === "AttributeError"))) return true;
  }
  return index.callsIn(fn).some((call) => ASKS.test(ownName(call.callee)) && call.args[1]?.value.kind === "string" && call.args[1].value.value === node.name);
}

/** Built-ins that look for an attribute by its name. */
const ASKS = /^(hasattr|getattr)$/;

function has(within: Expr, asked: (one: Node) => boolean): boolean {
  let found = false;
  walk(within, (one) => { found ||= asked(one); });
  return found;
}
