import { unwrittenWords } from "../../unwritten-words.ts";

export const wordNeverWritten = unwrittenWords("drift", "The words that say how an order or a position stands are the same where they are written and where they are asked for.");
