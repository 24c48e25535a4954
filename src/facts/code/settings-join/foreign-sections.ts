import type { Expr } from "../../../ir/nodes.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { ModuleIndex } from "../module-index.ts";
import type { SettingRead } from "../setting-reads.ts";

/**
 * The shipped value stands in the section of a sibling: `market_making.max_positions` is what `strategies/market_making_strategy.py`
 * reads and says nothing of `strategies/rsi_strategy.py`, whose code names no section.
 */
export function isOfSibling({ key, value }: SettingRead, file: string, files: ReadonlySet<string>): boolean {
  const section = key.includes(".") ? undefined : value?.path.at(-2);
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const stem = file.slice(folder.length).replace(/\.\w+$/, "");
  const kind = /(_[a-z0-9]+)$/.exec(stem)?.[1] ?? "";
  if (section === undefined || folder === "" || stem === section || stem === section + kind) return false;
  return kind !== "" && files.has(`${folder}${section}${kind}.py`);
}

/** `retry = get("stop.retry", {})`, `retry.get("slippage", 0.001)`: the record may be absent as a whole, and nobody knows where it stands. */
export function isOfAbsentRecord({ node, key, shipped }: SettingRead, module: ModuleIndex): boolean {
  const read = wrapped(node);
  if (key.includes(".") || shipped.length > 0 || read.kind !== "call" || read.callee.kind !== "attribute" || read.callee.object.kind !== "name") return false;
  const record = read.callee.object;
  return (module.scopes.get(scopeOf(record))?.get(record.id) ?? []).some((one) => {
    const last = one.kind === "value" && one.expr.kind === "call" ? one.expr.args.at(-1)?.value : undefined;
    return last?.kind === "dict" && last.entries.length === 0;
  });
}

/** `float(x.get(...))` is read by its inner call. */
function wrapped(expr: Expr): Expr {
  const inner = expr.kind === "call" && expr.callee.kind === "name" && expr.args.length === 1 ? expr.args[0]!.value : null;
  return inner ? wrapped(inner) : expr;
}
