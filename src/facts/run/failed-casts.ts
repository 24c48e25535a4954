import { calledName, ownName } from "../../ir/names.ts";
import { lineOf, type Handler, type Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import type { FailedOperation } from "../../knowledge/run-errors.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines, type CodeLines } from "../code/code-lines.ts";
import { index, type Index } from "../code/module-index.ts";
import { venueUses, type UseKind, type VenueUse } from "../code/venue-values/uses.ts";
import { conversionFailures, type ConversionFailure } from "./conversion-failures.ts";

/** A failed conversion of the run, brought to the expression of the code that failed. */
export interface FailedCast {
  readonly failure: ConversionFailure;
  /** The use of a venue's text that the audit of the code speaks about; null: it knows none there. */
  readonly use: VenueUse | null;
  /** The expression or statement that failed; null: only the handler or the log line is known. */
  readonly node: Node | null;
  /** Whose `try` the exception came out of; null: not known. */
  readonly handler: Handler | null;
  /** Uses that may have failed, where the log does not tell which one did. */
  readonly candidates: readonly VenueUse[];
  /** A handler made for this failure took it where it arose. */
  readonly handled: boolean;
}

export const failedCasts = runFact({
  name: "failed-casts",
  doc: "Conversions that failed in the run, at the expressions of the code that failed.",
  requires: { conversionFailures, venueUses, codeLines, index },
  derive({ conversionFailures, venueUses, codeLines, index }): readonly FailedCast[] {
    return conversionFailures.map((failure) => (failure.frame ? atFrame(failure, venueUses.uses, codeLines, index) : byHandler(failure, venueUses.uses, codeLines)));
  },
});

const KINDS: Readonly<Record<FailedOperation, readonly UseKind[]>> = {
  float: ["convert"], decimal: ["convert"], int: ["whole", "convert"], order: ["order", "sort", "number-call"],
  arithmetic: ["arithmetic", "number-call"], format: ["format"], call: ["number-call"],
};

function mayBe({ operation, value }: ConversionFailure, use: VenueUse): boolean {
  if (!KINDS[operation].includes(use.kind)) return false;
  if (value === "''" || value === '""') return use.text.value.empty;
  return value !== "NoneType" || use.text.value.null;
}

function atFrame(failure: ConversionFailure, uses: readonly VenueUse[], lines: CodeLines, index: Index): FailedCast {
  const at = failure.frame!;
  const nodes = lines.on(at);
  const here = uses.filter((one) => nodes.includes(one.at));
  const use = here.find((one) => mayBe(failure, one)) ?? here.find((one) => KINDS[failure.operation].includes(one.kind)) ?? null;
  const node = use?.at ?? nodes.find((one) => lineOf(index.modules.get(at.file)!.module, one.start) === at.line && fails(failure.operation, one)) ?? nodes.at(-1) ?? null;
  const handler = failure.printedBy ? lines.handlerAt(failure.printedBy) : null;
  const handled = use?.rescue.kind === "handled" || (node !== null && handler !== null && isMadeFor(handler) && enclosingFunction(handler) === enclosingFunction(node));
  return { failure, use, node, handler, candidates: [], handled };
}

function byHandler(failure: ConversionFailure, uses: readonly VenueUse[], lines: CodeLines): FailedCast {
  const handler = failure.printedBy ? lines.handlerAt(failure.printedBy) : null;
  const thrown = handler ? uses.filter((one) => mayBe(failure, one) && one.rescue.kind === "swallowed" && one.rescue.by === handler) : [];
  const candidates = thrown.filter((one, i) => thrown.findIndex((other) => other.at === one.at) === i);
  const [only] = candidates;
  const use = candidates.length === 1 && only!.guard === null ? only! : null;
  return { failure, use, node: use?.at ?? null, handler, candidates, handled: handler !== null && isMadeFor(handler) };
}

/** `except ValueError`, `except (TypeError, ValueError)`: the author knew. */
function isMadeFor({ type }: Handler): boolean {
  const names = type === null ? [] : type.kind === "tuple" ? type.items : [type];
  return names.length > 0 && names.every((one) => /(^|\.)(ValueError|TypeError|InvalidOperation|DecimalException|ArithmeticError|ConversionSyntax)$/.test(ownName(one)));
}

const CALLED: Readonly<Partial<Record<FailedOperation, RegExp>>> = { float: /^float$/, int: /^int$/, decimal: /^(Decimal|quantize)$/, call: /^round$/ };

function fails(operation: FailedOperation, node: Node): boolean {
  switch (node.kind) {
    case "call": return CALLED[operation]?.test(calledName(node)) ?? false;
    case "compare": return operation === "order" && /^[<>]/.test(node.op);
    case "binary": case "augmented": return operation === "arithmetic";
    case "interpolation": return operation === "format" && node.format !== null;
    default: return false;
  }
}
