import type { Language } from "../language.ts";
import { lower } from "./lower.ts";

export const python: Language = { name: "python", extensions: [".py", ".pyw"], lower };
