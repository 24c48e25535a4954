/** Words of paper trading: what books an order instead of sending it. All against snake case. */

/** Code that only pretends to trade. */
export const PAPER_WORDS = /(^|_)(papers?|sim|simulat(e|ed|es|or|ion)|dry|dry_?run|virtual|shadow)(_|$)|(^|_)paper_?(trad|exch|brok|acc)/;

/** Looks at trades that were or might have been: no order is booked there while the bot runs. */
export const NO_PAPER_WORDS = /(^|_)(back_?test\w*|replay\w*|optimi[sz]\w*|monte_?carlo|walk_?forward|research|evaluat\w*|what_?if|scenarios?|sweep|report(s|er|ing)?|stats|statistics|analy[sz]\w*|dashboard|view(er|s)?|format(ter)?|schemas?|models?|repository|repo|storage|database|db|dao|crud|persistence|health|readiness|review|maturity|preflight|calibrat\w*|train(er|ing)?|label(l?er|s)?)(_|$)/;

const NOUN = "(orders?|positions?|trades?|longs?|shorts?|buys?|sells?|entry|entries|fills?|deals?)";
const PRETENDED = "((paper|sim|simulated?|virtual|dry_?run|shadow)_)?";

/** Functions that book an opening order, by a name that says so. */
export const BOOKS_OPENING = new RegExp(`^_*(async_)?${PRETENDED}(open|enter|place|submit|send|create|execute|book|fill)_((\\w+_)?${NOUN}(_\\w+)?|to_target)$|^_*${PRETENDED}(buy|sell|long|short)(_(market|limit|order|position|trade))?$|^_*${PRETENDED}(market|limit)_(order|buy|sell)$|^_*simulate_(\\w+_)?(orders?|fills?|entry|execution)$`);

/** The same by a verb alone: what it is handed must be an order. */
export const BOOKS_BY_VERB = /^_*(open|enter|submit|execute|place|fill|trade)$/;

/** What such a function is handed. */
export const ORDER_PARAMETER = /(^|_)(orders?|request|intent|signal|trade|plan|decision|ticket|proposal|side|direction|qty|quantity|size|amount|target_position)(_|$)/;

/** Functions that book the end of a position. */
export const BOOKS_CLOSING = new RegExp(`^_*(async_)?${PRETENDED}(close|exit|liquidate|flatten|settle)_(\\w+_)?(positions?|trades?|orders?|longs?|shorts?|all)(_\\w+)?$`);

/** A record that is made there is of an ended position. */
export const CLOSES = /(^|_)(clos(e|es|ed|er|ing)|exit(s|er|ing)?)(_|$)/;

/** They read a record that was booked before, or bring one into another shape. */
export const READS_RECORDS = /^_*(from|load|parse|hydrate|restore|to|as|row|deseriali[sz]e|seriali[sz]e|read|get|list|fetch|find|select|migrate|import|export|copy|clone|normali[sz]e|format|render|validate|check)(_|$)|_from_|_to_(dict|row|json|record)$|^row_/;

/** What a record of a booked order is called, the most telling first. */
export const RECORD_WORDS: readonly RegExp[] = [/(^|_)positions?(_(record|entry|row|state))?$/, /(^|_)(trades?|deals?)(_(record|entry|row|log))?$/, /(^|_)(orders?|exec|executions?)(_(record|entry|row))?$/, /(^|_)fills?(_(record|entry|row))?$/, /(^|_)(ledger|journal|portfolio)_(entry|record|row)$/];

/** What its fields say: which market, which side, how much, at which price. */
export const RECORD_FIELDS = {
  instrument: /^(symbol|inst_?id|instrument(_id)?|coin|pair|ticker|market|asset|contract|token|base)$/,
  side: /^((position_|order_|trade_)?side|direction|is_?(long|buy|short)|pos_?side)$/,
  size: /^((filled_|position_|order_|entry_|open_|target_)?(qty|quantity|size|amount|units|shares|contracts|volume|stake|lots|notional)(_(usdt?|usdc|base|quote))?|delta_units|size_(usdt?|pct)|margin(_usdt?)?)$/,
  price: /^((avg_|average_)?(entry|fill|filled|exec|open|execution)_?(price|px|rate)?|price_(exec|open|entry)|avg_(entry_)?(price|px)|price|px|entry_avg)$/,
} as const;

/** What an engine hands back or keeps of an order that it took: a plan of one is none. */
export const TAKEN_WORDS = /(^|_)(position|trade|deal|order|fill|execution|report|result|receipt|state|ledger_?entry|record)s?$/;

/** Fields that only the record of an ended position fills. */
export const ENDED_FIELD = /^(exit_(price|px|fee|reason|time|ts)|close_(price|px|reason|time|ts)|closed_at(_ms)?|(realized_|gross_|net_)?pnl(_\w+)?)$/;
