import type { Module } from "../ir/nodes.ts";
import type { EncodedModule } from "./codec.ts";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly language: Module["language"];
}

/** Main thread to worker, in lists. `index` is the file's place in the input. */
export interface Job extends SourceFile { readonly index: number }

/** Worker to main thread, one for each job. */
export interface Answer {
  readonly index: number;
  readonly module: EncodedModule;
}
