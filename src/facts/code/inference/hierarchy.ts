import { ownName } from "../../../ir/names.ts";
import type { ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { Definition, Index, ModuleIndex } from "../module-index.ts";
import type { Value } from "./values.ts";

/** The classes' ancestors, descendants and members. Made once, before values flow. */
export interface Hierarchy {
  /** The class, then its ancestors in the bot, nearest first. */
  ancestors(node: ClassNode): readonly ClassNode[];
  descendants(node: ClassNode): readonly ClassNode[];
  /** The class with all whose methods may run on the same object: what it inherits from, what inherits from it, and what that inherits besides. */
  family(node: ClassNode): readonly ClassNode[];
  /** Library classes that it inherits from, by path (`threading.Thread`). */
  libraryBases(node: ClassNode): readonly string[];
  /** The definitions of a class-level name, from the nearest ancestor that has it. */
  member(node: ClassNode, name: string): { readonly owner: ClassNode; readonly definitions: readonly Definition[] } | null;
}

export interface Bases {
  readonly classes: readonly ClassNode[];
  readonly libraries: readonly string[];
}

export const NO_BASES: Bases = { classes: [], libraries: [] };

export function hierarchy(index: Index, scopes: (node: ClassNode) => ModuleIndex, basesOf: (node: ClassNode) => Bases): Hierarchy {
  const bases = new Map(index.classes.map((one) => [one, basesOf(one)]));
  const ancestors = new Map<ClassNode, ClassNode[]>();
  const descendants = new Map<ClassNode, ClassNode[]>();
  for (const node of index.classes) {
    const line = linearise(node, bases);
    ancestors.set(node, line);
    for (const one of line.slice(1)) {
      appendTo(descendants, one, node);
    }
  }
  const families = new Map<ClassNode, readonly ClassNode[]>();
  const familyOf = (node: ClassNode): readonly ClassNode[] => [...new Set([node, ...(descendants.get(node) ?? [])].flatMap((one) => ancestors.get(one) ?? [one]))];
  return {
    family(node) {
      let known = families.get(node);
      if (!known) families.set(node, (known = familyOf(node)));
      return known;
    },
    ancestors: (node) => ancestors.get(node) ?? [node],
    descendants: (node) => descendants.get(node) ?? [],
    libraryBases: (node) => [...new Set((ancestors.get(node) ?? [node]).flatMap((one) => bases.get(one)?.libraries ?? []))],
    member(node, name) {
      for (const owner of ancestors.get(node) ?? [node]) {
        const definitions = scopes(owner).scopes.get(owner)?.get(name);
        if (definitions) return { owner, definitions };
      }
      return null;
    },
  };
}

/** Depth first, left to right, each once: not Python's C3, but the same but for diamonds. */
function linearise(node: ClassNode, bases: ReadonlyMap<ClassNode, Bases>): ClassNode[] {
  const seen = new Set<ClassNode>();
  const step = (one: ClassNode): void => {
    if (seen.has(one)) return;
    seen.add(one);
    bases.get(one)?.classes.forEach(step);
  };
  step(node);
  return [...seen];
}

/** What `instance.name` comes to: classes and stores do not change while values flow, so it is found out once. */
export interface Lookup {
  /** Methods and nested classes. */
  readonly fixed: readonly Value[];
  /** What has to be read anew: attributes, properties, class-level values. */
  readonly reads: readonly (() => readonly Value[])[];
  /** Where nothing of the bot has the name. */
  readonly library: readonly Value[];
}

export type MethodFlavour = "instance" | "class" | "static" | "property";

/** How a function in a class body is bound, by its decorators. */
export function methodFlavour(fn: FunctionNode): MethodFlavour {
  for (const decorator of fn.decorators) {
    const name = ownName(decorator);
    if (name === "staticmethod") return "static";
    if (name === "classmethod" || name === "validator" || name === "field_validator" || name === "root_validator") return "class";
    if (name === "property" || name === "cached_property" || name === "setter" || name === "getter" || name === "abstractproperty" || name === "computed_field") return "property";
  }
  return fn.name === "__new__" || fn.name === "__init_subclass__" || fn.name === "__class_getitem__" ? "class" : "instance";
}
