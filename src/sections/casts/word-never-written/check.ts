import { unwrittenWords } from "../../unwritten-words.ts";

export const wordNeverWritten = unwrittenWords("casts", "No member of an Enum is compared with a text.", "draft");
