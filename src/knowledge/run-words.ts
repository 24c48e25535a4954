/**
 * How bots word what happens in a run, in English and Russian and in part in other languages: sources of regular expressions
 * without case, in which `\b` and `\w` know all alphabets. A text is a message, or a logging call's text with `{}` for its fields.
 * The mandatory events (skip, exit, fill, trail, reload) are worded in `log-words`.
 */

export interface RunWording {
  /** Any of these says it. */
  readonly says: readonly string[];
  /** Unless one of these stands in the text too. */
  readonly unless: readonly string[];
}

/** Exact tags, upper case, whole words. */
export const RUN_TAGS: Readonly<Record<string, readonly string[]>> = {
  skip: ["SIGNAL_SKIP"],
  exit: ["EXIT_HIT"],
  trail: ["TRAIL_UPDATE"],
  "trail-reload": ["TRAIL_RELOAD"],
  "drift-add": ["DRIFT_ADD"],
  "drift-remove": ["DRIFT_REMOVE"],
  "drift-size": ["DRIFT_SIZE", "SIZE_DRIFT"],
  regime: ["REGIME_CHANGE", "REGIME_CHANGED", "REGIME_SWITCH"],
  entry: ["ENTRY_FILLED", "POSITION_OPENED", "POSITION_OPEN", "TRADE_OPENED"],
  sync: ["SYNC_OK", "SYNC_DONE"],
  "sync-failed": ["SYNC_SKIP", "SYNC_FAIL", "SYNC_FAILED", "SYNC_ERROR"],
  "order-submitted": ["ORDER_SENT", "ORDER_SUBMITTED", "ORDER_SUBMIT", "ORDER_PLACED"],
  "order-accepted": ["ORDER_ACCEPTED", "ORDER_ACK"],
  "order-rejected": ["ORDER_REJECTED", "ORDER_REJECT"],
  "order-canceled": ["ORDER_CANCELED", "ORDER_CANCELLED", "ORDER_CANCEL"],
};

/** Names that structured logs and journals give their events; longer ones speak for themselves. */
export const EVENT_NAMES: Readonly<Record<string, "signal" | "skip" | "fill" | "entry" | "exit" | "reconnect-wait">> = {
  signal: "signal", skip: "skip", skipped: "skip", fill: "fill", filled: "fill", open: "entry", opened: "entry", entry: "entry", close: "exit", closed: "exit", exit: "exit",
  reconnect: "reconnect-wait", reconnecting: "reconnect-wait",
};

/** Words of a failed attempt. */
export const FAILURE = String.raw`\b(error|failed|failure|fail|could not|cannot|can't|unable|exception|traceback|usage)\b|ошибк|не удал|не смог`;

/** Russian for what was before, may be or will be: it did not happen now. */
export const NOT_NOW = String.raw`\bуже\b|\bбудет\b|\bназад\b|ожида|откладыва|отложен|пропускаем|\bвозможно\b|\bвероятно\b|скорее всего|невозможн|блокиру|держать|продлева`;

export const RUN_WORDINGS: Readonly<Record<string, RunWording>> = {
  started: {
    says: [
      String.raw`^\W*(starting|started|launching)\b.{0,40}\b(bot|scalper|trader|trading (engine|system)|application|app)\b`,
      String.raw`\b(bot|scalper|trader|trading (engine|system))\b.{0,25}\b(started|starting|launched|initiali[sz]ing|is (now )?running)\b`,
      String.raw`^\W*старт\b(?!.{0,25}(свер|задач|поток|цикл|опрос))`,
      String.raw`\bбот\b.{0,20}(запущен|стартовал|запускается)`,
      String.raw`^\W*(запуск|запускаем)\b.{0,20}\bбот`,
    ],
    unless: [FAILURE, String.raw`\bnot\b|already|\b(websocket|ws|telegram|dashboard|thread|worker|task|check|verify|make sure|clear|memory)\b`],
  },
  shutdown: {
    says: [
      String.raw`\b(shutting down|graceful(ly)? (shutdown|stop)|shutdown (started|initiated|requested|signal)|initiating shutdown)\b`,
      String.raw`\bstopping\b.{0,12}\b(bot|scalper|trader|trading (engine|system))\b`,
      String.raw`\breceived (signal|sig(term|int))\b|\bsig(term|int)\b.{0,30}(received|stop|shut)`,
      String.raw`\b(stop|shutdown) requested\b|\bkeyboardinterrupt\b|\b(interrupted|stopped) by user\b`,
      String.raw`^\W*(остановка\b(?! (потер|убыт))|останавлива|завершени\w* работы|получен сигнал (остан|заверш|sig))`,
    ],
    unless: [String.raw`\b(complete|completed|finished|done|handler|registered|installed|interrupted|timed out|failed|error|existing|cannot|could not)\b|\bworker\b|прерван|не удал`],
  },
  stopped: {
    says: [
      String.raw`\b(bot|scalper|trader|trading (engine|system)|application)\b.{0,20}\b(stopped|terminated|exited|shut down)\b`,
      String.raw`\bshutdown (complete|completed|finished|done)\b`,
      String.raw`^\W*(stopped|goodbye|bye)\W*$`,
      String.raw`^\W*(бот )?(остановлен|завершён|завершен|выключен)\W*$`,
      String.raw`\bбот\b.{0,15}(остановлен|завершил|выключен)`,
      String.raw`\bработа\b.{0,15}завершена`,
    ],
    unless: [FAILURE, String.raw`\b(via api|not|verify|check|make sure|if)\b`],
  },
  connected: {
    says: [
      String.raw`\b(web ?socket|ws|wss|stream|socket|feed)\b.{0,30}\b(re)?(connected|connection (established|opened)|opened|established)\b`,
      String.raw`\b(re)?connected to\b.{0,40}\b(ws|wss|web ?socket|stream|feed)\b`,
      String.raw`(поток|web ?socket|\bws\b|сокет|соединени)\w*.{0,25}(\bподключ(ён|ен|ено|ена|ились|ился)\b|установлено|восстановлен)`,
      String.raw`\bподключ(ён|ен|ено|ились|ились)\b.{0,25}(к web ?socket|к ws|к поток|поток)`,
    ],
    unless: [FAILURE, String.raw`\b(clients?|not|total|already|dashboard|router|stale)\b|disconnected|отключ|\bне\b|\bуже\b`],
  },
  disconnected: {
    says: [
      String.raw`\b(web ?socket|ws|wss|stream|socket|feed)\b.{0,30}\b(disconnected|closed|lost|dropped|terminated)\b`,
      String.raw`\bconnection\b.{0,15}\b(lost|closed|dropped|reset)\b`,
      String.raw`\bdisconnected\b`,
      String.raw`(поток|web ?socket|\bws\b|сокет|соединени)\w*.{0,25}(закры|потер|разорв|отключ|обрыв|оборв)\w*`,
    ],
    unless: [String.raw`\b(clients?|total|old|status)\b|database|\bdb\b|\bredis\b|gracefully|dashboard|\bcloses?d? position|позици`],
  },
  "reconnect-wait": {
    says: [
      String.raw`\bre-?connect(ing|s)?\b.{0,60}(\b(in|after|delay|attempt|sleep|sleeping|wait|waiting|backoff|try|retry)\b)`,
      String.raw`\b(attempt|retry|backoff|waiting|wait|sleeping)\b.{0,40}\bre-?connect`,
      String.raw`\bre-?connect\w*\b.{0,40}\d+(\.\d+)?\s*(s|sec|secs|seconds|ms)\b`,
      String.raw`(переподключ|реконнект)\w*.{0,60}(через|попытк|задержк|ожид)`,
      String.raw`попытк\w*.{0,30}(переподключ|реконнект)`,
    ],
    unless: [String.raw`\b(max|maximum|exhausted|giv(e|ing) up|gave up|reset|deferred|failed to reconnect)\b|исчерпан|successful|успешн`],
  },
  "gave-up": {
    says: [
      String.raw`\bfailed to re-?connect\b.{0,30}\bafter\b.{0,20}\battempts\b`,
      String.raw`\b(max|maximum)\b.{0,15}\b(re-?connect\w*)\b.{0,40}\b(reached|exceeded|exhausted)\b`,
      String.raw`\bre-?connect\w*\b.{0,60}\b(exhausted|exceeded|giving up|gave up|max\w* (attempts|retries) reached)\b`,
      String.raw`\b(stream|web ?socket|ws|connection|socket|feed)\b.{0,60}\b(giving up|gave up|(attempts|retries) exhausted)\b`,
      String.raw`(поток|web ?socket|\bws\b|сокет|соединени|переподключ|реконнект)\w*.{0,60}попыт\w*.{0,15}(исчерпан|закончил)`,
      String.raw`(исчерпан|превыш)\w*.{0,25}попыт\w*.{0,25}(переподключ|реконнект|подключ|соединени)`,
    ],
    unless: [],
  },
  regime: {
    says: [
      String.raw`\bregime\b.{0,30}(\bchang|\bswitch|\bshift|\btransition|→|->)`,
      String.raw`\b(chang|switch|shift)\w*\b.{0,20}\bregime\b`,
      String.raw`(смен|переключ|измен)\w*.{0,25}режим`,
      String.raw`\bрежим\w*.{0,30}(смен|измен|переключ|→|->)`,
      String.raw`(市场状态|行情).{0,10}(变化|切换)`,
    ],
    unless: [FAILURE, String.raw`\bno\b|unchanged|не измен`],
  },
  "drift-size": {
    says: [
      String.raw`\b(position )?(size|quantity|qty|amount)s?\b.{0,12}\b(mismatch|differs?|discrepanc\w+|drift(ed)?)\b`,
      String.raw`\b(mismatch|discrepanc\w+|drift)\b.{0,20}\bposition (size|quantity|qty)\b`,
      String.raw`(размер|объём|объем|количеств)\w*.{0,15}позици\w*.{0,25}(не совпад|расход|отлича)`,
    ],
    unless: [FAILURE, String.raw`\bno (size )?(mismatch|drift|discrepanc)|\border\b|не найден`],
  },
  "order-submitted": {
    says: [
      String.raw`\border[_ ](sent|submitted|placed|created)\b`,
      String.raw`\b(placed|submitted|sent|created|placing|submitting|sending)\b.{0,25}\border\b`,
      String.raw`\bордер(а|у|ом)?\b.{0,25}(отправлен|размещ[её]н|выставлен|создан)`,
      String.raw`(отправлен|отправляем|размеща|выставля|выставлен|размещ[её]н|создан)\w*.{0,20}\bордер\b`,
    ],
    unless: [FAILURE, String.raw`\b(cancel\w*|not|no|reject\w*|invalid|dry.?run|simulat\w*)\b|отмен|\bне\b|подписк|дубл`, NOT_NOW],
  },
  "order-accepted": {
    says: [String.raw`\border[_ ](is )?(accepted|acknowledged|confirmed)\b`, String.raw`\bордер(а|у|ом)?\b.{0,20}(принят|подтвержд[её]н)`],
    unless: [FAILURE, String.raw`\bnot\b|\bне\b`],
  },
  "order-rejected": {
    says: [
      String.raw`\border\b.{0,40}\brejected\b`,
      String.raw`\brejected\b.{0,20}\border\b`,
      String.raw`\bордер(а|у|ом)?\b.{0,40}(отклон[её]н(?!и)|отверг)`,
    ],
    unless: [String.raw`\b(signal|risk|validation|avoid|might|maybe|may|could|or)\b|сигнал`],
  },
  "order-canceled": {
    says: [
      String.raw`\border\b.{0,30}\b(cancell?ed|expired)\b`,
      String.raw`\bcancell?ed\b.{0,30}\border\b`,
      String.raw`\bордер(а|у|ом)?\b.{0,30}(отмен[её]н|снят\b|истёк)`,
      String.raw`(отмен[её]н|снят)\b.{0,20}\bордер\b`,
    ],
    unless: [FAILURE, String.raw`\bnot\b|\bне\b|already`],
  },
  "order-unresolved": {
    says: [
      String.raw`\b(order|entry|exit)\b.{0,60}\b(timed ?out|timeout|(outcome|status|state) (is )?(unknown|uncertain)|unknown (state|status|outcome)|not confirmed|unconfirmed|unresolved)\b`,
      String.raw`\bордер(а|у|ом)?\b.{0,40}(не подтвержд|таймаут|завис|исход неизвест|статус неизвест)`,
    ],
    unless: [String.raw`\b(order ?book|stop.?order timeout|cancel\w*|non-timeout|strategy loop)\b|отмен[её]н|размещ`],
  },
  memory: {
    says: [String.raw`\brss\b`, String.raw`\bmemory (usage|use|used)\b`, String.raw`(?<!\b(in|from) )\bmemory\b.{0,10}(=|:).{0,6}(\d|\{\})`, String.raw`\b(потребление|использование)\b.{0,12}памят`, String.raw`\bпамять\b.{0,6}(=|:)`],
    unless: [FAILURE, String.raw`\b(feed|news|gpu|disk|cleaned|freed)\b`],
  },
};


/** Which limit was reached, and how that is said. */
export const LIMIT_WORDINGS: Readonly<Record<string, readonly string[]>> = {
  memory: [
    String.raw`\bmemory_limit\w*\b`,
    String.raw`\bmemory\b.{0,40}\b(exceed\w*|reached|above|over (the )?limit|too high|critical)\b`,
    String.raw`\brss\b.{0,40}\b(exceed\w*|above|over)\b`,
    String.raw`(превыш\w*.{0,25}памят|памят\w*.{0,40}превыш)`,
  ],
  "daily-loss": [
    String.raw`\bdaily_(loss|drawdown|stop)(_limit)?(_(hit|reached|exceeded|breach\w*))?\b(?! ?[=:])`,
    String.raw`\bdaily\b.{0,8}\b(loss|drawdown|pnl)\b.{0,40}\b(reached|exceed\w*|hit|breach\w*)\b`,
    String.raw`дневн\w*.{0,15}(убыт|лосс|просад|лимит)\w*.{0,40}(достиг|превыш|исчерп)`,
    String.raw`(достиг|превыш)\w*.{0,25}дневн\w*`,
  ],
  "open-positions": [
    String.raw`\bmax\w*\b.{0,5}\b(open |concurrent |number of )?(positions?|trades?)\b.{0,30}\b(reached|exceed\w*|hit)\b`,
    String.raw`(лимит|максимум)\w*.{0,20}позици\w*.{0,20}(достиг|превыш|исчерп)|достиг\w*.{0,20}(лимит|максимум)\w*.{0,20}позици`,
  ],
  drawdown: [String.raw`\bmax\w*\b.{0,5}\bdrawdown\b.{0,30}\b(reached|exceed\w*|hit|breach\w*)\b`, String.raw`просадк\w*.{0,30}(превыш|достиг)`],
  breaker: [String.raw`\bcircuit.?breaker\b.{0,30}\b(trip\w*|(?<!half.)open(ed)?|activated|triggered)\b`, String.raw`\bbreaker_(trip|open)\w*\b`],
  "kill-switch": [
    String.raw`\bkill.?switch\b.{0,30}\b(activated|triggered|engaged|tripped)\b`,
    String.raw`\bemergency.?(stop|close|flat)\b.{0,30}\b(activated|triggered)\b`,
    String.raw`\btrading (is )?(halted|suspended)\b`,
    String.raw`торговл\w*.{0,15}(остановл|приостан)\w*`,
  ],
};

/** Metrics of execution quality by their words; the first that fits is it. */
export const METRIC_WORDINGS: readonly (readonly [string, string])[] = [
  ["exit-slippage", String.raw`\bexit[_ ]?slip(page)?|проскальз\w*.{0,12}выход|выход\w*.{0,12}проскальз`],
  ["slippage", String.raw`slippage\b|\bslip\b|проскальз`],
  ["trail-distance", String.raw`\btrail(ing)?([_ ]stop)?[_ ]dist(ance)?`],
  ["latency", String.raw`latency|\brtt\b|round.?trip|задержк`],
];

/** Sums and settings speak of a metric without being a sample of it. */
export const NO_SAMPLE = String.raw`\b(avg|average|mean|median|p50|p90|p95|p99|total|summary|config\w*|setting\w*|estimat\w+|expected)[_ :]{0,2}(fill_|order_|exit_|entry_)?(latency|slip|rtt)|\b(threshold|tolerance|limit) (set|is|=)|(средн|минимальн|адаптивн)\w* (задержк|проскальз)|\bslippage guard\b|\+ ?slippage|с уч[её]том (slippage|проскальз)|(скорректирован\w* на|защит\w* от) (slippage|проскальз)`;
