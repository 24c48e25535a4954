import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  order: {
    en: "`{code}` compares {field} with a number, but {venue} sends it as text: TypeError at the first message.",
    ru: "`{code}` сравнивает {field} с числом, а {venue} присылает его текстом: TypeError на первом же сообщении.",
  },
  equal: {
    en: "`{code}` never does what it says: {venue} sends {field} as text, and text is never equal to a number.",
    ru: "`{code}` не работает: {venue} присылает {field} текстом, а текст никогда не равен числу.",
  },
  arithmetic: {
    en: "`{code}` calculates with {field}, but {venue} sends it as text: TypeError at the first message.",
    ru: "`{code}` считает с {field}, а {venue} присылает его текстом: TypeError на первом же сообщении.",
  },
  "number-call": {
    en: "`{code}` takes {field} for a number, but {venue} sends it as text: TypeError at the first message.",
    ru: "`{code}` ждёт число, а {venue} присылает {field} текстом: TypeError на первом же сообщении.",
  },
  format: {
    en: "`{code}` formats {field} as a number, but {venue} sends it as text: ValueError whenever the line runs.",
    ru: "`{code}` форматирует {field} как число, а {venue} присылает его текстом: ValueError при каждом выполнении строки.",
  },
  sort: {
    en: "`{code}` sorts by {field}, which {venue} sends as text: \"10\" comes before \"9\".",
    ru: "`{code}` сортирует по {field}, а {venue} присылает его текстом: \"10\" окажется раньше \"9\".",
  },
  fix: { en: "Convert where the payload is read: `float(value or 0)` or `Decimal(value or \"0\")`.", ru: "Приводите к числу там, где читаете ответ: `float(value or 0)` или `Decimal(value or \"0\")`." },
  here: { en: "`{code}`: text where a number is expected", ru: "`{code}`: текст на месте числа" },
  converted: { en: "{field} of {venue} is converted before it is used as a number.", ru: "{field} от {venue} приводится к числу до использования." },
  conversion: { en: "`{code}`", ru: "`{code}`" },
});
