import { unwrittenWords } from "../../unwritten-words.ts";

export const wordNeverWritten = unwrittenWords("regime", "The words of the regime, and of what follows it, are the same where they are written and where they are asked for.");
