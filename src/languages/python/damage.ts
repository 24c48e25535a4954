import type { DamagedRange } from "../../ir/nodes.ts";
import type { ParseError } from "./tree.ts";

/**
 * Complaints after which the tree is complete all the same: rules that Python checks beyond its grammar. They are no
 * reason to leave lines out of the audit.
 */
const complete: ReadonlySet<string> = new Set([
  "breakInExceptionGroup", "breakOutsideLoop", "casePatternIsIrrefutable", "continueInExceptionGroup", "continueOutsideLoop",
  "defaultValueNotAllowed", "duplicateArgsParam", "duplicateCapturePatternTarget", "duplicateCatchAll", "duplicateKeywordOnly",
  "duplicateKwargsParam", "duplicateParam", "duplicatePositionOnly", "duplicateStarPattern", "duplicateStarStarPattern",
  "duplicateUnpack", "exceptGroupMismatch", "exceptGroupRequiresType", "exceptWithAsRequiresParens", "finallyBreak", "finallyContinue",
  "finallyReturn", "formatStringNestedFormatSpecifier", "generatorNotParenthesized", "keywordOnlyAfterArgs", "keywordParameterMissing",
  "lazyImportWildcardIllegal", "namedExceptAfterCatchAll", "nonDefaultAfterDefault", "operatorLessOrGreaterDeprecated",
  "orPatternIrrefutable", "orPatternMissingName", "paramAfterKwargsParam", "positionArgAfterNamedArg", "positionArgAfterUnpackedDictArg",
  "positionOnlyAfterArgs", "positionOnlyAfterKeywordOnly", "positionOnlyFirstParam", "returnInExceptionGroup", "returnOutsideFunction",
  "starPatternInAsPattern", "starPatternInOrPattern", "stringNonAsciiBytes", "trailingCommaInFromImport", "unpackOperatorNotAllowed",
  "walrusNotAllowed",
]);

/** The lines that errors touch, in order, merged where they meet; each with the first complaint about it. */
export function damagedRanges(text: string, errors: readonly ParseError[]): DamagedRange[] {
  const wholeLines = errors.filter((error) => !complete.has(error.key)).map((error) => ({ ...lines(text, error), why: error.why }));
  wholeLines.sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: { start: number; end: number; why: string }[] = [];
  for (const range of wholeLines) {
    const last = merged.at(-1);
    if (last === undefined || range.start > last.end) merged.push({ ...range });
    else {
      last.end = Math.max(last.end, range.end);
      last.why ||= range.why;
    }
  }
  return merged.map(({ start, end, why }) => ({ start, end, why: why || "not understood" }));
}

function lines(text: string, { start, end }: ParseError): { start: number; end: number } {
  const lineStart = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const newline = text.indexOf("\n", Math.max(start, end - 1));
  return { start: lineStart, end: newline < 0 ? text.length : newline + 1 };
}
