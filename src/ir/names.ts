import type { Call, Node } from "./nodes.ts";

/** What a name or an attribute is called: `stop` of `stop` and of `self.stop`; "" for anything else. */
export const ownName = (node: Node): string => (node.kind === "attribute" ? node.name : node.kind === "name" ? node.id : "");

/** What is called: `fetch` of `fetch()` and of `self.client.fetch()`; "" for anything else. */
export const calledName = (call: Call): string => ownName(call.callee);
