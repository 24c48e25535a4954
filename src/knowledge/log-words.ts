/** How bots word the mandatory events in their logs, and what writes a log or another record. */

export type LogEvent = "skip" | "exit" | "fill" | "trail" | "reload" | "drift";

/** The tags that the log must carry. */
export const EVENT_TAGS: Readonly<Record<LogEvent, readonly string[]>> = {
  skip: ["SIGNAL_SKIP"], exit: ["EXIT_HIT"], fill: ["FILL"], trail: ["TRAIL_UPDATE"], reload: ["TRAIL_RELOAD"], drift: ["DRIFT_ADD", "DRIFT_REMOVE"],
};

/**
 * Other wordings, in the languages that bots are written in: sources of regular expressions, in which `\b` and `\w` know all
 * alphabets (see `event-texts`). Fields of the text are `{}`.
 */
export const EVENT_WORDINGS: Readonly<Record<LogEvent, readonly string[]>> = {
  skip: [
    String.raw`\bsignal[_ ]?skip`,
    String.raw`\b(skip|reject|block|veto|drop)\w*[_ ](signal|entry|trade)\b`,
    String.raw`\b(entry|trade)[_ ](skip|reject|block|den(y|ied)|veto)\w*`,
    String.raw`\b(signals?|entry|entries|trade|setup|candidate|opportunity)\b.{0,60}\b(skip\w*|reject\w*|block(ed|ing|s)?|filtered|ignor\w+|discard\w*|denied|veto\w*|suppress\w*|dropped|not (allowed|taken|executed)|too (weak|low|late|old|stale))\b`,
    String.raw`\b(skip(ped|ping)?|reject(ed|ing)?|block(ed|ing)?|filter(ed|ing) out|ignor(ed|ing)|discard(ed|ing)?)\b.{0,50}\b(signals?|entry|entries|trade|setup|candidate|opportunity)\b`,
    String.raw`\b(in|on) cooldown\b`,
    String.raw`\bmax\w* .{0,20}positions?\b.{0,30}(skip|reject|reach)`,
    String.raw`(сигнал|вход|сделк|ордер|пар[аыу]\b|символ)\w*.{0,60}(пропу[скщ]|отклон(?!ени)|отфильтр|заблок|блокир|игнор|отброш|отмен|запрещ|не прош)\w*`,
    String.raw`(пропу[скщ]|отклон(?!ени)|отфильтр|заблок|блокир|игнор|\bнет\b|не прош)\w*.{0,40}(сигнал|вход|сделк)\w*`,
    String.raw`кулдаун`,
    String.raw`(信号|開倉|开仓|交易|买入|卖出|訊號|進場|进场|買入|賣出).{0,20}(跳过|拒绝|忽略|过滤|阻止|禁止|跳過|拒絕|過濾)`,
    String.raw`(跳过|拒绝|忽略|过滤|跳過|拒絕|過濾|放棄).{0,15}(信号|开仓|交易|买入|卖出|訊號|開倉|進場|進場|買入|賣出)`,
    String.raw`(シグナル|エントリー|取引|注文).{0,25}(スキップ|拒否|見送|除外|却下)`,
    String.raw`(진입|신호).{0,12}(차단|거부|스킵|무시|건너)`,
    String.raw`(señal|entrada|operaci[oó]n).{0,40}(rechaz|descart|ignor|omit|bloque|filtr)`,
    String.raw`omit\w+.{0,20}(orden|señal|entrada)`,
    String.raw`(signal|entr[ée]e|opportunit[ée]).{0,40}(rejet|ignor|bloqu|filtr|écart)`,
    String.raw`(sign[áa]l|vstup|obchod).{0,40}(zam[íi]tnut|p[řr]esko[čc]|blokov|ignorov)`,
    String.raw`(sinyal|işlem|giriş).{0,30}(atla|red|engel|yok say)`,
    String.raw`(sinal|entrada|ordem|opera[cç][aã]o).{0,40}(ignor|rejeit|bloque|descart|pulad)`,
    String.raw`(إشارة|صفقة).{0,30}(رفض|تجاهل|تخط|غير صحيحة|مرفوض)`,
    String.raw`(sinyal|entri).{0,30}(ditolak|dilewati|diabaikan)`,
    String.raw`(tín hiệu|lệnh).{0,30}(bỏ qua|từ chối)`,
  ],
  exit: [
    String.raw`\bexit[_ ]?hit\b`,
    String.raw`\b(position|trade)[_ ]closed?\b`,
    String.raw`\b(tp\d?|sl|stop|take[_ ]?profit)[_ ]?hit\b`,
    String.raw`\b(position|trade|long|short)s?\b.{0,40}\b(closed|exited|liquidated|flattened)\b`,
    String.raw`\b(closed|exited|exiting|closing|flatten(ed|ing)?)\b.{0,30}\b(position|trade|long|short)s?\b`,
    String.raw`\b(emergency|partial|slippage|then|—|->|→)\b.{0,40}\bflatten\w*`,
    String.raw`\b(tp\d?|sl|take.?profit|stop.?loss|trailing stop)\b.{0,25}\b(hit|triggered|reached|executed|fired)\b`,
    String.raw`(позици|сделк)\w*.{0,40}(закры|ликвидир)\w*`,
    String.raw`закры\w*.{0,25}(позици|сделк|лонг|шорт)\w*`,
    String.raw`(\btp\b|\bsl\b|стоп|тейк|трейл)\w*.{0,20}(сработал|достигнут|исполнен)\w*`,
    String.raw`выход\w* из (позиц|сделк)\w*`,
    String.raw`平[仓倉]`,
    String.raw`清[仓倉]`,
    String.raw`止[损損].{0,6}(触发|成交|觸發)`,
    String.raw`止[盈利].{0,6}(触发|成交|觸發)`,
    String.raw`청산`,
    String.raw`손절`,
    String.raw`익절`,
    String.raw`(posici[oó]n|operaci[oó]n).{0,20}cerrad`,
    String.raw`cierre de`,
    String.raw`position.{0,15}(ferm|clôtur)`,
    String.raw`pozic\w*.{0,20}uzav`,
    String.raw`pozisyon.{0,15}kapa`,
    String.raw`(posi[cç][aã]o|ordem|opera[cç][aã]o|trade).{0,30}(fechad|encerrad)`,
    String.raw`(fechamento|fecho|fechad[ao]|encerrad[ao]).{0,40}(posi[cç]|ordem|opera|enviad|sucesso)`,
    String.raw`(إغلاق|أغلق|مغلق).{0,30}(صفق|مركز|مراكز)`,
    String.raw`position.{0,20}geschlossen`,
    String.raw`posisi.{0,20}(ditutup|tutup)`,
    String.raw`đóng (lệnh|vị thế)`,
    String.raw`決済`,
  ],
  trail: [
    String.raw`\btrail(ing)?[_ ](update|move|stop|reload)\w*`,
    String.raw`\btrail(ing)?\b.{0,50}\b(updat|mov(ed|ing)|rais|lower|tighten|adjust|activat|arm(ed)?|ratchet|new (stop|sl))\w*`,
    String.raw`\b(sl|stop(.?loss)?)\b.{0,25}\b(moved|updated|raised|lowered|trailed|tightened|adjusted|modified|ratcheted)\b`,
    String.raw`\b(mov(ed|ing)|updat(ed|ing)|rais(ed|ing)|trail(ed|ing))\b.{0,20}\b(sl|stop(.?loss)?)\b`,
    String.raw`break.?even.{0,20}(activ|set|mov|lock)`,
    String.raw`\b(sl|stop)\b.{0,15}\b(to|на) (breakeven|be\b|entry)`,
    String.raw`(трейл|стоп|\bsl\b)\w*.{0,40}(обновл|подтя|перенес|перенос|сдви|передви|активир|измен|модифиц)\w*`,
    String.raw`(обновл|подтя|перенос|перенес|сдви|передви|активац)\w*.{0,20}(стоп|трейл|\bsl\b)\w*`,
    String.raw`безубыт\w*`,
    String.raw`(移动|追踪|跟踪|移動|追蹤)(止[损損利盈])`,
    String.raw`トレーリング|ストップ.{0,10}(移動|更新)`,
    String.raw`트레일링`,
    String.raw`본절`,
    String.raw`trailing.{0,25}(activad|actualiz|activé|mis à jour|aktivov|posun|güncel|ajust|atualiz|reajust)`,
    String.raw`\bstop\b.{0,25}(movid|subiu|ajustad|reajust|atualizad)`,
  ],
  reload: [
    String.raw`\btrail[_ ]?reload\b`,
    String.raw`(trail\w*|\bsl\b|\btp\b|param\w*|config\w*|multiplier\w*).{0,40}(reload|re-?appl|re-?calc|refresh)\w*.{0,40}regime`,
    String.raw`regime.{0,60}(param\w*|config\w*|multiplier\w*|trail\w*|\bsl\b|\btp\b).{0,40}(reload|updat|appl|switch|chang|adjust)\w*`,
    String.raw`режим\w*.{0,60}(параметр|множител|трейл)\w*.{0,40}(обнов|перезагру|примен)\w*`,
    String.raw`(параметр|множител)\w*.{0,40}(обновл|перезагру)\w*.{0,40}режим`,
  ],
  fill: [
    String.raw`\bfill(ed|s)?\b`,
    String.raw`partial(ly)?.?fill`,
    String.raw`\border\b.{0,40}\b(filled|executed)\b`,
    String.raw`\bexecution(report)?\b`,
    String.raw`(ордер|заявк|лимитк)\w*.{0,40}(исполн|заполн|сработал)\w*`,
    String.raw`исполнен\w*.{0,20}(ордер|заявк)\w*`,
    String.raw`(?<!未)成交`,
    String.raw`(?<!未)約定`,
    String.raw`체결`,
    String.raw`orden.{0,25}ejecutad`,
    String.raw`ordre.{0,25}exécut`,
    String.raw`objedn[áa]vk.{0,25}(vypln|proveden)`,
    String.raw`emir.{0,20}gerçekleş`,
  ],
  drift: [
    String.raw`\bdrift[_ ]`,
    String.raw`\b(phantom|ghost|zombie|orphan(ed)?|desync\w*|out.of.sync|reconcil\w+)\b`,
    String.raw`\bposition\b.{0,30}\bmismatch`,
    String.raw`\bnot (found )?(on|in) (the )?exchange\b`,
    String.raw`\bon (the )?exchange but\b`,
    String.raw`missing (from|on|in) (local|exchange|registry|db|database|state)`,
    String.raw`(фантом|зомби|рассинхрон|расхожд|осирот)\w*`,
    String.raw`(есть|найден\w*|обнаруж\w*) на бирж\w*`,
    String.raw`(нет|отсутств\w*|не найден\w*).{0,20}(на бирж|в (реестр|памят|баз|бот))\w*`,
    String.raw`幽灵`,
    String.raw`不一致`,
    String.raw`同步.{0,6}(持仓|仓位|持倉|倉位)`,
    String.raw`고아`,
    String.raw`불일치`,
    String.raw`hu[ée]rfan`,
    String.raw`orphelin`,
    String.raw`desincroniz`,
  ],
};

/** Words of a failed attempt, a help text, a process signal: such a text reports no event. */
export const NO_EVENT = /\b(error|failed|failure|could not|cannot|unable|exception|traceback|usage:|signal handler)\b|ошибк|не удалось/i;

/** Nothing was closed or filled. */
export const NOTHING_DONE = /\b(already closed|not found|no (open |active )?positions?|nothing to|no (\w+ )?(fills?|filled \w+|quantity (executed|filled))|(not|n't|never|without) (\w+ )?(a )?fill(ed|s)?)\b/i;

/** What will be done, and what was not. */
export const NOT_YET = /\bnot (\w+ )?(filled|closed|executed|placed|sent)\b|\b(placing|sending|submitting|closing|attempting|trying|about to)\b|❌|(?<!已)(执行|准备|尝试|正在)(?!完成|成功)|не исполнен|отправля|\btenta(tiva|ndo)\b|\bintent(o|ando)\b|fehlgeschlagen|échou|fall[oó]|falh|gagal|başarısız|فشل|失敗|失败|실패|провален|провалил|неудач|сбой/i;

/** What is recorded beside the log: messages to people, event buses, tables, files. */
export const RECORDER_NAMES = /(^|_)(notify|notif\w*|alert\w*|telegram|tg|discord|slack|broadcast|emit|publish|journal\w*|audit\w*|log|logs|record|event|events|writerow|write_row|append_row|report|insert\w*|persist|(append|write)_(trade|event|fill|record|decision)s?|save_(trade|event|skip|signal|fill|decision)\w*|send_message|edit_message_text|reply_text|reply|send_text|track_event|observe|add_event)(_|$)/;

/** Counters say how often, not what. */
export const COUNTER_NAMES = /^(count|inc|incr|increment|counter|tick|bump|labels)$|(^|_)(metric|counter|stat)s?(_|$)/;

export const LOG_LEVELS: Readonly<Record<string, number>> = {
  trace: 5, debug: 10, info: 20, success: 25, notice: 25, warning: 30, warn: 30, error: 40, danger: 40, exception: 40, critical: 50, fatal: 50,
  // structlog's coroutines.
  adebug: 10, ainfo: 20, awarning: 30, awarn: 30, aerror: 40, aexception: 40, acritical: 50, afatal: 50,
};

/** What bots call their own way into the log. */
export const LOG_WRAPPER = /^_*(log|add_log|write_log|append_log|log_?(msg|message|line|text)|logMessage|addLog)$/;

/** The head of a library path that writes logs. */
export const LOG_LIBRARY = /^(logging|loguru|structlog|rich|logbook|eliot)\b/;
/** Names of what is logged with. */
export const LOGGER_NAME = /(^|_)(log|logger|logging|console)(_|$)|logger$|^log[A-Z_]?|_log$|^_?LOG(GER)?$/i;

/** What each event must tell, by the words that fields are told by. */
export const EVENT_FIELDS: Readonly<Record<LogEvent, Readonly<Record<string, RegExp>>>> = {
  skip: { symbol: /symbol|inst|pair|coin|ticker|market|(?<![a-z])sym(?![a-z])|asset|position|signal/ },
  exit: { symbol: /symbol|inst|pair|coin|ticker|market|(?<![a-z])sym(?![a-z])|asset|position|trade/, price: /price|px|\bexit\b|entry|@|avg|fill|mark/, pnl: /pnl|p&l|(?<!take[_ ]?)profit|(?<!stop[_ ]?)loss|\broi\b|_roi\b|return|(?<!(order|close|api)[_ ]?)result|\bgain|\bearn/ },
  fill: { symbol: /symbol|inst|pair|coin|ticker|market|(?<![a-z])sym(?![a-z])|asset/, price: /price|px|avg|@/, size: /size|qty|quantity|amount|volume|contracts|\bsz\b|filled/, latency: /latenc|elapsed|duration|took|rtt|delay|_ms\b|\bms\b|seconds/ },
  trail: { symbol: /symbol|inst|pair|coin|ticker|market|(?<![a-z])sym(?![a-z])|asset|position|trade/, stop: /stop|sl\b|sl_|level|price|trail/ },
  reload: { symbol: /symbol|inst|pair|coin|ticker|market|(?<![a-z])sym(?![a-z])|asset|position/ },
  drift: { symbol: /symbol|inst|pair|coin|ticker|market|(?<![a-z])sym(?![a-z])|asset|position|key/ },
};

/** `ORDER_CONFIRM_TIMEOUT_MS` says how long is waited, not how long it took. */
export const WAITS = /\w*(timeout|interval|poll|retry|cooldown|sleep|order_delay|backoff)\w*/g;
