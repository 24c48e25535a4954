/** Calls that ask somebody over the network or a database: any of them may fail at any time. */

/** By the library's path: a function of the module, or a method of a client. What is asked of an answer has a second call on its way. */
export const NETWORK_CALLS = new RegExp(
  "^((requests|httpx|curl_cffi\\.requests)\\.(get|post|put|delete|patch|request)" +
  "|urllib\\.request\\.urlopen" +
  "|(requests\\.[sS]ession|cloudscraper\\.\\w+|httpx\\.(Async)?Client|curl_cffi\\.requests\\.\\w*Session|aiohttp(\\.client)?\\.ClientSession)\\(\\)\\.(get|post|put|delete|patch|request|send)" +
  "|ccxt(\\.\\w+)*\\(\\)\\.(fetch|load|create|cancel|edit|watch|private|public|fapi|v5)[A-Za-z0-9_]*" +
  "|asyncpg\\.(create_pool|connect)\\(\\)\\.(execute|fetch\\w*|acquire)" +
  "|(redis|aioredis)(\\.\\w+)*\\(\\)\\.(get|set|setex|hset|hget|hgetall|publish|xadd|xread\\w*|lpush|rpush|brpop|blpop|expire|delete|ping)" +
  "|(pybit|binance|okx|hyperliquid|bitget|kucoin)(\\.\\w+)*\\(\\)\\.(?!close|stop|start|name|kline_stream|\\w*stream)[a-z_]\\w*)$",
);

/** Methods of an object that nobody could identify, awaited: only what talks to a database or a venue is awaited under these names. */
export const AWAITED_REQUESTS = /^(execute|executemany|commit|fetchrow|fetchval|fetchall|fetchone|fetch_(ticker|tickers|ohlcv|positions?|balance|orders?|open_orders|my_trades|order_book|funding_rate)|create_(market_|limit_)?order|cancel_order|scalars?)$/;
