import type { Text } from "./text.ts";

/** Bad input or usage, told in one clear line that says what to do: exit code 2, never a stack. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly says: Text;
  /** The file or directory that it is about, as the user wrote it; null where `says` names it or there is none. */
  readonly file: string | null;
  /** Null where `says` tells what to do already. */
  readonly remedy: Text | null;

  constructor(says: Text, file: string | null = null, remedy: Text | null = null) {
    super(says.en);
    this.says = says;
    this.file = file;
    this.remedy = remedy;
  }
}
