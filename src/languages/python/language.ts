import type { Language } from "../language.ts";
import { attempt, lower } from "./lower.ts";

export const python: Language = { name: "python", extensions: [".py", ".pyw"], lower, attempt };
