import type { Inference } from "./context.ts";
import type { Value } from "./values.ts";

/** What `await` makes of a value: a coroutine's result, anything else itself. */
export function awaited(on: Inference, value: Value): readonly Value[] {
  return value.kind === "coroutine" ? on.work.read(on.result(value.fn)) : [value];
}
