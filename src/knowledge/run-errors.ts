/** What Python says when a value is not of the kind that an operation needs. */
export type FailedOperation = "float" | "int" | "decimal" | "order" | "arithmetic" | "format" | "call";

/** Message of the exception (CPython 3.8 to 3.14) → the operation that failed. The first group is the value, where the message shows it. */
export const CONVERSION_MESSAGES: readonly (readonly [FailedOperation, RegExp])[] = [
  ["float", /could not convert string to float: ?(.{0,80})/],
  ["float", /float\(\) argument must be a string or a (?:real )?number, not '?(\w+)/],
  ["int", /invalid literal for int\(\) with base \d+: ?(.{0,80})/],
  ["int", /int\(\) argument must be a string, a bytes-like object or a (?:real )?number, not '?(\w+)/],
  ["int", /cannot convert float (NaN|infinity) to integer/],
  ["decimal", /decimal\.(?:ConversionSyntax|InvalidOperation)/],
  ["decimal", /conversion from (\w+) to Decimal is not supported/],
  ["order", /'[<>]=?' not supported between instances of ('\w+' and '\w+')/],
  ["arithmetic", /unsupported operand type\(s\) for [-+*/%|&^]+=?(?: or \w+\(\))?: ('[\w.]+' and '[\w.]+')/],
  ["arithmetic", /(?:can only concatenate str \(not "\w+"\) to str|must be str, not (?:float|int)|can't multiply sequence by non-int of type '\w+')/],
  ["arithmetic", /bad operand type for (?:unary [-+]|abs\(\)): '(str|NoneType)'/],
  ["call", /type (\w+) doesn't define __round__ method/],
  ["format", /Unknown format code '\w' for object of type '(str)'/],
  ["format", /unsupported format string passed to (NoneType)\.__format__/],
  ["format", /(?:must be real number, not|%[a-z] format: a (?:real )?number is required, not) (str|NoneType)/],
];

/** Operands of such an exchange value: text, null, or a Decimal that met a float. */
export const CAST_OPERANDS = /'(str|NoneType|decimal\.Decimal|Decimal)'/;

/** Modules into which a bot hands its values to be converted: the bot's own frame is the one to mend. */
export const CONVERTING_LIBRARIES = /[/\\](pandas|numpy|decimal|_pydecimal|statistics|polars)([/\\.]|$)/;

/** Of a container that somebody else changed meanwhile. */
export const SIZE_CHANGED = /(dictionary|Set|OrderedDict|deque) (changed size|keys changed|mutated) during iteration/i;

/** One of the messages above may stand in a text: asked for every warning of a log, so one cheap expression. */
export const PYTHON_SAYS = /could not convert string|argument must be a string|invalid literal for int|cannot convert float|not supported between|unsupported operand|ConversionSyntax|InvalidOperation|to Decimal is not|can only concatenate str|must be str, not|can't multiply sequence|bad operand type|__round__ method|Unknown format code|unsupported format string|must be real number|number is required|during iteration/;
