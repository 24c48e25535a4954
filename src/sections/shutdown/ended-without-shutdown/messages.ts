import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  signal: {
    en: "{signal} ended the process at once: nothing handled it, so positions, orders and state stayed as they were",
    ru: "{signal} завершил процесс сразу: сигнал никто не обработал, позиции, ордера и состояние остались как были",
  },
  killed: {
    en: "SIGKILL ended the process, and no bot can answer that: find out who sent it (the kernel for want of memory, a stop that took too long, a person)",
    ru: "Процесс завершён SIGKILL, и ни один бот не может на это ответить: выясните, кто его послал (ядро из-за памяти, слишком долгая остановка, человек)",
  },
  failed: {
    en: "{exception} ended the process (status {code}) and nothing of the shutdown ran: positions and orders stayed on the exchange",
    ru: "{exception} завершил процесс (код {code}), остановка не выполнялась: позиции и ордера остались на бирже",
  },
  left: {
    en: "The process ended with status {code}, and none of the lines that its shutdown prints is in the log: positions, orders and state were left as they were",
    ru: "Процесс завершился с кодом {code}, а в логе нет ни одной строки, которые печатает его остановка: позиции, ордера и состояние остались как были",
  },
  restarted: {
    en: "The bot started again, and none of the lines that its shutdown prints stands between: the run before was cut off, with whatever it held",
    ru: "Бот запустился снова, а между запусками нет ни одной строки, которые печатает его остановка: предыдущий запуск оборвался вместе со всем, что держал",
  },
  stopped: { en: "the run ended through the bot's shutdown", ru: "запуск завершился штатной остановкой бота" },
  silent: {
    en: "End of the run: the process ended with status {code}; the bot's code prints nothing when it stops, so the log cannot show its shutdown.",
    ru: "Конец запуска: процесс завершился с кодом {code}; код бота при остановке ничего не печатает, поэтому по логу её не увидеть.",
  },
  unseen: {
    en: "End of the run: it is not in the telemetry and the log. Start the bot with `golive run` and stop it with Ctrl-C.",
    ru: "Конец запуска: его нет ни в телеметрии, ни в логе. Запускайте бота через `golive run` и останавливайте Ctrl-C.",
  },
  cutOff: { en: "End of the run: SIGKILL cut the shutdown off (see shutdown/stop-took-too-long).", ru: "Конец запуска: SIGKILL оборвал остановку (см. shutdown/stop-took-too-long)." },
  end: { en: "{how, select, restarted {the next start} other {the process ended{signal, select, none {} other { by {signal}}}{code, select, none {} other { with status {code}}}}}", ru: "{how, select, restarted {следующий запуск} other {процесс завершился{signal, select, none {} other { по {signal}}}{code, select, none {} other { с кодом {code}}}}}" },
  before: { en: "the last that is known before: {line}", ru: "последнее, что известно до этого: {line}" },
  fix: {
    en: "handle SIGTERM and SIGINT (`loop.add_signal_handler`), and run the shutdown in a `finally` around the main coroutine",
    ru: "обрабатывать SIGTERM и SIGINT (`loop.add_signal_handler`), а остановку выполнять в `finally` вокруг главной корутины",
  },
});
