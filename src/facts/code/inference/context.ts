import type { ClassNode, Expr, FunctionNode, Module, Name, Node } from "../../../ir/nodes.ts";
import type { Index, ModuleIndex, ScopeOwner, Store } from "../module-index.ts";
import type { Imported, ModuleTable } from "../module-table.ts";
import type { Hierarchy, Lookup } from "./hierarchy.ts";
import type { Slot, Worklist } from "./slots.ts";
import type { Value, Values } from "./values.ts";

/**
 * A whole-program value analysis: flow- and context-insensitive, by class and attribute. The rules (evaluate, attributes,
 * annotations, containers, effects) know each other through it alone.
 */
export interface Inference {
  readonly values: Values;
  readonly work: Worklist;
  readonly index: Index;
  readonly table: ModuleTable;
  readonly hierarchy: Hierarchy;
  /** Expressions that are annotations: their elements are types, not values. */
  readonly annotations: Set<Expr>;
  /** Stores whose object is not `self`: followed as effects. */
  readonly foreignStores: readonly Store[];
  /** Attribute names that some store whose object is not `self` sets. */
  readonly foreignNames: ReadonlySet<string>;
  /** What the callee of each call may be, by the call's `order`, as its effect last saw it: final once the worklist is empty. */
  readonly callees: (readonly Value[])[];
  /** What attributes of each class's instances come to. */
  readonly lookups: Map<ClassNode, Map<string, Lookup>>;

  evaluate(expr: Expr): readonly Value[];
  annotated(type: Expr): readonly Value[];
  attributesOf(objects: readonly Value[], name: string): readonly Value[];

  moduleIndexOf(node: Node): ModuleIndex;
  /** The class whose instance `name` is because it is the first parameter of an enclosing method. */
  selfClass(name: Name, fn: FunctionNode): ClassNode | null;
  ownStores(node: ClassNode, name: string): readonly Store[] | undefined;
  /** The attributes that methods of the class store in their own object. */
  ownAttributes(node: ClassNode): Iterable<string>;
  imported(dotted: string, level: number, from: Module): Imported;

  /** The slots that a name may read, or null for a name that no scope of the bot binds (a built-in). */
  nameSlots(name: Name): readonly Slot[] | null;
  moduleVariable(module: Module, name: string, seen: Set<Module>): Slot | null;
  variable(scope: ScopeOwner, name: string): Slot;
  attribute(owner: ClassNode, name: string): Slot;
  /** What calling the function gives (for a coroutine function: what awaiting the call gives). */
  result(fn: FunctionNode): Slot;
  /** The elements of a container by the expression that made it; `item` -1 is any. */
  element(site: Expr, item: number): Slot;
  parameter(fn: FunctionNode, index: number): Slot;
  /** Some class has a decorator that may put it into a registry. */
  readonly hasFamilies: boolean;
  /** The classes that decorators put into the registry that a module's variable holds: `registry.py:strategies`. */
  family(registry: string): Slot;

  /** Element `item` of each value. */
  unpacked(values: readonly Value[], item: number): readonly Value[];
  /** What a loop over `expr` binds (`item` of each element; -1: each element). */
  iterated(expr: Expr, item: number): readonly Value[];
}
