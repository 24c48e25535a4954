/**
 * The language-neutral program that front ends lower to and facts read. A tree of statements and expressions; control
 * flow (flow.ts) is built from it for the functions that a fact asks about.
 *
 * Invariants
 * 1. `start`/`end` are UTF-16 offsets into the file's text, `start <= end`, without enclosing parentheses or decorators.
 * 2. Children lie in evaluation order where the language defines one; `parent` is the syntactic parent.
 * 3. Sugar is gone: a chained comparison is `and` over comparisons, whose shared operands are bound by `bind` to a name
 *    that starts with `%` (never a source name); decorators, comprehensions, `match` and `with` keep their own nodes.
 * 4. What could not be parsed is an `unknown` expression or `damage` statement, never left out.
 */

interface At {
  readonly start: number;
  readonly end: number;
  /** Set once by the front end or the decoder; null for a module's root function. */
  parent: Node | null;
}

// Expressions

export interface Name extends At {
  readonly kind: "name";
  readonly id: string;
  /** The function or class body that it is evaluated in; null until the module is indexed, and in annotations. */
  scope: FunctionNode | ClassNode | null;
}
export interface Attribute extends At { readonly kind: "attribute"; readonly object: Expr; readonly name: string }
export interface Subscript extends At { readonly kind: "subscript"; readonly object: Expr; readonly index: Expr }
export interface Slice extends At { readonly kind: "slice"; readonly lower: Expr | null; readonly upper: Expr | null; readonly step: Expr | null }
/** `name` is the keyword; `spread` says `*x` ("list") or `**x` ("dict"). */
export interface Argument extends At { readonly kind: "argument"; readonly name: string | null; readonly spread: "none" | "list" | "dict"; readonly value: Expr }
export interface Call extends At {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Argument[];
  /** Position among the calls of the program; -1 until it is indexed. */
  order: number;
}
/** `text` is the literal as written (`5e-4`, `1_000`); a complex or huge literal has the value NaN or Infinity. */
export interface NumberLiteral extends At { readonly kind: "number"; readonly value: number; readonly text: string; readonly integer: boolean }
export interface StringLiteral extends At { readonly kind: "string"; readonly value: string; readonly bytes: boolean }
export interface BooleanLiteral extends At { readonly kind: "boolean"; readonly value: boolean }
/** None, null, undefined. */
export interface NoneLiteral extends At { readonly kind: "none" }
export interface Ellipsis extends At { readonly kind: "ellipsis" }
/** An f-string, t-string or template literal: its literal parts and interpolations in order. */
export interface Template extends At { readonly kind: "template"; readonly parts: readonly (StringLiteral | Interpolation)[] }
/** `format` is what stands after the colon (`.2f`), itself possibly a template. */
export interface Interpolation extends At { readonly kind: "interpolation"; readonly value: Expr; readonly format: Expr | null }
export interface Unary extends At { readonly kind: "unary"; readonly op: "-" | "+" | "not" | "~"; readonly operand: Expr }
export type BinaryOp = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "|" | "&" | "^" | "<<" | ">>";
export interface Binary extends At { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr }
export type CompareOp = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not";
export interface Compare extends At { readonly kind: "compare"; readonly op: CompareOp; readonly left: Expr; readonly right: Expr }
/** `and`, `or`, and `??` (JavaScript). */
export interface Logical extends At { readonly kind: "logical"; readonly op: "and" | "or" | "??"; readonly left: Expr; readonly right: Expr }
export interface Conditional extends At { readonly kind: "conditional"; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
export interface Sequence extends At { readonly kind: "list" | "tuple" | "set"; readonly items: readonly Expr[] }
/** `key` is null for `**spread`. */
export interface DictEntry extends At { readonly kind: "entry"; readonly key: Expr | null; readonly value: Expr }
export interface Dict extends At { readonly kind: "dict"; readonly entries: readonly DictEntry[] }
export interface Spread extends At { readonly kind: "spread"; readonly value: Expr }
export interface Await extends At { readonly kind: "await"; readonly value: Expr }
export interface Yield extends At { readonly kind: "yield"; readonly value: Expr | null; readonly delegate: boolean }
/** `name := value`. */
export interface Bind extends At { readonly kind: "bind"; readonly target: Name; readonly value: Expr }
export interface Lambda extends At { readonly kind: "lambda"; readonly function: FunctionNode }
export interface ComprehensionClause extends At { readonly kind: "clause"; readonly target: Expr; readonly iterable: Expr; readonly conditions: readonly Expr[]; readonly async: boolean }
/** For `dict`, `element` is the key and `value` the value; otherwise `value` is null. Clauses run before the element. */
export interface Comprehension extends At { readonly kind: "comprehension"; readonly flavour: "list" | "set" | "dict" | "generator"; readonly clauses: readonly ComprehensionClause[]; readonly element: Expr; readonly value: Expr | null }
export interface UnknownExpr extends At { readonly kind: "unknown"; readonly why: string; readonly parts: readonly Expr[] }

export type Expr =
  | Name | Attribute | Subscript | Slice | Call | NumberLiteral | StringLiteral | BooleanLiteral | NoneLiteral | Ellipsis
  | Template | Interpolation | Unary | Binary | Compare | Logical | Conditional | Sequence | Dict | Spread | Await | Yield | Bind
  | Lambda | Comprehension | UnknownExpr;

// Patterns of `match`

export interface ValuePattern extends At { readonly kind: "value-pattern"; readonly value: Expr }
/** `name` null is the wildcard `_`; `pattern as name` has a pattern. */
export interface CapturePattern extends At { readonly kind: "capture-pattern"; readonly target: Name | null; readonly pattern: Pattern | null }
export interface OrPattern extends At { readonly kind: "or-pattern"; readonly options: readonly Pattern[] }
export interface SequencePattern extends At { readonly kind: "sequence-pattern"; readonly items: readonly Pattern[] }
export interface StarPattern extends At { readonly kind: "star-pattern"; readonly target: Name | null }
/** Keys and patterns pairwise; `rest` is `**rest`. */
export interface MappingPattern extends At { readonly kind: "mapping-pattern"; readonly keys: readonly Expr[]; readonly patterns: readonly Pattern[]; readonly rest: Name | null }
/** `names[i]` is the keyword of `patterns[i]`, "" for a positional one. */
export interface ClassPattern extends At { readonly kind: "class-pattern"; readonly class: Expr; readonly names: readonly string[]; readonly patterns: readonly Pattern[] }
export type Pattern = ValuePattern | CapturePattern | OrPattern | SequencePattern | StarPattern | MappingPattern | ClassPattern;

// Statements

export interface ExpressionStatement extends At { readonly kind: "expression"; readonly value: Expr }
/** `a = b = value` has two targets. A target is a name, attribute, subscript, or a tuple/list of targets (spread inside). */
export interface Assign extends At { readonly kind: "assign"; readonly targets: readonly Expr[]; readonly value: Expr; readonly annotation: Expr | null }
/** `x: int` without a value. */
export interface Declare extends At { readonly kind: "declare"; readonly target: Expr; readonly annotation: Expr }
/** `target op= value`. */
export interface Augmented extends At { readonly kind: "augmented"; readonly target: Expr; readonly op: BinaryOp; readonly value: Expr }
export interface Delete extends At { readonly kind: "delete"; readonly targets: readonly Expr[] }
export interface Return extends At { readonly kind: "return"; readonly value: Expr | null }
/** `raise` alone has neither value nor cause. */
export interface Raise extends At { readonly kind: "raise"; readonly value: Expr | null; readonly cause: Expr | null }
export interface Break extends At { readonly kind: "break" }
export interface Continue extends At { readonly kind: "continue" }
export interface Pass extends At { readonly kind: "pass" }
export interface If extends At { readonly kind: "if"; readonly test: Expr; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
export interface While extends At { readonly kind: "while"; readonly test: Expr; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
export interface For extends At { readonly kind: "for"; readonly target: Expr; readonly iterable: Expr; readonly async: boolean; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
/** `type` null catches everything. `group` marks `except*`. */
export interface Handler extends At { readonly kind: "handler"; readonly type: Expr | null; readonly target: Name | null; readonly group: boolean; readonly body: readonly Stmt[] }
export interface Try extends At { readonly kind: "try"; readonly body: readonly Stmt[]; readonly handlers: readonly Handler[]; readonly otherwise: readonly Stmt[]; readonly finally: readonly Stmt[] }
export interface WithItem extends At { readonly kind: "with-item"; readonly context: Expr; readonly target: Expr | null }
export interface With extends At { readonly kind: "with"; readonly items: readonly WithItem[]; readonly async: boolean; readonly body: readonly Stmt[] }
export interface MatchCase extends At { readonly kind: "case"; readonly pattern: Pattern; readonly guard: Expr | null; readonly body: readonly Stmt[] }
export interface Match extends At { readonly kind: "match"; readonly subject: Expr; readonly cases: readonly MatchCase[] }
export interface FunctionStatement extends At { readonly kind: "function-statement"; readonly function: FunctionNode }
export interface ClassStatement extends At { readonly kind: "class-statement"; readonly class: ClassNode }
/** `import a.b as c`: local "c" (or "a" with `as` absent, then `whole` is false and the binding is the package a). */
export interface ImportModule extends At { readonly kind: "import"; readonly module: string; readonly alias: string | null }
/** `from ..m import a as b, *`: level 2, module "m"; a star has name "*". `aliases[i]` is the local name of `names[i]`. */
export interface ImportFrom extends At { readonly kind: "import-from"; readonly module: string; readonly level: number; readonly names: readonly string[]; readonly aliases: readonly string[] }
export interface Scope extends At { readonly kind: "scope"; readonly names: readonly string[]; readonly nonlocal: boolean }
export interface Assert extends At { readonly kind: "assert"; readonly test: Expr; readonly message: Expr | null }
/** Lines that could not be parsed. */
export interface Damage extends At { readonly kind: "damage"; readonly why: string }

export type Stmt =
  | ExpressionStatement | Assign | Declare | Augmented | Delete | Return | Raise | Break | Continue | Pass | If | While | For
  | Try | With | Match | FunctionStatement | ClassStatement | ImportModule | ImportFrom | Scope | Assert | Damage;

// Declarations

export type ParameterKind = "positional-only" | "normal" | "keyword-only" | "rest" | "keyword-rest";
export interface Parameter extends At { readonly kind: "parameter"; readonly name: string; readonly flavour: ParameterKind; readonly annotation: Expr | null; readonly default: Expr | null }

/**
 * A function, method, lambda (name "<lambda>", its body one return) or a module's top level (name "<module>").
 * `qualname` is dotted from the module: `Bot.run`, `Bot.run.<locals>.inner` is written `Bot.run.inner`.
 */
export interface FunctionNode extends At {
  readonly kind: "function";
  readonly name: string;
  readonly qualname: string;
  readonly params: readonly Parameter[];
  readonly decorators: readonly Expr[];
  readonly returns: Expr | null;
  readonly async: boolean;
  readonly generator: boolean;
  readonly body: readonly Stmt[];
  /** Position in `Module.functions`. */
  readonly index: number;
}

export interface ClassNode extends At {
  readonly kind: "class";
  readonly name: string;
  readonly qualname: string;
  readonly decorators: readonly Expr[];
  /** Bases and keywords (`metaclass=`). */
  readonly args: readonly Argument[];
  readonly body: readonly Stmt[];
  /** Position in `Module.classes`. */
  readonly index: number;
}

export type Node =
  | Expr | Stmt | Pattern | Argument | DictEntry | ComprehensionClause | Handler | WithItem | MatchCase | Parameter
  | FunctionNode | ClassNode;

/** Offsets `[start, end)` of text that could not be analysed. */
export interface DamagedRange { readonly start: number; readonly end: number; readonly why: string }

/** One source file, lowered. `functions[0]` is the top level; nested functions, methods and lambdas follow in source order. */
export interface Module {
  readonly file: string;
  readonly language: "python" | "typescript";
  readonly root: FunctionNode;
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
  /** Offset of the first character of each line; lines end at `\n`. */
  readonly lineStarts: Int32Array;
  readonly damaged: readonly DamagedRange[];
}

/** Line (from 1) of an offset. */
export function lineOf(module: Module, offset: number): number {
  const starts = module.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
