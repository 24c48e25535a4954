/** What values beside a message are called, whatever the bot says: names in snake case, first match first. */
export const RUN_FIELDS: readonly (readonly [string, RegExp])[] = [
  ["client-order-id", /(^|_)(client_?order_?id|cl_?ord_?id|client_?oid|client_?id|order_?link_?id|orig_?client_?order_?id)$/],
  ["trade-id", /(^|_)(trade_?id|exec_?id|fill_?id|execution_?id|tid)$|^(trade|exec)$/],
  ["position-id", /(^|_)(pos_?id|position_?id)$/],
  ["order-id", /(^|_)(order_?id|ord_?id|oid|order_no)$/],
  ["symbol", /(^|_)(symbol|sym|inst_?id|instrument|pair|coin|ticker|market|asset|inst|contract|символ|пара|монета|тикер|инструмент)$/],
  ["side", /(^|_)(side|direction|pos_?side|position_?side|сторона|направление)$/],
  ["regime", /(^|_)(regime|new_regime|to_regime)$/],
  ["reason", /(^|_)(reason|exit_reason|why|cause|block_reason|skip_reason|reject(ion)?_reason|причина)$/],
  ["pnl", /(^|_)(pnl|profit|net_pnl|realized_pnl|realised_pnl|прибыль)(_(usdt|usd|net|value))?$/],
  ["price", /(^|_)(price|px|fill_price|fill_px|avg_px|avg_price|exit_price|entry_price|exec_price|цена)$/],
  ["size", /(^|_)(size|qty|quantity|amount|sz|contracts|filled|fill_sz|fill_size|filled_qty|exec_qty|объ[её]м|количество|размер)$/],
  ["attempt", /(^|_)(attempts?|retry|retries|tries|retry_count|attempt_count|reconnect_count|failures|попытка)$/],
  ["delay", /(^|_)(delay|backoff|wait_time|wait|sleep_time|retry_in|sleep|wait_sec\w*|delay_sec\w*|retry_delay)$/],
  ["threshold", /(^|_)(threshold|limit|max_rss\w*|max_memory\w*)$/],
  ["exception", /(^|_)(exc|exception|error|err|e|ex)$/],
  ["name", /(^|_)(name|stream|channel|task|component|feed)$/],
  ["message", /(^|_)(message|msg|detail|details)$/],
];

/** A unit that stands behind a number. */
export const UNITS_BEHIND: readonly (readonly [string, RegExp])[] = [
  ["ms", /^\s?(ms|мс|millis(econds)?)(?![\p{L}\p{N}])/u],
  ["bps", /^\s?(bps|bp|б\.?п\.?)(?![\p{L}\p{N}])/u],
  ["%", /^\s?%/],
  ["MB", /^\s?(MB|MiB|Mb|M|МБ|Мб)(?![\p{L}\p{N}])/u],
  ["GB", /^\s?(GB|GiB|ГБ)(?![\p{L}\p{N}])/u],
  ["KB", /^\s?(KB|KiB|kB|КБ)(?![\p{L}\p{N}])/u],
  ["s", /^\s?(s|sec|secs|seconds?|с|сек|секунд\p{L}*)(?![\p{L}\p{N}])/u],
];

/** A unit in the name of a number. */
export const UNITS_NAMED: readonly (readonly [string, RegExp])[] = [
  ["ms", /(^|_)(ms|msec|millis|milliseconds)$/],
  ["bps", /(^|_)(bps|bp)$/],
  ["%", /(^|_)(pct|percent|percentage)$/],
  ["MB", /(^|_)(mb|mib)$/],
  ["s", /(^|_)(s|sec|secs|seconds)$/],
];

/** How venues call the end of an order: what a `state` or `status` field of an order says. */
export const ORDER_STATES: readonly (readonly [string, RegExp])[] = [
  ["order-canceled", /^(canceled|cancelled|mmp_canceled|expired|expired_in_match|partially_?filled_?canceled|deactivated)$/i],
  ["order-rejected", /^(rejected)$/i],
];
