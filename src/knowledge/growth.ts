/** What makes containers grow and shrink, and which keys there is no end of. */

/** Methods that add one element, with the position of the key (of a dict) or the element (of a set); -1: of a sequence. */
export const GROWING_METHODS: ReadonlyMap<string, number> = new Map([["append", -1], ["appendleft", -1], ["extend", -1], ["insert", -1], ["add", 0], ["setdefault", 0]]);

export const TRIMMING_METHODS: ReadonlySet<string> = new Set(["pop", "popleft", "popitem", "remove", "discard", "clear", "difference_update", "intersection_update", "move_to_end"]);

/** Functions that take elements out of what they are given. */
export const TRIMMING_CALLS: ReadonlySet<string> = new Set(["heappop", "heapreplace", "heappushpop"]);

/** Containers that bound themselves, by the name of their class. */
export const BOUNDED_CONTAINERS = /Cache$|LRU|TTL|Weak\w*(Set|Dictionary)|RingBuffer|Bounded|Queue$|Rolling|Window/;

/** Values of a file, and what an annotation calls a dict: lists, dicts, texts, numbers. */
export const READ_FROM_FILE = /^((json|orjson|ujson|simplejson|yaml|pickle|toml|tomllib)\.(safe_)?loads?|dict|list)\(\)/;

/** Snake-case words of keys that never end: identifiers of orders and trades, times, hashes. */
export const ENDLESS_KEY = new RegExp(
  "(^|_)(order|trade|fill|exec|execution|cl_?ord|client_order|request|msg|message|event|signal|tx|txn|deal|algo|ticket|correlation|intent|decision)_?(link_?)?id$" +
  "|(^|_)(oid|cid|cloid|coid|uuid|guid|nonce|hash|digest|txid|timestamp|timestamp_ms|ts|ts_ms|time_ms|epoch_ms|now_ms)$|(^|_)uuid[14]$|(^|_)(fingerprint|dedupe?_key|idempotency_key)$",
);

/** Whose bare `id` never ends: `order["id"]`, `trade.id`. */
export const ENDLESS_OWNER = /(^|_)(orders?|trades?|fills?|executions?|signals?|messages?|msg|events?|deals?|positions?|resp|response|ack)$/;

/** Keys of which there are as many as the bot trades, whatever else they hold. */
export const BOUNDED_KEY = /(^|_)(symbols?|sym|pair|inst|instrument|coin|ticker|asset|currency|ccy|side|strategy|name|exchange|venue|tf|timeframe|interval|channel|topic|kind|type|status|state|level|regime|market|user|chat|bot|account|day|date|hour|weekday|week|month|year|quarter)(_id)?$/;

/** Sequences that hold who takes part, not what happens. */
export const REGISTRY_NAME = /callback|listener|subscri|handler|observer|hook|plugin|middleware|watcher|strateg|symbols?$|pairs$|consumers?$|producers?$|tasks?$|threads?$|workers?$|clients?$|connections?$|routes?$|columns?$/i;

/** Fields that never end when they belong to an order or the like: `order.client_id`. */
export const ENDLESS_FIELD = /^(id|client_id|uid|number|key)$/;

/** Records: there is one for each order, signal, row, and it ends with what it records. */
export const RECORD_NAME = /(Order|Position|Trade|Signal|Record|Fill|Deal|Lifecycle|Candle|Bar|Request|Message|Event|Entry|Item|Result|Report|Response|Snapshot)$/;

/** An account that only plays at trading: nobody goes live with it. */
export const SIMULATED_CLASS = /^_?paper|paper_?(account|trad|sim|portfolio|broker|exchange)|demo|sim$/i;

/** Records of what is rare in a bot's life, by the name of the list: a year of them is nothing. */
export const RARE_RECORDS = /(^|_)(errors?|crash(es)?|failures|incidents?|outages?|restarts?|reconnects?|migrations?|switch(es)?|transitions?|breaches|activations?|deployments?|lessons|(state|mode)_(history|changes))(_(history|log|list|records?|events?))?$/i;

/** Code that runs for a while and ends. */
export const SHORT_LIVED_CODE = /back_?test|(^|\/)tests?[_\/]|fake|mock|stub|dummy|simulat|optimi[sz]|replay|research|train|report_gen|walk_?forward|monte_?carlo|pre_?live/i;

/** What happens a few times in a bot's life: nothing that it records amounts to much. */
export const RARE_EVENTS = /kill_?switch|emergency|panic|circuit_?breaker|shutdown|crash|activat|start_?up|migrat|config/i;
