import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  empty: {
    en: "Nothing of the bot runs when it is stopped: working orders and positions stay on the exchange, sessions are cut off, state is not written",
    ru: "При остановке код бота не выполняется: рабочие ордера и позиции остаются на бирже, сессии обрываются, состояние не записано",
  },
  orders: {
    en: "The shutdown does not touch orders and positions: it neither cancels and closes them nor saves or reports what it leaves behind",
    ru: "Остановка не трогает ордера и позиции: не отменяет и не закрывает их и даже не сохраняет и не сообщает, что оставляет на бирже",
  },
  resting: {
    en: "The shutdown leaves working limit entries in the book: nothing takes them back, and one that is filled after the bot is gone opens a position that nobody looks after",
    ru: "Остановка оставляет в стакане рабочие лимитные входы: их никто не снимает, и исполненный после ухода бота ордер откроет позицию, за которой никто не следит",
  },
  "fix-resting": { en: "in the shutdown, after entries are stopped, cancel the bot's working orders (or give each entry an expiry that the exchange enforces)", ru: "в остановке, после запрета входов, снять рабочие ордера бота (или давать каждому входу срок жизни, за которым следит биржа)" },
  rests: { en: "an entry that waits in the book is placed here", ru: "здесь ставится вход, который ждёт в стакане" },
  entries: {
    en: "The shutdown settles positions while entries go on: the tasks that open orders are neither stopped nor told, and open a new position behind its back",
    ru: "Остановка закрывает позиции, а входы продолжаются: задачи, которые открывают ордера, не остановлены и не предупреждены и откроют новую позицию у неё за спиной",
  },
  connections: {
    en: "The shutdown closes no session and no socket: the last requests are cut off, and the exchange keeps the connection until its own time-out",
    ru: "Остановка не закрывает ни сессий, ни сокетов: последние запросы обрываются, а биржа держит соединение до своего тайм-аута",
  },
  "fix-orders": { en: "in the shutdown cancel working orders, then close the positions, or save them and say which exchange-side stops guard them", ru: "в остановке снять рабочие ордера, затем закрыть позиции или сохранить их и указать, какие стопы на бирже их защищают" },
  "fix-entries": { en: "first set the flag that entries test (or cancel their tasks), then settle orders and positions", ru: "сначала выставить флаг, который проверяют входы (или отменить их задачи), затем закрывать ордера и позиции" },
  "fix-connections": { en: "close sessions and sockets at the end of the shutdown, in `finally`", ru: "закрыть сессии и сокеты в конце остановки, в `finally`" },
  root: { en: "the shutdown starts here ({kind, select, signal {a signal} interrupt {Ctrl+C or a cancelled task} hook {a hook of the framework} after {after the main loop} other {finally}})", ru: "остановка начинается здесь ({kind, select, signal {сигнал} interrupt {Ctrl+C или отмена задачи} hook {хук фреймворка} after {после главного цикла} other {finally}})" },
  stops: { en: "`{fn}` stops the bot", ru: "бота останавливает `{fn}`" },
  settles: { en: "this is done about orders", ru: "вот что делается с ордерами" },
  does: { en: "the shutdown does this", ru: "остановка делает это" },
  protects: { en: "stops on the exchange guard what is left", ru: "оставшееся защищают стопы на бирже" },
  holds: {
    en: "The shutdown {orders, select, settled {gets to `{fn}`, which cancels orders or closes positions: `{what}`} handed {saves or reports what stays open: `{what}`} other {leaves positions open, and the next start takes them over: `{what}`}}",
    ru: "Остановка {orders, select, settled {доходит до `{fn}`, где снимаются ордера или закрываются позиции: `{what}`} handed {сохраняет или сообщает, что остаётся открытым: `{what}`} other {оставляет позиции открытыми, и следующий запуск принимает их: `{what}`}}",
  },
  compared: { en: "The shutdown does nothing about orders and positions; the next start compares them with the exchange (`{fn}`), and that it takes them over was not seen", ru: "Остановка ничего не делает с ордерами и позициями; следующий запуск сверяет их с биржей (`{fn}`), но что он их принимает, не видно" },
  loaded: { en: "The shutdown does nothing about orders and positions; `{what}` reads positions that were kept, and where the running bot writes them was not found", ru: "Остановка ничего не делает с ордерами и позициями; `{what}` читает сохранённые позиции, а где их записывает работающий бот, не найдено" },
  loads: { en: "kept positions are read here", ru: "здесь читаются сохранённые позиции" },
  compares: { en: "here they are compared", ru: "здесь они сверяются" },
  reads: { en: "The shutdown reads `{what}`, but neither cancels, closes, saves nor reports it as far as could be followed", ru: "Остановка читает `{what}`, но, насколько удалось проследить, не снимает, не закрывает, не сохраняет и не сообщает этого" },
  adopts: { en: "the next start takes positions over here", ru: "здесь следующий запуск принимает позиции" },
  adoptedBeside: { en: "The shutdown does nothing about orders and positions; another program of the repository compares positions with the exchange (`{fn}`), and whether it runs beside the bot is not known", ru: "Остановка ничего не делает с ордерами и позициями; с биржей их сверяет другая программа репозитория (`{fn}`), и работает ли она рядом с ботом, неизвестно" },
  none: { en: "The bot has no shutdown sequence at all: see no-signal-handler", ru: "У бота вообще нет последовательности остановки: см. no-signal-handler" },
  registered: { en: "The shutdown runs what was registered with it, and which functions these are could not be followed: whether they settle orders and positions is not known", ru: "Остановка выполняет то, что в ней зарегистрировано, и какие это функции, проследить не удалось: улаживают ли они ордера и позиции, неизвестно" },
  breaks: { en: "The shutdown breaks off here, so what it does about orders and connections behind this line cannot be counted: mend this step first", ru: "Остановка обрывается здесь, поэтому то, что она делает с ордерами и соединениями ниже, не засчитывается: сначала исправьте этот шаг" },
  elsewhere: { en: "Only other programs of the repository have a shutdown; which of their code the trading program runs at its end could not be followed", ru: "Остановка есть только у других программ репозитория; что из неё выполняет торгующая программа, проследить не удалось" },
  start: { en: "the bot starts here", ru: "бот запускается здесь" },
});
