import { comparisonWithNan } from "./comparison-with-nan/check.ts";
import { conversionFailed } from "./conversion-failed/check.ts";
import { decimalOfFloat } from "./decimal-of-float/check.ts";
import { defaultHidesMissingKey } from "./default-hides-missing-key/check.ts";
import { floatStepTail } from "./float-step-tail/check.ts";
import { formatOfNone } from "./format-of-none/check.ts";
import { integerOfDecimalText } from "./integer-of-decimal-text/check.ts";
import { fixedDigits } from "./literal-digits/check.ts";
import { sizeCut } from "./size-cut/check.ts";
import { stepAsDigits } from "./step-as-digits/check.ts";
import { truthOfText } from "./truth-of-text/check.ts";
import { unconvertedVenueValue } from "./unconverted-venue-value/check.ts";
import { unreadableFormat } from "./unreadable-format/check.ts";
import { unsafeConversion } from "./unsafe-conversion/check.ts";
import { zeroForPrice } from "./zero-for-price/check.ts";
import { wordNeverWritten } from "./word-never-written/check.ts";

/** Section 10, the costliest first. */
export const casts = [unconvertedVenueValue, unsafeConversion, zeroForPrice, stepAsDigits, unreadableFormat, formatOfNone, truthOfText, integerOfDecimalText, floatStepTail, fixedDigits, sizeCut, defaultHidesMissingKey, decimalOfFloat, comparisonWithNan, conversionFailed, wordNeverWritten];
