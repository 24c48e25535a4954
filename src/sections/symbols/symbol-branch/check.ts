import { places } from "../../../facts/code/places.ts";
import { symbolLiterals } from "../../../facts/code/symbol-literals.ts";
import type { SymbolUse } from "../../../facts/code/symbols/desk.ts";
import { LOOKALIKES } from "../../../knowledge/coins.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Text } from "../../../sdk/text.ts";
import { listed, report } from "../report.ts";
import { isAsked } from "../table-words.ts";
import { say } from "./messages.ts";

export const symbolBranch = defineCheck({
  name: "symbols/symbol-branch",
  claim: "No trading decision branches on the name of an instrument.",
  impact: "position",
  about: "symbol-branch",
  code: {
    requires: { symbolLiterals, places },
    look({ symbolLiterals, places }, see) {
      report(see, "symbol-branch", { symbols: symbolLiterals, places }, "symbol-branch", {
        // A list that is asked is a branch as well, told by the checks of tables.
        nothing: say(symbolLiterals.uses.some(isAsked) ? "nothingElse" : symbolLiterals.fine.some((one) => one.why === "benchmark" && one.literal.parent?.kind === "compare") ? "leader" : "nothing"),
        open: say("open"),
        says: (use) => say(use.weight === "order" ? "decides" : "branches", { names: listed(use.names), word: use.word || "symbol", decides: use.decides, fit: "" }),
        here: (use) => fitOf(use),
        via: (use) => say("via", { decides: use.decides }),
        fix: (use) => say("fix", { decides: use.decides }),
      });
    },
  },
});

/** A prefix or a part of a name fits other markets as well. */
function fitOf(use: SymbolUse): Text {
  if (use.at.kind === "compare" && use.at.left.kind === "string" && use.at.right.kind === "string") return say("quoted");
  if (use.fit !== "prefix" && use.fit !== "part") return say("whole", { names: listed(use.names) });
  const name = use.names[0]!;
  const also = LOOKALIKES.filter((one) => one !== name && (use.fit === "prefix" ? one.startsWith(name) : one.includes(name))).slice(0, 3);
  return also.length > 0 ? say(use.fit, { name, also: also.join(", ") }) : say("partOnly", { name });
}
