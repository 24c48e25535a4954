import { DEEPEST, type Tree } from "./tree.ts";

const entry = (tree: Tree | undefined, key: string): Tree | undefined => (tree?.kind === "map" ? tree.entries.find(([name]) => name === key)?.[1] : undefined);

/** The environment of all services of a compose file as one flat map; `${NAME:-5}` is its default, 5. */
export function composeEnvironment(tree: Tree): Tree {
  const services = entry(tree, "services");
  const all = services?.kind === "map" ? services.entries.flatMap(([, service]) => environmentOf(entry(service, "environment"))) : [];
  return { kind: "map", line: tree.line, entries: all };
}

function environmentOf(tree: Tree | undefined): (readonly [string, Tree])[] {
  if (tree?.kind === "map") return tree.entries.flatMap(([key, value]) => (value.kind === "scalar" ? [[key, plain(value.line, value.value === null ? null : String(value.value))] as const] : []));
  if (tree?.kind !== "list") return [];
  return tree.items.slice(0, DEEPEST * DEEPEST).flatMap((item) => {
    const [, key, value] = item.kind === "scalar" ? (/^([\w.-]+)=([\s\S]*)$/.exec(String(item.value)) ?? []) : [];
    return key === undefined ? [] : [[key, plain(item.line, value!)] as const];
  });
}

function plain(line: number, value: string | null): Tree {
  const reference = value === null ? null : /^\$\{?\w+(?::?-([^}]*)\})?\}?$/.exec(value);
  return { kind: "scalar", line, value: reference ? (reference[1] ?? null) : value };
}
