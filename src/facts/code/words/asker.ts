import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import type { Setters } from "../outcomes/setters.ts";
import type { Sources } from "../outcomes/sources.ts";
import type { Said } from "./said.ts";

/** Who is asked what the parts of something may be. */
export interface Asker {
  readonly on: Sources;
  readonly setters: Setters;
  of(expr: Expr): Said | null;
  /** Asks for what hangs on a key of its own: a parameter, an attribute of a class, a field of a dict. */
  solve(key: object, find: () => Said | null): Said | null;
  answer(fn: FunctionNode): Said | null;
  /** One part of what is unpacked. */
  item(expr: Expr, item: number): Said | null;
}
