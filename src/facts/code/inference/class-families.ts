import { ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, FunctionNode, Name } from "../../../ir/nodes.ts";
import type { Inference } from "./context.ts";
import { bindingsOf } from "./scope-of.ts";
import type { Value } from "./values.ts";

const NONE: readonly Value[] = [];
const MOST_REEXPORTS = 4;

/** What reads a class out of a registry, by the method's name. */
const READS = /^(get|lookup|look_up|resolve|find|fetch|by_\w+|get_(class|cls|type|strategy|handler|by_\w+))$/;

/** Decorators that are no registration. */
export const isPlainDecorator = (name: string): boolean => /^(dataclass|dataclasses|define|frozen|attrs|s|total_ordering|final|runtime_checkable|unique|pytest|fixture)$/.test(name);

/**
 * A decorator of the bot's own gets the class that it decorates. Where it hands the class to a registry that a module holds
 * (`strategies.register(kind, cls)`), the class is one of that registry's: several registries are of one class, and what one of
 * them is given is not what another gives back.
 */
export function classDecoratorEffect(on: Inference, node: ClassNode): void {
  for (const decorator of node.decorators) {
    for (const value of on.evaluate(decorator)) {
      const first = value.kind === "function" ? value.fn.params[value.bound ? 1 : 0] : undefined;
      if (value.kind !== "function" || !first) continue;
      const given = on.values.class(node);
      on.work.add(on.parameter(value.fn, value.bound ? 1 : 0), given);
      for (const registry of registriesGiven(on, value.fn, first.name)) on.work.add(on.family(registry), given);
    }
  }
}

/** The registries that a function hands its parameter to. */
function registriesGiven(on: Inference, fn: FunctionNode, parameter: string): readonly string[] {
  return on.moduleIndexOf(fn).calls[fn.index]!.flatMap((call) => {
    const holder = call.callee.kind === "attribute" ? call.callee.object : null;
    const home = holder?.kind === "name" && call.args.some(({ value }) => value.kind === "name" && value.id === parameter) ? homeOf(on, holder) : null;
    return home === null ? [] : [home];
  });
}

/** `strategies.get(kind)`: the classes that decorators put into this registry. */
export function familyRead(on: Inference, call: Call): readonly Value[] {
  if (call.callee.kind !== "attribute" || call.callee.object.kind !== "name" || !READS.test(ownName(call.callee))) return NONE;
  const home = homeOf(on, call.callee.object);
  return home === null ? NONE : on.work.read(on.family(home));
}

/** The module's variable that a name stands for, through imports: `registry.py:strategies`. */
function homeOf(on: Inference, name: Name): string | null {
  let module = on.moduleIndexOf(name);
  let id = name.id;
  let bound = bindingsOf(name, module);
  for (let i = 0; bound && i < MOST_REEXPORTS; i++) {
    const [only] = bound;
    if (bound.length !== 1 || !only) return null;
    if (only.kind === "value") return module.scopes.get(module.module.root)?.get(id) === bound ? `${module.module.file}:${id}` : null;
    if (only.kind !== "import" || only.name === null) return null;
    const from = on.imported(only.module, only.level, module.module);
    if (from?.kind !== "module") return null;
    id = only.name;
    module = on.moduleIndexOf(from.module.root);
    bound = module.scopes.get(from.module.root)?.get(id) ?? null;
  }
  return null;
}
