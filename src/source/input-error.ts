import type { Text } from "../sdk/text.ts";

/** The user asked for something that cannot be done. One clear line and what to do about it; exit code 2, never a stack. */
export class InputError extends Error {
  readonly says: Text;
  /** The file or directory that it is about, as the user wrote it. */
  readonly file: string | null;
  readonly remedy: Text;

  constructor(says: Text, file: string | null, remedy: Text) {
    super(says.en);
    this.name = "InputError";
    this.says = says;
    this.file = file;
    this.remedy = remedy;
  }
}
