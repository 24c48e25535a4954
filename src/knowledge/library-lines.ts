/** What the interpreter and libraries say about resources that were left open, and about work that was lost. */
export const RUNTIME_WARNINGS: readonly (readonly [string, string])[] = [
  ["task-destroyed", "Task was destroyed but it is pending"],
  ["task-exception", "Task exception was never retrieved"],
  ["task-exception", "Future exception was never retrieved"],
  ["unclosed-session", "Unclosed client session"],
  ["unclosed-connector", "Unclosed connector"],
  ["unclosed-connection", "Unclosed connection"],
  ["unclosed-session", "requires to release all resources with an explicit call to the .close() coroutine"],
  ["never-awaited", "was never awaited"],
  ["unclosed-resource", "ResourceWarning"],
  ["unclosed-resource", "unclosed transport"],
  ["unclosed-resource", "unclosed <socket"],
  ["unclosed-resource", "unclosed file"],
  ["unclosed-resource", "unclosed event loop"],
  ["unclosed-resource", "leaked semaphore"],
  ["loop-closed", "Event loop is closed"],
  ["exception-ignored", "Exception ignored in"],
  ["callback-exception", "Exception in callback"],
  ["callback-exception", "Unhandled exception in event loop"],
  ["slow-callback", "Executing <"],
  ["socket-closed", "socket.send() raised exception"],
  ["ping-timeout", "keepalive ping timeout"],
  ["pool-full", "Connection pool is full, discarding connection"],
  ["queue-full", "Max retries exceeded with url"],
];

/** First names of loggers that belong to libraries: what they print has no logging call in the bot. */
export const LIBRARY_LOGGERS: ReadonlySet<string> = new Set([
  "asyncio", "concurrent", "aiohttp", "websockets", "websocket", "urllib3", "requests", "httpx", "httpcore", "h11", "h2", "hpack", "ccxt", "pybit", "binance", "okx", "uvicorn", "gunicorn",
  "fastapi", "starlette", "werkzeug", "flask", "apscheduler", "telegram", "aiogram", "telethon", "pyrogram", "sqlalchemy", "alembic", "aiosqlite", "asyncpg", "psycopg", "redis", "pika", "kafka",
  "py", "py.warnings", "matplotlib", "PIL", "numba", "tensorflow", "torch", "absl", "h5py", "discord", "watchfiles", "multipart", "charset_normalizer", "chardet", "filelock", "socketio", "engineio",
  "charset-normalizer", "gql", "web3", "eth_utils", "botocore", "boto3", "s3transfer", "google", "grpc", "passlib", "peewee", "tortoise", "celery", "kombu", "streamlit", "optuna", "lightgbm", "xgboost",
]);
