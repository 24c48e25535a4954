import { calledName, ownName } from "../../../ir/names.ts";
import type { Attribute, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, walk } from "../../../ir/walk.ts";
import { WORDS_ONLY } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index } from "../module-index.ts";
import { isBinding } from "../unbound-names.ts";

export interface FlagReaders {
  /**
   * Where code outside of these functions looks at the flag or the event, or hands it on; null: nobody does; undefined: a class of
   * a library may.
   */
  askedAt(flag: Name | Attribute, within: ReadonlySet<FunctionNode>): Node | null | undefined;
}

export const flagReaders = codeFact({
  name: "flag-readers",
  doc: "Who looks at a flag or waits for an event that a handler sets.",
  requires: { index, infer },
  derive({ index, infer }): FlagReaders {
    return {
      askedAt(flag, within) {
        const fn = enclosingFunction(flag);
        const owner = fn && classOf(fn);
        const found = flag.kind === "name" ? ofName(flag, index, within) : ofAttribute(flag, index, within);
        if (found) return askedBy(found);
        const named = otherNames(flag, index, within);
        if (named !== null) return named && askedBy(named);
        if (flag.kind === "name") return null;
        return owner && infer.hierarchy.libraryBases(owner).length > 0 ? undefined : null;
      },
    };
  },
});

/** `stop.wait()` rather than `stop`. */
const askedBy = (read: Node): Node => (read.parent?.kind === "attribute" && read.parent.parent?.kind === "call" && read.parent.parent.callee === read.parent ? read.parent.parent : read);

/** Not where it is set, and not where it is only said. */
function looks(node: Node, within: ReadonlySet<FunctionNode>): boolean {
  for (let at: FunctionNode | null = enclosingFunction(node); at; at = enclosingFunction(at)) if (within.has(at)) return false;
  const { parent } = node;
  if (parent?.kind === "attribute" && /^(set|clear)$/.test(parent.name)) return false;
  return !(parent?.kind === "argument" && parent.parent?.kind === "call" && WORDS_ONLY.test(calledName(parent.parent)));
}

/**
 * The same event under another name: `stop = bot.stop_event` in front of the handler, `self._stop = stop` in the constructor. Whoever gave it
 * as an argument holds it too, under a name that is not followed (undefined). What the handlers store (`self._reason = reason`) is no event.
 */
function otherNames(flag: Name | Attribute, index: Index, within: ReadonlySet<FunctionNode>): Node | null | undefined {
  const values = flag.kind === "name"
    ? (bindingsOf(flag, index.modules.get(index.moduleOf(flag).file)!) ?? []).flatMap((one) => (one.kind === "value" ? [one.expr] : one.kind === "parameter" ? [null] : []))
    : [...index.modules.values()].flatMap((one) => one.stores.flatMap(({ target, value, fn }) => (target.kind === "attribute" && target.name === flag.name && value && !within.has(fn) ? [value] : [])));
  for (const value of values) {
    if (value === null) return undefined;
    const found = value.kind === "attribute" ? ofAttribute(value, index, within) : value.kind === "name" ? ofName(value, index, within, value) : null;
    if (found) return found;
    if (value.kind === "name" && isGiven(value, index)) return undefined;
  }
  return null;
}

const isGiven = (name: Name, index: Index): boolean => (bindingsOf(name, index.modules.get(index.moduleOf(name).file)!) ?? []).some((one) => one.kind === "parameter");

/** `besides`: where the event only gets its other name. */
function ofName(flag: Name, index: Index, within: ReadonlySet<FunctionNode>, besides: Node | null = null): Node | null {
  const own = index.modules.get(index.moduleOf(flag).file)!;
  const bound = bindingsOf(flag, own);
  let here: Node | null = null;
  walk(own.module.root, (node) => void (node.kind === "name" && node.id === flag.id && node !== besides && !here && !isBinding(node) && looks(node, within) && bindingsOf(node, own) === bound && (here = node)));
  if (here) return here;
  // `from app import stop_requested`, `app.stop_requested`
  if (bound !== (own.scopes.get(own.module.root)?.get(flag.id) ?? null)) return null;
  for (const other of index.modules.values()) {
    const imported = (other.byKind.get("import-from") ?? []).find((node) => node.kind === "import-from" && node.names.includes(flag.id)) ?? (other.byKind.get("attribute") ?? []).find((node) => node.kind === "attribute" && node.name === flag.id && looks(node, within));
    if (imported) return imported;
  }
  return null;
}

function ofAttribute(flag: Attribute, index: Index, within: ReadonlySet<FunctionNode>): Node | null {
  for (const one of index.modules.values()) {
    const stored = new Set<Node>(one.stores.map((each) => each.target));
    const read = (one.byKind.get("attribute") ?? []).find((node) => node.kind === "attribute" && node.name === flag.name && !stored.has(node) && looks(node, within))
      ?? (one.byKind.get("string") ?? []).find((node) => node.kind === "string" && node.value === ownName(flag));
    if (read) return read;
  }
  return null;
}
