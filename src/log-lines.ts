import { linesAround, type RunPlace } from "./run/lines-around.ts";

/** Some lines of a log or of telemetry, in their order. */
export interface LogLines {
  readonly first: number;
  readonly lines: readonly string[];
}

/** Reads the lines around places of a run once more; `of` gives those around one of them, null where they cannot be read. */
export async function logLines(root: string, run: { readonly logs?: readonly string[]; readonly telemetry?: string }, places: readonly RunPlace[], around: number): Promise<(place: RunPlace) => LogLines | null> {
  const found = places.length === 0 ? [] : await linesAround(root, run.logs ?? [], run.telemetry ?? null, places, around);
  const known = new Map(found.map((one) => [`${one.file}:${one.line}`, one.text]));
  return ({ file, line }) => {
    if (!known.has(`${file}:${line}`)) return null;
    let first = line;
    while (first > line - around && known.has(`${file}:${first - 1}`)) first--;
    const lines: string[] = [];
    for (let number = first; known.has(`${file}:${number}`); number++) lines.push(known.get(`${file}:${number}`)!);
    return { first, lines };
  };
}
