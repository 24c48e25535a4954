import { fixedParameter } from "./fixed-parameter/check.ts";
import { hiddenFallback } from "./hidden-fallback/check.ts";
import { literalDecidesOrder } from "./literal-decides-order/check.ts";
import { literalInStrategy } from "./literal-in-strategy/check.ts";
import { literalUnfollowed } from "./literal-unfollowed/check.ts";
import { loopPause } from "./loop-pause/check.ts";
import { modeString } from "./mode-string/check.ts";
import { shippedFallback } from "./shipped-fallback/check.ts";
import { sentinel } from "./sentinel/check.ts";

export const NUMBERS = [literalDecidesOrder, literalInStrategy, literalUnfollowed, fixedParameter, hiddenFallback, loopPause, modeString, sentinel, shippedFallback];
