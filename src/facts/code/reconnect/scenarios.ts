import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enter } from "./calls.ts";
import { Halt, Machine, Raised, type Attempt, type ConnectSite, type Event, type Exit, type World } from "./machine.ts";
import type { Root } from "./roots.ts";
import { binary, middle, number, type Quantity, type Value } from "./values.ts";

export interface Run {
  readonly events: readonly Event[];
  readonly exit: Exit;
  /** Attempts of the connection that the script is about; not the one that the story begins with. */
  readonly attempts: number;
  /** What of the bot ran. */
  readonly entered: ReadonlySet<FunctionNode>;
  readonly asked: ReadonlyMap<Node, boolean>;
  /** The limit that ended it, by name, where only the running bot knows its value. */
  readonly limit: string | null;
  readonly counted: boolean;
  /** What catches the end of the connection inside of the loop that reads it. */
  readonly swallowedBy: Node | null;
  /** What the function gave back. */
  readonly result: Value;
}

export type Answers = ReadonlyMap<Node, boolean>;

export function simulate(world: World, root: Root, site: ConnectSite, script: readonly Attempt[], answers: Answers): Run {
  const machine = new Machine(world, site.call, root.after ? [root.after, ...script] : script, answers);
  let result: Value = { kind: "none" };
  // A loop that reads finds its connection open; another root opens it by itself.
  const isOpen = root.after !== undefined && root.how === "loop";
  const turn = (): Node | null => {
    if (isOpen) machine.next(site);
    result = enter(machine, root.fn, machine.selfOf(root.fn), new Map());
    const jump = machine.lastJump;
    let fault: Raised | null = null;
    for (let i = 0; i < machine.pending.length && i < 200; i++) {
      const own = faultOf(machine.pending[i]!);
      fault ??= own;
    }
    machine.pending.length = 0;
    if (fault) throw fault;
    return jump;
  };
  const exit = ((): Exit => {
    try {
      for (;;) {
        const before = machine.attempts;
        const jump = turn();
        if (root.how !== "called" || machine.attempts === before) return { how: "returned", node: root.after ? machine.lastJump : jump };
      }
    } catch (error) {
      if (error instanceof Halt) return { how: error.how, node: machine.lastJump };
      if (error instanceof Raised) return { how: "raised", node: error.node };
      throw error;
    }
  })();
  return { events: machine.events, exit, attempts: machine.attempts - (root.after && machine.attempts > 0 ? 1 : 0), entered: machine.entered, swallowedBy: machine.swallowedBy, asked: machine.asked, result, limit: limitOf(machine), counted: machine.counted };
}

/** What one task raises ends that task alone. */
function faultOf(task: () => void): Raised | null {
  try {
    task();
    return null;
  } catch (error) {
    if (error instanceof Raised) return error;
    throw error;
  }
}

/** `range(limit)` is compared once, before the first attempt. */
const limitOf = ({ limit, attempts }: Machine): string | null => (limit && (limit.attempt === attempts || limit.attempt === 0) ? limit.text : null);

const MAX_FLIPS = 14;

/**
 * Answers to undecided tests under which the loop connects again and again, if there are any: "it does not try again" is only
 * said when no single answer makes it.
 */
export function answersFor(world: World, root: Root, site: ConnectSite, script: readonly Attempt[]): { answers: Answers; run: Run } {
  let best = { answers: new Map<Node, boolean>() as Answers, run: simulate(world, root, site, script, new Map()) };
  for (let round = 0; round < 2 && best.run.attempts < 2; round++) {
    const tried = [...best.run.asked].slice(0, MAX_FLIPS);
    for (const [node, answer] of tried) {
      const answers = new Map([...best.answers, [node, !answer]]);
      const run = simulate(world, root, site, script, answers);
      if (run.attempts > best.run.attempts) best = { answers, run };
      if (best.run.attempts >= 2) break;
    }
  }
  return best;
}

/** One attempt and what happened until the next one. */
export interface Segment {
  readonly connect: Call;
  readonly attempt: Attempt;
  readonly events: readonly Event[];
}

export function segmentsOf(events: readonly Event[]): Segment[] {
  const found: { connect: Call; attempt: Attempt; events: Event[] }[] = [];
  for (const event of events) {
    if (event.kind === "connect") found.push({ connect: event.node, attempt: event.attempt, events: [] });
    else found.at(-1)?.events.push(event);
  }
  return found;
}

/** The pauses of a segment: after a connection that worked, those after its end. */
export function pausesOf(segment: Segment): readonly (Event & { kind: "sleep" })[] {
  const ended = segment.events.findLastIndex((one) => one.kind === "ended");
  const after = segment.attempt === "lost" || segment.attempt === "closed" ? segment.events.slice(ended + 1) : segment.events;
  return after.filter((one) => one.kind === "sleep");
}

export function pauseOf(segment: Segment): Quantity {
  let sum: Value = number(0);
  for (const one of pausesOf(segment)) if (one.value) sum = binary("+", sum, one.value);
  return sum.kind === "number" ? sum : number(0);
}

export const seconds = (segment: Segment): number => middle(pauseOf(segment));
