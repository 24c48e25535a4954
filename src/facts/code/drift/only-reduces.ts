import type { Argument } from "../../../ir/nodes.ts";

/** `reduce_only=True`: the order ends what there is, and without a position the venue refuses it. */
export const onlyReduces = ({ name, value }: Argument): boolean =>
  name !== null && /(^|_)(reduce_?only|close_?position)$/i.test(name) && value.kind === "boolean" && value.value;
