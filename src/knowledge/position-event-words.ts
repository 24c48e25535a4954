/** How bots word what happens to signals, positions and the registry in a run: as in `run-words`. */
import { FAILURE, NOT_NOW, type RunWording } from "./run-words.ts";

/** A progressive form says what is about to be done. */
const INTENDED = String.raw`^\W*(closing|exiting|flattening|закрыва\w+|attempting|trying|about to|going to|пытаемся|пробуем)\b`;

export const POSITION_WORDINGS: Readonly<Record<string, RunWording>> = {
  sync: {
    says: [
      String.raw`\b(sync|synchroni[sz]ation|reconciliation|reconcile)\b.{0,30}\b(ok|done|completed?|finished|success\w*)\b`,
      String.raw`\b(synced|synchroni[sz]ed|reconciled)\b.{0,30}\bpositions?\b`,
      String.raw`\bpositions?\b.{0,20}\b(synced|reconciled|synchroni[sz]ed)\b`,
      String.raw`\bсверка\b.{0,30}(завершен|выполнен|прошла|\bок\b)`,
      String.raw`синхронизаци\w*.{0,20}позици\w*.{0,20}(завершен|выполнен|успешн)`,
      String.raw`позици\w*.{0,20}синхронизирован`,
    ],
    unless: [FAILURE, String.raw`\b(time|timestamp|clock|leverage|balance|server|database|history|candles?|symbols?|not|when|file)\b|врем|\bне\b`],
  },
  "sync-failed": {
    says: [
      String.raw`^\W*(\S+\W+)?(position |exchange |periodic )?(sync|synchroni[sz]ation|reconciliation|reconcile)\b.{0,20}\b(failed|error|failure|fails|timed out)\b`,
      String.raw`\bpositions?\b.{0,20}\b(sync|synchroni[sz]\w+|reconcil\w+)\b.{0,25}\b(failed|error|failure|fails|timed out)\b`,
      String.raw`\b(failed|error|unable|could not|cannot)\b.{0,25}\b(sync|syncing|synchroni[sz]\w+|reconcil\w+)\b.{0,25}\b(positions?|exchange)\b`,
      String.raw`\b(failed|error)\b.{0,25}\bpositions?\b.{0,5}\b(sync|synchroni[sz]ation|reconciliation)\b`,
      String.raw`(сверк|синхронизаци)\w*.{0,40}(не удал|ошибк|сбой|пропущен)`,
      String.raw`(ошибк|сбой)\w*.{0,30}(сверк|синхронизаци)`,
    ],
    unless: [String.raw`\b(time|timestamp|clock|leverage|server|database|history|candles?|symbols?|fill|log|status|trigger\w*|check)\b|врем`],
  },
  "drift-add": {
    says: [
      String.raw`\b(orphan(ed)?|untracked|unmanaged|unknown|adopt(ed|ing)) (exchange )?positions?\b`,
      String.raw`\bposition\b.{0,40}\bon (the )?exchange\b.{0,25}\b(but|untracked|missing|not (in|tracked|known))\b`,
      String.raw`позици\w*.{0,40}(есть|найден\w*|обнаруж\w*) на бирж\w*.{0,40}(нет|отсутств|не найден|добавл|принят)`,
    ],
    unless: [FAILURE, String.raw`\b(no|0) (orphan|untracked|unknown)|\bclean|\bclos(ed|ing)\b|\bin db\b|\bside\b.{0,10}\bfrom exchange`],
  },
  "drift-remove": {
    says: [
      String.raw`\b(phantom|ghost|zombie) (position|trade)s?\b`,
      String.raw`\b(position|trade)s?\b.{0,40}\b(not (found |present |open )?(on|in)|(gone|missing|vanished|disappeared) (from|on)) (the )?exchange\b`,
      String.raw`\b(position|trade)\b.{0,30}\bclosed (externally|on (the )?exchange)\b`,
      String.raw`(фантом|зомби)\w*.{0,15}позици|позици\w*.{0,25}(фантом|зомби)`,
      String.raw`позици\w*.{0,40}(нет|отсутств\w*|не найден\w*).{0,10}на бирж\w*`,
    ],
    unless: [FAILURE, String.raw`\bno (phantom|ghost|zombie)|\b0 (phantom|ghost)|\b(checking|attempts?|response)\b|не обнаружен|не найден\w* фант|скорее всего`],
  },
  signal: {
    says: [
      String.raw`\b(signal|setup)\b.{0,30}\b(generated|detected|found|sent|triggered|confirmed|accepted|passed)\b`,
      String.raw`\b(new|generated|detected|got|entry|buy|sell|long|short|trade|trading) signal\b`,
      String.raw`^(\W|\d)*signal\b[ :=-]{1,3}(long|short|buy|sell)\b`,
      String.raw`^(\W|\d)*signal\b[ :=-]{1,3}\{\}.{0,40}(\b(at|price|score|strength|confidence|entry|tp|sl)\b|@)`,
      String.raw`\bсигнал\w*.{0,30}(найден|получен|сгенерирован|обнаружен|сработал|подтвержд|на вход)`,
      String.raw`(новый|найден|обнаружен) сигнал`,
    ],
    unless: [FAILURE, String.raw`\b(no|not|skip\w*|reject\w*|block\w*|ignor\w+|filter\w*|handler|sigterm|sigint|signal.?strength|threshold|generator|weak|without|waiting|exit signal|shutdown|termination|signals? (sent to|file|loop|service))\b|\bнет\b|\bне\b|пропу[скщ]|отклон|заблок|блокир`],
  },
  entry: {
    says: [
      String.raw`\b(position|trade|long|short)\b.{0,30}\b(opened|entered)\b`,
      String.raw`\b(opened|entered)\b.{0,30}\b(position|trade|long|short)\b`,
      String.raw`^\W*entry\W+(symbol|sym|inst_?id|pair|side|long|short|buy|sell)\b`,
      String.raw`\bentered (long|short|position|trade)\b`,
      String.raw`(позици|сделк|лонг|шорт)\w*.{0,25}\bоткрыт(а|о|ы)?\b`,
      String.raw`\bоткрыт(а|о)?\b.{0,20}(позици|сделк|лонг|шорт)`,
      String.raw`\bвош(ел|ёл|ли) в (позиц|сделк|лонг|шорт)`,
    ],
    unless: [FAILURE, String.raw`\b(already|no|not|closed|skip\w*|reject\w*|block\w*|limit|max\w*|allow\w*|cannot|would|synced|time|may|originally|manually)\b|\bне\b|\bнет\b|закры|отклон|заблок`, NOT_NOW],
  },
  exit: {
    says: [
      String.raw`\bexit[_ ]?hit\b`,
      String.raw`\b(position|trade|long|short)[_ ]closed\b(?! ?:)`,
      String.raw`\b(position|trade|long|short)\b.{0,40}\b(closed|exited|liquidated|flattened)\b(?! ?:)`,
      String.raw`\b(closed|exited|flattened|liquidated)\b.{0,30}\b(position|trade|long|short)\b`,
      String.raw`\ball (open )?positions\b.{0,12}\bclosed\b`,
      String.raw`\bclosed (buy\b|sell\b|\{\}).{0,80}(\bp&l\b|\bpnl\b|\bprofit\b)`,
      String.raw`\b(tp\d?|sl|take.?profit|stop.?loss|trailing stop)\b.{0,12}\b(hit|triggered|fired)\b(?! ?[:=])`,
      String.raw`позици\w*.{0,40}\b(закрыт(а|о|ы)?|ликвидирован\w*)\b`,
      String.raw`сделк\w*.{0,30}\bзакрыт(а|о|ы)?\b`,
      String.raw`\bзакрыт(а|о|ы)?\b.{0,25}(позици|сделк|лонг|шорт)\w*`,
      String.raw`(\btp\b|\bsl\b|стоп|тейк|трейл)\w*.{0,20}(сработал|достигнут)\w*`,
      String.raw`平仓(成功|完成)`, String.raw`止(损|盈).{0,6}(触发|成交)`, String.raw`청산 ?완료`, String.raw`(posici[oó]n|operaci[oó]n).{0,20}cerrad`, String.raw`position.{0,15}(fermée|clôturée)`,
    ],
    unless: [FAILURE, String.raw`\b(alert|notif\w*|format|potential|simulat\w*|would|should|could|status|report|summary|total|already|skip\w*|not|no|when|if|record\w*|waiting|limit|to be|phantom|orphan\w*|candles?|klines?|ghost|flag|clean\w*|inconsistency)\b|\bне\b|\bнет\b|失败|跳过`, INTENDED, NOT_NOW],
  },
  fill: {
    says: [
      String.raw`\border\b.{0,40}\b(partially )?(filled|executed)\b`,
      String.raw`\b(filled|executed)\b.{0,20}\border\b`,
      String.raw`^\W*fill\b.{0,120}\b(latency|px|price|qty|size)\b`,
      String.raw`^\W*fill(ed)?\b\W{1,3}(symbol|sym|order|buy|sell|long|short|inst_?id|pair|side|id)\b`,
      String.raw`\b(entry|exit|buy|sell|tp\d?|sl|limit|stop)\b.{0,15}\bfilled\b`,
      String.raw`\bfilled (at|@)`,
      String.raw`^\W*(trade_update|execution[_ ]?report|order_filled|fill_received)\b`,
      String.raw`\b(ордер|заявка|лимитка)\b.{0,40}\b(исполнен(а|о)?|заполнен(а|о)?)\b`,
      String.raw`\bисполнен(а|о)?\b.{0,20}(ордер|заявк)`,
      String.raw`(?<!未.{0,4})(订单|委托).{0,10}(已成交|成交)`, String.raw`체결 ?완료`, String.raw`orden.{0,25}ejecutad`,
    ],
    unless: [FAILURE, String.raw`\b(wait\w*|not|no|none|unfilled|already|likely|if|until|detect\w*|tracker|alert|subscribed|interval|monitor\w*|check\w*|pending|remaining|slippage|adjusting|before|would|should|might|cancel\w*|nan|gaps?|script|query|command)\b|(\{\}|\d)\/(\{\}|\d)|проскальз|\bне\b|未`, NOT_NOW],
  },
  trail: {
    says: [
      String.raw`\btrail(ing)?[_ ]?(stop|sl)?\b.{0,25}\b(updated?|moved?|raised|lowered|tightened|adjusted|ratcheted|trailed)\b`,
      String.raw`\btrailing ?stop\b.{0,12}\bactivated\b`,
      String.raw`\b(trail\w*|sl|stop(.?loss)?)\b.{0,30}(\d|\{\}) ?(→|->|=>) ?\$?(\d|\{\})`,
      String.raw`\b(sl|stop(.?loss)?)\b.{0,15}\b(moved|raised|lowered|trailed|tightened|ratcheted|updated)\b`,
      String.raw`\b(moved|raised|lowered|trailed|tightened)\b.{0,12}\b(sl|stop(.?loss)?)\b`,
      String.raw`(трейл|стоп|\bsl\b)\w*.{0,25}\b(обновл[её]н|подтянут|перенес[её]н|сдвинут|передвинут)\w*`,
      String.raw`\b(обновл[её]н|подтянут|подтягиваем|перенес[её]н|сдвинут|передвинут)\w*.{0,20}(стоп|трейл|\bsl\b)`,
      String.raw`(移动|追踪|跟踪)止损.{0,8}(更新|上移|下移)`,
    ],
    unless: [FAILURE, String.raw`\btrail_reload\b|\b(attempt\w*|monitor|would|should|if|analysis|restored|config|not|no|when|data|manager|quantity)\b|\bне\b`],
  },
};
