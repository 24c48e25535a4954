import { symbolBranch } from "./symbol-branch/check.ts";
import { symbolDefault } from "./symbol-default/check.ts";
import { symbolInOrder } from "./symbol-in-order/check.ts";
import { symbolList } from "./symbol-list/check.ts";
import { symbolTable } from "./symbol-table/check.ts";

/** Section 2, the costliest first. */
export const symbols = [symbolDefault, symbolInOrder, symbolBranch, symbolTable, symbolList];
