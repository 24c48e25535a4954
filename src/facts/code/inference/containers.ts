import { ownName } from "../../../ir/names.ts";
import type { Expr } from "../../../ir/nodes.ts";
import { annotatedElement } from "./annotations.ts";
import { awaited } from "./awaited.ts";
import type { Inference } from "./context.ts";
import type { Value } from "./values.ts";

/** The elements that the expression itself puts into the container that it makes; what is added later is pushed by effects. */
export function elementsOf(on: Inference, site: Expr, item: number): readonly Value[] {
  if (on.annotations.has(site)) return annotatedElement(on, site, item);
  switch (site.kind) {
    case "list": case "tuple": case "set": {
      if (item >= 0) return on.evaluate(site.items[item]!);
      return site.items.flatMap((one) => (one.kind === "spread" ? on.iterated(one.value, -1) : on.evaluate(one)));
    }
    case "dict": return site.entries.flatMap((one) => (one.key === null ? ownElements(on, on.evaluate(one.value)) : on.evaluate(one.value)));
    case "comprehension": return on.evaluate(site.value ?? site.element);
    case "call": return made(on, site);
    default: return [];
  }
}

function made(on: Inference, call: Expr & { kind: "call" }): readonly Value[] {
  const head = call.callee;
  const name = ownName(head);
  const first = call.args[0]?.value;
  if (name === "values" && head.kind === "attribute") return ownElements(on, on.evaluate(head.object));
  if (name === "gather") {
    return call.args.flatMap((one) => {
      const given = one.spread === "list" ? on.iterated(one.value, -1) : on.evaluate(one.value);
      return given.flatMap((value) => awaited(on, value));
    });
  }
  if (name === "defaultdict" && first) return on.evaluate(first).flatMap((factory) => produced(on, first, factory));
  if (name === "dict" && call.args.some((one) => one.name !== null)) return call.args.flatMap((one) => (one.name === null ? [] : on.evaluate(one.value)));
  if (!first) return [];
  return name === "dict" || name === "OrderedDict" ? ownElements(on, on.evaluate(first)) : on.iterated(first, -1);
}

/** What the factory of a defaultdict or of a declared field makes: a container of its own for `list`, `dict`, `set`, `deque`. */
export function produced(on: Inference, factory: Expr, value: Value): readonly Value[] {
  if (value.kind === "external" && /(^|\.)(list|dict|set|deque|defaultdict)$/.test(value.path)) return [on.values.container(factory)];
  if (value.kind === "external") return [on.values.calledExternal(value)];
  if (value.kind === "class") return [on.values.instance(value.class)];
  if (value.kind === "function") return on.work.read(on.result(value.fn));
  return [];
}

function ownElements(on: Inference, values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => {
    if (value.kind === "container" && value.view === "itself") return on.work.read(on.element(value.site, -1));
    return value.kind === "external" ? [on.values.elementOfExternal(value)] : [];
  });
}

/** Whether iterating the container that `site` makes gives its keys. */
export function isMapping(site: Expr): boolean {
  if (site.kind === "dict" || (site.kind === "comprehension" && site.flavour === "dict")) return true;
  const head = site.kind === "call" ? site.callee : site.kind === "subscript" ? site.object : site;
  const name = ownName(head);
  return /dict$|^(Mutable)?Mapping$|^Counter$|^WeakValueDictionary$/i.test(name);
}
