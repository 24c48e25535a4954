import { unwrittenWords } from "../../unwritten-words.ts";

export const wordNeverWritten = unwrittenWords("filters", "The words that decide about an entry are the same where they are written and where they are asked for.", "draft");
