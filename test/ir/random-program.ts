import fc from "fast-check";

/**
 * Random small Python programs out of everything that directs control. Events are calls with a number of their own, which
 * the oracle of `oracle.py` lets raise, or answer true or false:
 *   t(n), s(n) a test (s answers true when the run has used up its events), r(n, v) reads v, a(n) an awaitable,
 *   it(n)/ait(n) an iterable, cm(n)/acm(n) a context manager; `v = n` gives v a value of its own.
 * Programs are drawn as shapes and written out with numbers afterwards.
 */
export interface Program { readonly source: string; readonly async: boolean }

type Shape =
  | { readonly is: "event" | "read" | "set" | "pass" | "return" | "break" | "continue" | "raise" | "again" | "exit"; readonly pick: number }
  | { readonly is: "check" | "if" | "while" | "forever" | "for" | "try" | "with" | "match" | "group"; readonly pick: number; readonly test: Test; readonly parts: readonly (readonly Shape[])[] };
interface Test { readonly is: "leaf" | "not" | "and" | "or" | "ternary" | "walrus" | "list" | "read" | "await"; readonly pick: number; readonly of: readonly Test[] }

const pick = fc.nat(1 << 20);

const { test } = fc.letrec<{ test: Test }>((tie) => ({
  test: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ is: fc.constantFrom("leaf", "leaf", "read", "walrus", "await"), pick, of: fc.constant([]) }) },
    { weight: 3, arbitrary: fc.record({ is: fc.constantFrom("not", "and", "or", "ternary", "list"), pick, of: fc.array(tie("test"), { minLength: 3, maxLength: 3 }) }) },
  ) as fc.Arbitrary<Test>,
}));

const { block } = fc.letrec<{ shape: Shape; block: readonly Shape[] }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    {
      weight: 6,
      arbitrary: fc.record({
        is: fc.constantFrom("event", "event", "event", "read", "read", "set", "set", "pass", "return", "break", "continue", "raise", "again", "exit"),
        pick,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        is: fc.constantFrom("check", "if", "if", "while", "forever", "for", "try", "try", "try", "with", "match", "group"),
        pick, test, parts: fc.array(tie("block"), { minLength: 5, maxLength: 5 }),
      }),
    },
  ) as fc.Arbitrary<Shape>,
  block: fc.array(tie("shape"), { minLength: 1, maxLength: 4 }),
}));

export const program: fc.Arbitrary<Program> = fc.record({ body: block, async: fc.boolean() }).map(({ body, async }) => {
  const writer: Writer = { lines: [], next: 0, async };
  writer.lines.push(`${async ? "async " : ""}def f():`);
  for (const name of names) writer.lines.push(`    ${name} = ${++writer.next}`);
  write(writer, body, 1, { loop: false, handler: false, group: false });
  return { source: `${writer.lines.join("\n")}\n`, async };
});

interface Writer { readonly lines: string[]; next: number; readonly async: boolean }
interface Place { readonly loop: boolean; readonly handler: boolean; readonly group: boolean }

const names = ["x", "y", "z"];
const types = ["ValueError", "(KeyError, ValueError)", "Exception", "KeyError", "asyncio.CancelledError", "BaseException", "KeyboardInterrupt"];
const raised = ["ValueError", "KeyError('k')", "asyncio.CancelledError", "KeyboardInterrupt", "Unexpected()"];
const choose = <T>(from: readonly T[], by: number): T => from[by % from.length]!;

function write(w: Writer, body: readonly Shape[], depth: number, place: Place): void {
  for (const shape of body) statement(w, shape, depth, place);
}

function say(w: Writer, depth: number, text: string): void {
  w.lines.push(`${"    ".repeat(depth)}${text}`);
}

function statement(w: Writer, shape: Shape, depth: number, place: Place): void {
  if (!("parts" in shape)) return say(w, depth, simple(w, shape.is, shape.pick, place));
  const [one, two, three, four, five] = shape.parts as [Shape[], Shape[], Shape[], Shape[], Shape[]];
  const inLoop = { ...place, loop: !place.group };
  switch (shape.is) {
    case "check": return say(w, depth, `assert ${expression(w, shape.test)}, t(${++w.next})`);
    case "if":
      say(w, depth, `if ${expression(w, shape.test)}:`);
      write(w, one, depth + 1, place);
      if (shape.pick & 1) { say(w, depth, `elif t(${++w.next}):`); write(w, three, depth + 1, place); }
      if (shape.pick & 2) { say(w, depth, "else:"); write(w, two, depth + 1, place); }
      return;
    case "while":
      say(w, depth, `while t(${++w.next}) and ${expression(w, shape.test)}:`);
      write(w, one, depth + 1, inLoop);
      if (shape.pick & 1) { say(w, depth, "else:"); write(w, two, depth + 1, place); }
      return;
    case "forever":
      say(w, depth, `while ${choose(["True", "1", "not None"], shape.pick)}:`);
      say(w, depth + 1, `if s(${++w.next}): break`);
      return write(w, one, depth + 1, inLoop);
    case "for":
      say(w, depth, `${w.async && shape.pick & 4 ? `async for ${choose(names, shape.pick)} in a` : `for ${choose(names, shape.pick)} in `}it(${++w.next}):`);
      write(w, one, depth + 1, inLoop);
      if (shape.pick & 1) { say(w, depth, "else:"); write(w, two, depth + 1, place); }
      return;
    case "try": return tryText(w, shape.pick, [one, two, three, four, five], depth, place);
    case "with": return withText(w, shape.pick, one, depth, place);
    case "match": return matchText(w, shape.pick, shape.test, [one, two, three], depth, place);
    case "group":
      say(w, depth, "try:");
      write(w, one, depth + 1, place);
      say(w, depth, `except* ${choose(["ValueError", "KeyError", "Exception"], shape.pick)}:`);
      write(w, two, depth + 1, { loop: false, handler: false, group: true });
      if (shape.pick & 8) { say(w, depth, "except* KeyError:"); write(w, three, depth + 1, { loop: false, handler: false, group: true }); }
      return;
    default: return;
  }
}

function simple(w: Writer, is: string, by: number, place: Place): string {
  switch (is) {
    case "event": return w.async && by & 1 ? `await a(${++w.next})` : `t(${++w.next})`;
    case "read": return `r(${++w.next}, ${choose(names, by)})`;
    case "set": return `${choose(names, by)} = ${++w.next}`;
    case "return": return place.group ? "pass" : by & 1 ? "return" : `return t(${++w.next})`;
    case "break": case "continue": return place.loop ? is : "pass";
    case "raise": return `raise ${choose(raised, by)}`;
    case "again": return place.handler ? "raise" : "pass";
    case "exit": return by % 8 ? "pass" : "sys.exit()";
    default: return "pass";
  }
}

function tryText(w: Writer, by: number, parts: readonly Shape[][], depth: number, place: Place): void {
  say(w, depth, "try:");
  write(w, parts[0]!, depth + 1, place);
  const handlers = by % 3;
  for (let i = 0; i < handlers; i++) {
    const bare = i === handlers - 1 && by & 16;
    const caught = `e${++w.next}`;
    say(w, depth, bare ? "except:" : `except ${choose(types, by >> (5 + 3 * i))}${by & 256 ? ` as ${caught}` : ""}:`);
    write(w, parts[1 + i]!, depth + 1, { ...place, handler: true });
    if (!bare && by & 256 && by & 512) say(w, depth + 1, `raise ${caught}`);
  }
  if (handlers > 0 && by & 4) { say(w, depth, "else:"); write(w, parts[3]!, depth + 1, place); }
  if (handlers === 0 || by & 8) { say(w, depth, "finally:"); write(w, parts[4]!, depth + 1, { ...place, handler: true }); }
}

function withText(w: Writer, by: number, body: readonly Shape[], depth: number, place: Place): void {
  const manager = (kind: string): string => `${kind}(${++w.next})${by & 2 ? ` as ${choose(names, by >> 3)}` : ""}`;
  if (w.async && by & 1) say(w, depth, `async with ${manager("acm")}:`);
  else if (by & 4) say(w, depth, `with ${manager("cm")}, suppress(${choose(types, by >> 5).replace(/[()]/g, "")}), cm(${++w.next}):`);
  else say(w, depth, `with ${manager("cm")}:`);
  write(w, body, depth + 1, place);
}

function matchText(w: Writer, by: number, guard: Test, parts: readonly Shape[][], depth: number, place: Place): void {
  say(w, depth, `match t(${++w.next}):`);
  say(w, depth + 1, `case True${by & 1 ? ` if ${expression(w, guard)}` : ""}:`);
  write(w, parts[0]!, depth + 2, place);
  if (by & 2) { say(w, depth + 1, `case False as ok if t(${++w.next}):`); write(w, parts[1]!, depth + 2, place); }
  if (by & 4) { say(w, depth + 1, choose(["case _:", "case other:", "case 7 | _:"], by >> 3)); write(w, parts[2]!, depth + 2, place); }
}

function expression(w: Writer, of: Test): string {
  const part = (i: number): string => expression(w, of.of[i]!);
  switch (of.is) {
    case "leaf": return `t(${++w.next})`;
    case "read": return `r(${++w.next}, ${choose(names, of.pick)})`;
    case "walrus": return `(w := t(${++w.next}))`;
    case "await": return w.async ? `await a(${++w.next})` : `t(${++w.next})`;
    case "not": return `(not ${part(0)})`;
    case "and": return `(${part(0)} and ${part(1)})`;
    case "or": return `(${part(0)} or ${part(1)})`;
    case "ternary": return `(${part(0)} if ${part(1)} else ${part(2)})`;
    case "list": return listText(w, of);
  }
}

function listText(w: Writer, of: Test): string {
  const target = choose(names, of.pick);
  const [open, close] = choose([["[", "]"], ["{", "}"], ["any(", ")"]] as const, of.pick >> 4);
  const loop = w.async && of.pick & 4 && open !== "any(" ? `async for ${target} in a` : `for ${target} in `;
  // Awaits would make an async generator of `any(...)`.
  const inner: Writer = open === "any(" ? { lines: w.lines, next: w.next, async: false } : w;
  const head = `it(${++inner.next})`;
  const text = `${open}r(${++inner.next}, ${target}) or ${expression(inner, of.of[0]!)} ${loop}${head} if ${expression(inner, of.of[1]!)}${close}`;
  w.next = inner.next;
  return of.pick & 8 ? `(${text} and ${expression(w, of.of[2]!)})` : text;
}
