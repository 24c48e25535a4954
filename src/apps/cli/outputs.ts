import { writeFileSync } from "node:fs";
import { InputError } from "../../sdk/input-error.ts";
import { complaints } from "./complaints.ts";

export const FORMATS = ["terminal", "json", "markdown"] as const;
export type Format = (typeof FORMATS)[number];

export interface Output<F = Format> {
  readonly format: F;
  /** Null: stdout. */
  readonly file: string | null;
}

/** `--format` as given, any number of times. Where all go into files, the table is still shown. */
export function outputsOf(asked: readonly string[]): Output[] {
  const outputs = parseOutputs(asked, FORMATS);
  return outputs.some(({ file }) => file === null) ? outputs : [{ format: "terminal", file: null }, ...outputs];
}

/** Only one of them may go to the terminal. */
export function parseOutputs<F extends string>(asked: readonly string[], known: readonly F[]): Output<F>[] {
  const outputs = asked.map((one) => parseOutput(one, known));
  if (outputs.filter(({ file }) => file === null).length > 1) throw new InputError(complaints("twoFormats"));
  return outputs;
}

function parseOutput<F extends string>(asked: string, formats: readonly F[]): Output<F> {
  const cut = asked.indexOf("=");
  const format = cut < 0 ? asked : asked.slice(0, cut);
  const file = cut < 0 ? null : asked.slice(cut + 1);
  const known = formats.find((one) => one === format);
  if (!known || file === "") throw new InputError(complaints("format", { format: asked, known: formats.join(", ") }));
  return { format: known, file };
}

export function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(complaints("unwritable", { path: file, code: (error as NodeJS.ErrnoException).code ?? String(error) }));
  }
}

/** Resolves when the pipe has taken all of it: exiting earlier would cut a long report. */
export const print = (text: string): Promise<void> => new Promise((resolve) => void process.stdout.write(text, () => resolve()));
