/** Resolves to the upstream files that are in the bundle. */
export function buildPythonParser(outfile?: string): Promise<string[]>;
