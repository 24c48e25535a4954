import type { Misuse } from "../../../facts/code/races/lock-misuses.ts";
import { catalogue } from "../../../sdk/text.ts";

/** What is wrong, by kind of misuse; `<kind>-fix` what to do, `<kind>-step` what the second place shows. */
export const say = catalogue({
  "fresh": {
    en: "`{code}` is a new lock at each call{from, select, none {} other { (`{from}` makes it)}}: nobody else can hold it, so it excludes nobody and the code inside runs as if there were no lock.",
    ru: "`{code}` — новый lock при каждом вызове{from, select, none {} other { (его создаёт `{from}`)}}: никто другой его не держит, он никого не исключает, код внутри выполняется как без lock.",
  },
  "fresh-fix": { en: "Make the lock once, in `__init__` or in a map by symbol, and take that one.", ru: "Создайте lock один раз — в `__init__` или в словаре по символу — и берите его." },
  "fresh-step": { en: "", ru: "" },
  "late-store": {
    en: "The lock of a key is stored after an await that stands behind the test `{test}`: two tasks pass the test, the second replaces the lock that the first one holds.",
    ru: "Lock по ключу записывается после await, который стоит за проверкой `{test}`: проверку проходят две задачи, вторая подменяет lock, который держит первая.",
  },
  "late-store-fix": { en: "`lock = locks.setdefault(key, asyncio.Lock())`, or test and store without an await in between.", ru: "`lock = locks.setdefault(key, asyncio.Lock())` либо проверка и запись без await между ними." },
  "late-store-step": { en: "tested, and then awaited, here", ru: "проверка и await здесь" },
  "private-map": {
    en: "`{code}`: the shared map of locks is empty at first, an empty map is false, and this object gets a private one. Its locks exclude nobody else.",
    ru: "`{code}`: общий словарь lock'ов сначала пуст, пустой словарь ложен, и объект получает собственный. Его lock'и никого другого не исключают.",
  },
  "private-map-fix": { en: "`locks if locks is not None else '{}'`.", ru: "`locks if locks is not None else '{}'`." },
  "private-map-step": { en: "a shared map is handed over here", ru: "здесь передаётся общий словарь" },
  "wrong-type": {
    en: "`{label}` is a set, and `{code}` assigns an item: TypeError at the first pass, before the code that the lock was to guard.",
    ru: "`{label}` — множество, а `{code}` присваивает элемент по ключу: TypeError при первом же проходе, раньше кода, который lock должен защищать.",
  },
  "wrong-type-fix": { en: "Make it a dict of locks, apart from the set of busy keys.", ru: "Заведите словарь lock'ов, отдельно от множества занятых ключей." },
  "wrong-type-step": { en: "made as a set here", ru: "здесь создано множество" },
  "blocks-loop": {
    en: "`{code}` holds a thread lock over the await in line {line}: the next task that wants it blocks the whole event loop, and nothing can release it any more.",
    ru: "`{code}` держит потоковый lock через await в строке {line}: следующая задача, которой он нужен, остановит весь event loop, и отпустить его будет некому.",
  },
  "blocks-loop-fix": { en: "Use `asyncio.Lock` with `async with`, or release before the await.", ru: "Возьмите `asyncio.Lock` с `async with` или отпускайте до await." },
  "blocks-loop-step": { en: "waits here with the lock in hand", ru: "здесь ждёт, держа lock" },
  "lets-in": {
    en: "`{code}` is a reentrant thread lock held over the await in line {line}: the other tasks of the thread walk in meanwhile, so it keeps none of them out, and another thread that wants it waits as long as the await lasts.",
    ru: "`{code}` — потоковый RLock, который держат через await в строке {line}: другие задачи того же потока в это время проходят свободно, то есть он не исключает никого из них, а другой поток ждёт, пока не закончится await.",
  },
  "lets-in-fix": { en: "Use `asyncio.Lock` with `async with`, or copy what is needed under the lock and await after it.", ru: "Возьмите `asyncio.Lock` с `async with` или скопируйте нужное под lock, а ждите уже после него." },
  "lets-in-step": { en: "waits here; other tasks may take the same lock", ru: "здесь ждёт, и другие задачи могут взять тот же lock" },
  "inversion": {
    en: "`{label}` is taken here inside of another lock, and in line {line} the other way round: two tasks that meet wait for each other for ever.",
    ru: "`{label}` здесь берётся внутри другого lock, а в строке {line} — в обратном порядке: две встретившиеся задачи ждут друг друга вечно.",
  },
  "inversion-fix": { en: "Take both in one order everywhere.", ru: "Берите оба везде в одном порядке." },
  "inversion-step": { en: "the other order", ru: "обратный порядок" },
  "only-asked": {
    en: "`{code}` is only asked, never taken: between the answer and the order in line {line} another task takes the lock, and both act.",
    ru: "`{code}` только спрашивают и не берут: между ответом и ордером в строке {line} lock возьмёт другая задача, и действуют обе.",
  },
  "only-asked-fix": { en: "Take it: `async with lock:` around test and order.", ru: "Берите lock: `async with lock:` вокруг проверки и ордера." },
  "only-asked-step": { en: "the order", ru: "ордер" },
  "dropped": {
    en: "`{code}` takes the lock of a key out of `{label}` while another run may hold it or wait for it ({held}): of {pairEn} the next one makes a second lock for the same key, and both are inside at once.",
    ru: "`{code}` убирает lock ключа из `{label}`, пока его может держать или ждать другой запуск ({held}): {pairRu} идут вперемешку, следующий создаст второй lock для того же ключа, и внутри окажутся оба.",
  },
  "dropped-fix": { en: "Keep the lock as long as the bot runs (one for each symbol is little), or drop it only where it is not locked and nobody waits.", ru: "Храните lock всё время работы бота (по одному на символ — это немного) или убирайте, только если он не занят и его никто не ждёт." },
  "dropped-step": { en: "held here", ru: "здесь его держат" },
  "at": { en: "here", ru: "здесь" },
  "holds": { en: "`{label}` is one and the same lock for all who take it ({count}).", ru: "`{label}` — один и тот же lock для всех, кто его берёт ({count})." },
  "none": { en: "The bot uses no locks.", ru: "Бот не использует lock'и." },
} satisfies Record<Misuse | `${Misuse}-fix` | `${Misuse}-step` | "dropped" | "dropped-fix" | "dropped-step" | "at" | "holds" | "none", { en: string; ru: string }>);
