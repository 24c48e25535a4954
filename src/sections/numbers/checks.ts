import { literalDecidesOrder } from "./literal-decides-order/check.ts";
import { literalInStrategy } from "./literal-in-strategy/check.ts";

export const NUMBERS = [literalDecidesOrder, literalInStrategy];
