import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { locations } from "../races/locations.ts";
import { reach } from "../reach.ts";
import { absencesOf } from "./absence.ts";
import { confirmedRemovals, type ConfirmedRemoval } from "./confirmed-removals.ts";
import { wordsOf } from "./kept-from.ts";
import { calledName } from "../../../ir/names.ts";
import type { Spread } from "./spread.ts";
import { baseOf, steps, type Mark } from "./trail.ts";
import { mirrorBooks } from "./mirror-books.ts";
import { rebuiltBooks } from "./rebuilt-books.ts";
import { venuePositions } from "./venue-positions.ts";

/** remove: in the bot, not on the exchange. add: on the exchange, not in the bot. */
export type Direction = "remove" | "add";

export interface Compared {
  readonly direction: Direction;
  readonly fn: FunctionNode;
  /** The comparison, store or call that shows it. */
  readonly at: Node;
  /** Something comes of it: books are changed. Else it is only looked at. */
  readonly acts: boolean;
  /** All positions are compared, not the one that is at hand. */
  readonly whole: boolean;
  /** The bot's own books are seen in it: a place that is looked up or stored into, not a call that by its name may keep something. */
  readonly books: boolean;
  /** A position goes into the books; else it is looked for there. */
  readonly adopts: boolean;
  /** The answer "none" does not get there: the last position stays. */
  readonly keepsLast?: boolean;
}

export interface Reconciliation {
  readonly fn: FunctionNode;
  readonly compared: readonly Compared[];
  readonly whole: boolean;
  /** It asks the venue itself and changes the books of all positions by the answer. */
  readonly core: boolean;
}

export interface Reconciliations {
  readonly all: readonly Reconciliation[];
  readonly compared: readonly Compared[];
  readonly removals: readonly ConfirmedRemoval[];
}

export const reconciliations = codeFact({
  name: "reconciliations",
  doc: "Functions that compare what the venue says about positions with the bot's own books, in which direction.",
  requires: { index, venuePositions, confirmedRemovals, mirrorBooks, rebuiltBooks, locations, reach },
  derive({ index, venuePositions, confirmedRemovals, mirrorBooks, rebuiltBooks, locations, reach }): Reconciliations {
    const { spread, mirrors, sourcesIn } = venuePositions;
    const found: Compared[] = [];
    const add = (direction: Direction, mark: Mark, node: Node, acts: boolean, whole: boolean, books = true, adopts = false): void => {
      const at = baseOf(mark, node);
      const fn = enclosingFunction(at);
      if (fn && reach.of(fn) !== "dead" && !(direction === "add" && REPORTS.test(fn.name))) found.push({ direction, fn, at, acts, whole, books, adopts });
    };
    for (const [, list] of absencesOf(spread)) {
      for (const absence of list) {
        const removal = confirmedRemovals.find((one) => one.at === absence.at && one.fn === absence.fn);
        if (!removal && isSeenBefore(absence.mark, spread)) continue;
        // A test of something made of a position, far down in what is called, compares nothing, unless it looks for a name. By each way that the answer came: several functions may ask and hand it to one that compares.
        const ways = (spread.marks.get(absence.mark.node) ?? []).filter((one) => one.only === absence.mark.only && one.negated === absence.mark.negated && one.element === absence.mark.element);
        for (const mark of ways.length > 0 ? ways : [absence.mark]) add("remove", mark, absence.at, removal !== undefined, (removal !== undefined || mark.stack.length === 0 || steps(mark).some((one) => one.only !== null || asksMembership(one))) && isWhole(mark, sourcesIn(absence.fn)), removal !== undefined);
      }
    }
    for (const { node, local, mark } of spread.lookedUp) {
      if (!isOwnBooks(local) || spread.marks.has(local) || sends(mark)) continue;
      add("add", mark, node, true, mark.element);
    }
    for (const { into, mark, at } of spread.stored) {
      if (sends(mark)) continue;
      const location = locations.of(into);
      if (location && mirrors.has(location)) {
        const whole = !mark.element && mirrorBooks.standsForBooks(location);
        add("add", mark, at, whole, whole, whole, whole);
        if (mirrorBooks.emptyStopsAt(at) === null) add("remove", mark, at, whole, whole, whole);
      } else if (REGISTRY_WORDS.test(location?.label ?? wordsOf(into) ?? "") && !mark.negated && takesIn(into, mark, at)) add("add", mark, at, true, mark.element && looped(mark), true, true);
    }
    for (const { mark, at, emptied } of rebuiltBooks) {
      if (sends(mark)) continue;
      add("add", mark, at, true, true, true, true);
      found.push({ direction: "remove", fn: enclosingFunction(emptied)!, at: emptied, acts: true, whole: true, books: true, adopts: false, keepsLast: mirrorBooks.emptyStopsAt(emptied) !== null });
    }
    for (const { call, mark } of spread.handedOn) if (mark.element && !sends(mark)) add("add", mark, call, true, looped(mark), false);
    for (const [node, marks] of spread.marks) {
      const side = marks.find((one) => one.only === "venue" || one.only === "both");
      if (!side || side.from?.only === side.only || (node.kind === "binary" && spread.marks.has(node.left) && spread.marks.has(node.right))) continue;
      add("add", side, node, true, true);
      if (side.only === "both") add("remove", side, node, true, true);
    }
    return { all: grouped(found, (fn) => sourcesIn(fn).length > 0 && !OTHERS.test(`${fn.qualname} ${index.moduleOf(fn).file}`)), compared: found, removals: confirmedRemovals };
  },
});

/** The test is about one of many: a key looked up in all that the venue has, a set difference. */
function isWhole(mark: Mark, sources: readonly Node[]): boolean {
  if (mark.only === "local") return true;
  return steps(mark).some(({ node, from }) => {
    // One request for each position of the books.
    if (node.kind === "call" && sources.includes(node) && isInLoop(node) && node.args.some(({ value }) => names(value))) return true;
    if (from?.field) return false;
    if (node.kind === "compare") return asksMembership({ node });
    return node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" && node.args[0]?.value.kind !== "string";
  });
}

/** `if row["side"] in seen`, where `seen` was filled from the rows: two answers of the venue, none of the bot's books. */
const isSeenBefore = (mark: Mark, spread: Spread): boolean =>
  steps(mark).some(({ node }) => node.kind === "compare" && asksMembership({ node }) && (spread.marks.get(node.left)?.some((one) => one.element) ?? false));

const asksMembership = ({ node }: { readonly node: Node }): boolean => node.kind === "compare" && (node.op === "in" || node.op === "not in");

/** Something is asked for by name; a loop over accounts asks each for all that it has. */
function names(expr: Node): boolean {
  let found = expr.kind === "name" || expr.kind === "attribute";
  if (!found) children(expr, (one) => { found ||= names(one); });
  return found;
}

/** In a `for` over several, and not the retries of one. */
function isInLoop(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "for") return !(at.iterable.kind === "call" && at.iterable.callee.kind === "name" && at.iterable.callee.id === "range");
  }
  return false;
}

const looped = (mark: Mark): boolean => steps(mark).some((one) => one.node.parent?.kind === "for" || one.node.parent?.kind === "clause");
/** A position goes into the books: as a record, or field by field into what stands for the one position. A record that is there already gains nothing. */
const takesIn = (into: Expr, mark: Mark, at: Node): boolean =>
  at.kind !== "assign" || !at.targets.includes(into) || !mark.field || (into.kind === "attribute" && into.object.kind === "name" && /^(self|state|summary)$/.test(into.object.id));

/** Something that the bot keeps itself: not a literal, not a setting of symbols. */
export function isOwnBooks(local: Expr): boolean {
  const words = wordsOf(local.kind === "call" ? local.callee : local) ?? "";
  return !/symbol_?list|config|setting|whitelist|blacklist|allowed|watch|universe|exclude|ignore|seen|markets|valid|supported/i.test(words);
}

/** What becomes of a position in there is an order's own record-keeping. */
const sends = (mark: Mark): boolean => mark.stack.some((one) => SENDS.test(calledName(one)));
const SENDS = /order|(^|_)(close|exit|flatten|liquidate|cancel|notify|send|alert|log|reduce)(_|$)/i;

/** Opens a position and looks first. */
const OPENING = /(open|enter|place|execute|create|submit)_\w*(position|order|trade|signal|entry)|can_open/i;

/** Shows positions to people: what only the exchange has is listed there, and nobody looks after it. */
const REPORTS = /(^|_)(report|reports|dashboard|summary|render|print|export|message|stats|digest)(_|$)|^(send|format|build|show|notify)_(?!order|close)/i;

/** Looks at the positions of somebody else, to follow them. */
const OTHERS = /copy_?(trad|signal)|(top|lead|golden|smart)_?(trader|wallet|money|copy)|leader_?board|whale|discover|(trader|wallet)_?(discovery|position|tracker|monitor)/i;

/** Closes whatever there is. */
const CLOSING_ALL = /emergency|panic|liquidat|(^|[_.])(flat|flatten|close|exit|sell)_?(all|everything|positions)?(_|\.|$)|kill_?switch|shut_?down/i;

function grouped(all: readonly Compared[], asks: (fn: FunctionNode) => boolean): Reconciliation[] {
  const byFunction = new Map<FunctionNode, Compared[]>();
  for (const one of all) byFunction.set(one.fn, [...(byFunction.get(one.fn) ?? []), one]);
  return [...byFunction].filter(([, compared]) => compared.some((one) => one.acts)).map(([fn, compared]) => {
    const has = (direction: Direction): Compared[] => compared.filter((one) => one.direction === direction && one.whole);
    const removes = has("remove");
    const sees = removes.some((one) => one.acts) || (removes.length > 0 && has("add").some((one) => one.books));
    const core = asks(fn) && !OPENING.test(fn.name) && !CLOSING_ALL.test(fn.qualname) && sees;
    return { fn, compared, whole: compared.some((one) => one.whole && one.acts), core };
  });
}
