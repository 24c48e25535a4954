import type { Expr } from "../../../ir/nodes.ts";

/** `f"TP too small: {tp:.2f}% (not worth fees)"` is read by people, `f"{size:.3f}"` and `f'{{"sz": "{size}"}}'` by the venue. */
export const saysSomething = (text: Expr & { kind: "template" }): boolean =>
  text.parts.some((one) => one.kind === "string" && /\p{L}{2,}[^"'{}=&]* [^"'{}=&]*/u.test(one.value) && !/["{}&=]/.test(one.value));
