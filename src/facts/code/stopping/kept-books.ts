import { calledName } from "../../../ir/names.ts";
import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";

/** Where the running bot writes its positions down as they change, and where its next start reads them; null: it does not do both. */
export interface KeptBooks {
  readonly saves: Call;
  readonly loads: Call;
}

const BOOK = "(open_|active_)?(positions?|trades?|portfolio|book|bot_state|state|session)";
/** Not the weights of a model: `load_state_dict()`. */
const END = "(?!_dict)(_|$)";
const SAVES = new RegExp(`(^|_)(save|persist|store|upsert|insert|dump|write)_(\\w+_)?${BOOK}${END}`);
const LOADS = new RegExp(`(^|_)(load|restore|recover|resume|rehydrate|hydrate)_(\\w+_)?${BOOK}${END}`);

export const keptBooks = codeFact({
  name: "kept-books",
  doc: "Positions are saved while the bot runs and loaded by the next start.",
  requires: { index, orderReach, reach },
  derive({ index, orderReach, reach }): KeptBooks | null {
    let saves: Call | null = null;
    let loads: Call | null = null;
    for (const fn of index.functions) {
      if (reach.of(fn) === "dead" || !orderReach.trades(fn)) continue;
      for (const call of index.callsIn(fn)) {
        const name = snake(calledName(call));
        if (SAVES.test(name)) saves ??= call;
        else if (LOADS.test(name)) loads ??= call;
      }
    }
    return saves && loads ? { saves, loads } : null;
  },
});
