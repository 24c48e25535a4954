import { calledName } from "../../../ir/names.ts";
import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { snake } from "../guard-kinds.ts";
import { index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";

/** Where the bot reads its positions from what it has kept, and where it writes them down as they change; null: no such writing was found. */
export interface KeptBooks {
  readonly saves: Call | null;
  readonly loads: Call;
}

const BOOK = "(open_|active_)?(positions?|trades?|portfolio|book|bot_state|state|session)";
/** Not the weights of a model: `load_state_dict()`. */
const END = "(?!_dict)(_|$)";
const SAVES = new RegExp(`(^|_)(save|persist|store|upsert|insert|dump|write)_(\\w+_)?${BOOK}${END}`);
const LOADS = new RegExp(`(^|_)(load|restore|recover|resume|rehydrate|hydrate)_(\\w+_)?${BOOK}${END}`);

/** Not any state: the positions themselves are read from somewhere. */
const POSITIONS = /(^|_)(positions?|trades?|portfolio)(_|$)/;

export const keptBooks = codeFact({
  name: "kept-books",
  doc: "Positions are loaded by the next start, and saved while the bot runs.",
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
    return loads && (saves || POSITIONS.test(snake(calledName(loads)))) ? { saves, loads } : null;
  },
});
