import type { Compare, If, Module, Node } from "../../ir/nodes.ts";

const isMainTest = (test: Node): boolean =>
  test.kind === "compare" && test.op === "==" && [test.left, test.right].some((one) => one.kind === "name" && one.id === "__name__");

/** The main block of a module, if it has one. */
export function mainGuard(module: Module): If | null {
  const found = module.root.body.find((one) => one.kind === "if" && isMainTest(one.test as Compare));
  return (found as If | undefined) ?? null;
}
