import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { settingReads } from "../setting-reads.ts";
import { switchedOff } from "../switched-off.ts";
import { Words } from "./words.ts";

export const saidWords = codeFact({
  name: "said-words",
  doc: "The closed set of texts that all writers of a value give it, over the whole program; what comes from outside is open.",
  requires: { program, index, infer, callGraph, constants, settingReads, switchedOff },
  derive: ({ program, index, infer, callGraph, constants, settingReads, switchedOff }): Words =>
    new Words({ program, index, infer, graph: callGraph, constants, settings: settingReads, switches: switchedOff }),
});
