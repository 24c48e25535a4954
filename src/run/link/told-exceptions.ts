import { CONVERSION_MESSAGES, PYTHON_SAYS, SIZE_CHANGED } from "../../knowledge/run-errors.ts";

/** Python's own words in a line without a traceback: `logger.error(f"tick failed: {e}")`. Null: none that are known. */
export function toldException(text: string): { readonly exception: string; readonly message: string } | null {
  if (!PYTHON_SAYS.test(text)) return null;
  const size = SIZE_CHANGED.exec(text);
  if (size) return { exception: "RuntimeError", message: size[0] };
  for (const [operation, words] of CONVERSION_MESSAGES) {
    const said = words.exec(text);
    if (said) return { exception: EXCEPTIONS[operation], message: said[0] };
  }
  return null;
}

const EXCEPTIONS = {
  float: "ValueError", int: "ValueError", decimal: "decimal.InvalidOperation", order: "TypeError", arithmetic: "TypeError", format: "ValueError", call: "TypeError",
} as const;
