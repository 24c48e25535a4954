import type { Text } from "./text.ts";

/** Bad input or usage, told in one clear line that says what to do: exit code 2, never a stack. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
