import type { ClassNode, Expr, Node } from "../../../ir/nodes.ts";
import { FIELD_CALLS, SETTINGS_BASES, SETTINGS_CLASS, SETTINGS_DECORATORS, SETTINGS_MODULE } from "../../../knowledge/setting-sources.ts";
import type { Inference } from "../inference/context.ts";

/** Names of a dotted expression: `pydantic.Field` -> "pydantic.Field". */
export function dotted(expr: Expr): string {
  if (expr.kind === "name") return expr.id;
  if (expr.kind === "attribute") return `${dotted(expr.object)}.${expr.name}`;
  return expr.kind === "call" ? dotted(expr.callee) : "";
}

const isRecord = (node: ClassNode): boolean => node.decorators.some((one) => SETTINGS_DECORATORS.test(dotted(one)));

/** Its class-level values are declarations: an Enum, a settings model, a dataclass, or a class of constants by its name. */
export function declaresValues(on: Inference, node: ClassNode): boolean {
  return SETTINGS_CLASS.test(node.name) || isRecord(node) || on.hierarchy.libraryBases(node).some((one) => SETTINGS_BASES.test(one));
}

/** Instances of it are the bot's settings (not any record of data). */
export const isSettingsClass = (on: Inference, node: ClassNode): boolean =>
  SETTINGS_CLASS.test(node.name) || on.hierarchy.libraryBases(node).some((one) => /BaseSettings$/.test(one));

export const isSettingsModule = (file: string): boolean => {
  const parts = file.replace(/\.pyi?$/, "").replace(/\/__init__$/, "").split("/");
  return SETTINGS_MODULE.test(parts.at(-1)!) || (parts.length > 1 && SETTINGS_MODULE.test(parts.at(-2)!));
};

/** The default that a field's declaration carries: `x: float = 5`, `Field(5, ge=1)`, `field(default=5)`; null: none. */
export function defaultOf(expr: Expr): Expr | null {
  if (expr.kind === "call" && FIELD_CALLS.has(dotted(expr.callee).split(".").at(-1)!)) {
    const named = expr.args.find((one) => one.name === "default");
    const first = expr.args[0];
    return named?.value ?? (first && first.name === null && first.spread === "none" ? first.value : null);
  }
  return expr.kind === "ellipsis" ? null : expr;
}

/** The class whose body holds the node directly, without a function between. */
export function classBodyOf(node: Node): ClassNode | null {
  let at = node.parent;
  while (at && at.kind !== "function" && at.kind !== "class") at = at.parent;
  return at?.kind === "class" ? at : null;
}
