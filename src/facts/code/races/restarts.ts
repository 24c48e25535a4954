import { calledName, ownName } from "../../../ir/names.ts";
import { leaves } from "../../../ir/blocks.ts";
import type { Call, ClassNode, FunctionNode, Node, While } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, isRepeated, methodsOf, walk, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { Opens, orderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { isSetUp } from "../shared-state.ts";
import { tasks, type TaskRoot } from "../tasks.ts";

/** A loop that may be started again while its last run is still under way: both then find the flag set and go on. */
export interface Restart {
  /** The call that starts the loop. */
  readonly start: Call;
  readonly starter: FunctionNode;
  readonly loop: FunctionNode;
  readonly flag: string;
  /** Where the flag tells the old loop to end. */
  readonly stopped: Node;
  readonly stopper: FunctionNode;
  /** Where the starter takes that back. */
  readonly takenBack: Node;
  /** The loop's look at the flag. */
  readonly test: Node;
  /** The loop leads to an opening order. */
  readonly opens: boolean;
  /** How the other loops look at it that the same start begins. */
  readonly others: readonly Node[];
}

export const restarts = codeFact({
  name: "restarts",
  doc: "Loops in threads and tasks that a button, a route or a chat command may start again before the old one has seen that it shall end.",
  requires: { tasks, reach, orderReach },
  derive({ tasks, reach, orderReach }): readonly Restart[] {
    const found = new Map<FunctionNode, Omit<Restart, "others">>();
    const isAsked = (fn: FunctionNode): boolean => tasks.rootsOf(fn).some((one) => one.kind === "callback") || isPressed(fn);
    for (const root of tasks.roots) {
      const restart = restartOf(root);
      if (!restart || reach.of(restart.starter) === "dead" || !isAsked(restart.starter) || !isAsked(restart.stopper) || found.has(restart.loop)) continue;
      found.set(restart.loop, { ...restart, opens: (orderReach.ofFunction(restart.loop) & Opens) !== 0 });
    }
    return oneOfEachStart([...found.values()]);
  },
});

/** A start that begins several loops is one mistake, told at the loop that opens positions. */
function oneOfEachStart(found: readonly Omit<Restart, "others">[]): readonly Restart[] {
  return [...new Set(found.map((one) => one.takenBack))].map((start) => {
    const group = found.filter((one) => one.takenBack === start);
    const first = group.find((one) => one.opens) ?? group[0]!;
    return { ...first, others: group.filter((one) => one !== first).map((one) => one.test) };
  });
}

function restartOf(root: TaskRoot): Omit<Restart, "opens" | "others"> | null {
  if ((root.kind !== "thread" && root.kind !== "task") || root.at?.kind !== "call" || isRepeated(root.at)) return null;
  const starter = enclosingFunction(root.at);
  const owner = starter && ownerOf(starter);
  if (!owner || ownerOf(root.fn) !== owner || waits(starter)) return null;
  const loops = loopsOf(root.fn, owner);
  for (const { flag, test } of loops.flatMap(flagsOf)) {
    const takenBack = writeOf(starter, flag, true);
    if (!takenBack || isMadeAnew(starter, flag)) continue;
    const stoppers = methodsOf(owner).filter((one) => one !== starter && !loops.includes(one) && !isSetUp(one) && writeOf(one, flag, false) !== null);
    const [stopper] = stoppers;
    if (stopper && !stoppers.some(waits) && !isHeldByLoop(starter, stoppers, loops)) return { start: root.at, starter, loop: root.fn, flag, stopped: writeOf(stopper, flag, false)!, stopper, takenBack, test };
  }
  return null;
}

/** The class of a method, also of a function that a method defines: `def run(): while self.running: ...`. */
function ownerOf(fn: FunctionNode): ClassNode | null {
  for (let at: FunctionNode | null = fn; at; at = enclosingFunction(at)) {
    const owner = classOf(at);
    if (owner) return owner;
  }
  return null;
}

const BUTTON = /^(command|on_(start|stop|toggle|click|press|clicked|pressed))$/;

/** A button of the window runs it: `Button(command=self.start)`, `button.clicked.connect(self.start)`. */
function isPressed(fn: FunctionNode): boolean {
  const owner = classOf(fn);
  let found = false;
  if (owner) for (const method of methodsOf(owner)) walkBody(method, (node) => {
    if (found || node.kind !== "call") return;
    const handed = node.args.filter((one) => (one.name !== null && BUTTON.test(one.name)) || (one.name === null && calledName(node) === "connect" && node.callee.kind === "attribute" && /^(clicked|triggered|pressed|toggled)$/.test(ownName(node.callee.object))));
    found = handed.some(({ value }) => isOwn(value) && ownName(value) === fn.name);
  });
  return found;
}

const DEEPEST = 2;

/** What the thread runs, and the methods of the same object that it goes through. */
function loopsOf(fn: FunctionNode, owner: ClassNode): readonly FunctionNode[] {
  const found = [fn];
  for (let depth = 0, from = 0; depth < DEEPEST; depth++) {
    const names = new Set<string>();
    for (const one of found.slice(from)) walkBody(one, (node) => void (node.kind === "call" && isOwn(node.callee) && names.add(ownName(node.callee))));
    from = found.length;
    found.push(...methodsOf(owner).filter((one) => names.has(one.name) && !found.includes(one)));
  }
  return found;
}

/** `if self.active: return` at the start, and only the loop itself says at its end that it is no more active. */
function isHeldByLoop(starter: FunctionNode, stoppers: readonly FunctionNode[], loops: readonly FunctionNode[]): boolean {
  const asked = new Set<string>();
  walkBody(starter, (node) => {
    if (node.kind === "if" && leaves(node.body)) walk(node.test, (one) => void (isOwn(one) && asked.add(ownName(one))));
  });
  return [...asked].some((flag) => loops.some((one) => writeOf(one, flag, false) !== null) && !stoppers.some((one) => writeOf(one, flag, false) !== null));
}

/** `while self.running:`, `while not self.stop_event.is_set():` */
function flagsOf(loop: FunctionNode): { flag: string; test: Node }[] {
  const found: { flag: string; test: Node }[] = [];
  walkBody(loop, (node) => {
    if (node.kind === "while") walk((node as While).test, (one) => { if (isOwn(one)) found.push({ flag: ownName(one), test: node.test }); });
  });
  return found;
}

const isOwn = (node: Node): boolean => node.kind === "attribute" && node.object.kind === "name" && node.object.id === "self";

/** Tells the loop to run (`self.running = True`, `self.stop_event.clear()`) or to end. */
function writeOf(fn: FunctionNode, flag: string, run: boolean): Node | null {
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found) return;
    if (node.kind === "assign" && node.value.kind === "boolean" && node.value.value === run && node.targets.some((one) => isOwn(one) && ownName(one) === flag)) found = node;
    else if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === (run ? "clear" : "set") && isOwn(node.callee.object) && ownName(node.callee.object) === flag) found = node;
  });
  return found;
}

/** A new event for each run: the old loop keeps the old one. */
function isMadeAnew(fn: FunctionNode, flag: string): boolean {
  let found = false;
  walkBody(fn, (node) => void (found ||= node.kind === "assign" && node.value.kind === "call" && node.targets.some((one) => isOwn(one) && ownName(one) === flag)));
  return found;
}

/** Somebody waits for the old run, or asks whether it is over. */
function waits(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    // `", ".join(names)` waits for nobody.
    if (node.kind === "call") found ||= WAITS.test(calledName(node)) && !(calledName(node) === "join" && node.args.some((one) => one.name === null && one.value.kind !== "number"));
    else if (node.kind === "await") found ||= node.value.kind === "attribute" || node.value.kind === "name";
  });
  return found;
}

const WAITS = /^(join|is_alive|isAlive|done|result|wait|wait_for|gather|cancel|shutdown|quit|terminate|stop_and_wait|active_count|enumerate_threads)$/;
