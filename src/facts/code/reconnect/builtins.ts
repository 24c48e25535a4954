import { binary, boolean, extreme, interval, middle, number, quantity, truth, unknown, type Quantity, type Value } from "./values.ts";

const MOST_ITEMS = 400;

/** What a call of Python's own library gives for schedule arithmetic; null: not one of these. */
export function builtin(path: string, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Value | null {
  switch (path) {
    case "min": case "max": return extreme(path, args.length === 1 && args[0]!.kind === "list" ? args[0]!.items : args);
    case "float": case "int": case "Decimal": case "decimal.Decimal": return converted(path, args[0]);
    case "round": return rounded(args[0]);
    case "abs": return mapped(args[0], Math.abs);
    case "bool": {
      const known = args[0] ? truth(args[0]) : false;
      return known === null ? unknown() : boolean(known);
    }
    case "pow": case "math.pow": return args.length === 2 ? binary("**", args[0]!, args[1]!) : unknown();
    case "math.exp": return mapped(args[0], Math.exp);
    case "math.exp2": return mapped(args[0], (one) => 2 ** one);
    case "math.sqrt": return mapped(args[0], Math.sqrt);
    case "math.log": case "math.log1p": case "math.log2": return mapped(args[0], path === "math.log2" ? Math.log2 : path === "math.log1p" ? Math.log1p : Math.log);
    case "math.ceil": return mapped(args[0], Math.ceil);
    case "math.floor": return mapped(args[0], Math.floor);
    case "len": return args[0]?.kind === "list" ? number(args[0].items.length) : unknown();
    case "sum": return args[0]?.kind === "list" ? args[0].items.reduce((sum, one) => binary("+", sum, one), number(0) as Value) : unknown();
    case "range": return range(args);
    case "enumerate": return enumerated(args[0], keywords.get("start") ?? args[1]);
    case "list": case "tuple": case "iter": case "sorted": return args[0]?.kind === "list" || args[0]?.kind === "iterator" ? args[0] : null;
    case "itertools.count": return counting(args[0] ?? number(0), args[1] ?? number(1));
    case "itertools.cycle": return args[0]?.kind === "list" ? { kind: "list", items: Array.from({ length: MOST_ITEMS }, (_, i) => (args[0] as { items: Value[] }).items[i % (args[0] as { items: Value[] }).items.length] ?? unknown()) } : unknown();
    case "itertools.chain": return args.every((one) => one.kind === "list") ? { kind: "list", items: args.flatMap((one) => (one as { items: Value[] }).items).slice(0, MOST_ITEMS) } : unknown();
    case "itertools.repeat": return args[0] ? { kind: "list", items: Array.from({ length: Math.min(MOST_ITEMS, args[1] ? middle(quantity(args[1]) ?? number(MOST_ITEMS)) : MOST_ITEMS) }, () => args[0]!) } : unknown();
    default: return random(path, args);
  }
}

/** `next(delays)` and `anext`. */
export function nextItem(from: Value, fallback: Value | undefined): Value {
  if (from.kind !== "iterator") return unknown();
  return from.items[from.at++] ?? fallback ?? unknown();
}

function random(path: string, args: readonly Value[]): Value | null {
  if (!/(^|\.)(random|secrets|SystemRandom\(\))\./.test(path)) return null;
  const name = path.slice(path.lastIndexOf(".") + 1);
  const [a, b] = [args[0] && quantity(args[0]), args[1] && quantity(args[1])];
  if (name === "random" || name === "rand") return interval(0, 1);
  if ((name === "uniform" || name === "randint" || name === "triangular") && a && b) {
    const text = a.text !== null || b.text !== null ? `${a.text ?? a.low}..${b.text ?? b.high}` : null;
    return { kind: "number", low: Math.min(a.low, b.low), high: Math.max(a.high, b.high), text, whole: name === "randint" };
  }
  if ((name === "randrange" || name === "randbelow") && a) return b ? interval(a.low, b.high) : interval(0, a.high);
  if (name === "choice" && args[0]?.kind === "list") {
    const numbers = args[0].items.map(quantity).filter((one): one is Quantity => one !== null);
    return numbers.length > 0 ? interval(Math.min(...numbers.map((one) => one.low)), Math.max(...numbers.map((one) => one.high))) : unknown();
  }
  return unknown();
}

function mapped(value: Value | undefined, by: (one: number) => number): Value {
  const own = value && quantity(value);
  if (!own) return unknown();
  const [low, high] = [by(own.low), by(own.high)];
  return Number.isNaN(low) || Number.isNaN(high) ? unknown() : { ...own, low: Math.min(low, high), high: Math.max(low, high), whole: Number.isInteger(low) };
}

function converted(path: string, value: Value | undefined): Value {
  if (value?.kind === "string") {
    const parsed = Number(value.value.replaceAll("_", ""));
    return value.value.trim() === "" || Number.isNaN(parsed) ? (/^[+]?inf(inity)?$/i.test(value.value) ? number(Infinity) : unknown()) : number(parsed);
  }
  if (value?.kind === "unknown") return value;
  return path === "int" ? mapped(value, Math.trunc) : mapped(value, (one) => one);
}

/** Half to even, as Python does for whole numbers. */
function rounded(value: Value | undefined): Value {
  return mapped(value, (one) => (Math.abs(one % 1) === 0.5 ? 2 * Math.round(one / 2) : Math.round(one)));
}

function range(args: readonly Value[]): Value {
  const numbers = args.map(quantity);
  if (numbers.length === 0 || numbers.some((one) => one === null)) return { kind: "list", items: Array.from({ length: 10 }, (_, i) => number(i)) };
  const [start, stop, step] = numbers.length === 1 ? [0, numbers[0]!.low, 1] : [numbers[0]!.low, numbers[1]!.low, numbers[2]?.low ?? 1];
  const items: Value[] = [];
  for (let at = start; items.length < MOST_ITEMS && step !== 0 && (step > 0 ? at < stop : at > stop); at += step) items.push(number(at));
  return { kind: "list", items };
}

function enumerated(value: Value | undefined, start: Value | undefined): Value {
  if (value?.kind !== "list" && value?.kind !== "iterator") return unknown();
  const first = start ? (quantity(start)?.low ?? 0) : 0;
  return { kind: "list", items: value.items.map((one, i) => ({ kind: "list", items: [number(first + i), one] })) };
}

function counting(start: Value, step: Value): Value {
  const [a, b] = [quantity(start), quantity(step)];
  return a && b ? { kind: "iterator", items: Array.from({ length: MOST_ITEMS }, (_, i) => number(a.low + i * b.low)), at: 0 } : unknown();
}
