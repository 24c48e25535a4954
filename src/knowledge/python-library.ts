/** What calls of Python's own library (and a few beside it) give back or run, as far as following values needs it. */

/** Calls that give back their first argument, or what running it gives (a coroutine, a task, a future). */
export const IDENTITY_CALLS: ReadonlySet<string> = new Set([
  "asyncio.create_task", "asyncio.ensure_future", "asyncio.shield", "asyncio.wait_for", "asyncio.timeout", "copy.copy", "copy.deepcopy",
  "dataclasses.replace", "asyncio.run", "iter", "aiter", "contextlib.closing", "contextlib.aclosing", "weakref.proxy",
]);

/** Calls that declare a field of a model: dataclasses, attrs, pydantic. */
export const FIELD_CALLS: ReadonlySet<string> = new Set(["dataclasses.field", "attr.ib", "attr.attrib", "attr.field", "attrs.field", "pydantic.Field", "pydantic.fields.Field"]);

/** Method names of an event loop, a task group or an executor that do the same. */
export const IDENTITY_METHODS: ReadonlySet<string> = new Set(["create_task", "run_until_complete"]);

/** Built-in calls that make a container out of the elements of their first argument. */
export const CONTAINER_CALLS: ReadonlySet<string> = new Set([
  "list", "set", "tuple", "frozenset", "sorted", "reversed", "dict", "collections.deque", "deque", "collections.OrderedDict", "OrderedDict",
  "collections.defaultdict", "defaultdict", "collections.Counter", "collections.ChainMap", "asyncio.Queue", "asyncio.PriorityQueue", "asyncio.LifoQueue",
  "queue.Queue", "queue.PriorityQueue", "queue.SimpleQueue", "weakref.WeakValueDictionary", "weakref.WeakSet", "types.MappingProxyType", "filter",
]);

/** Of these, iteration gives keys rather than elements. */
export const MAPPING_CALLS: ReadonlySet<string> = new Set([
  "dict", "collections.OrderedDict", "OrderedDict", "collections.defaultdict", "defaultdict", "collections.Counter", "collections.ChainMap",
  "weakref.WeakValueDictionary", "types.MappingProxyType",
]);

/** Built-in calls that give one element of their first argument. */
export const ELEMENT_CALLS: ReadonlySet<string> = new Set(["next", "anext", "min", "max"]);

/** Container methods that give an element back. */
export const ELEMENT_METHODS: ReadonlySet<string> = new Set([
  "get", "pop", "popleft", "setdefault", "get_nowait", "popitem", "__getitem__",
]);

/** Container methods that add an element, with the position of the argument that is added. */
export const ADDING_METHODS: ReadonlyMap<string, number> = new Map([
  ["append", 0], ["appendleft", 0], ["add", 0], ["insert", 1], ["put", 0], ["put_nowait", 0], ["setdefault", 1],
]);

/** Container methods that add all elements of an argument. */
export const EXTENDING_METHODS: ReadonlySet<string> = new Set(["extend", "update", "extendleft"]);

export const TYPING_CONTAINERS: ReadonlySet<string> = new Set([
  "List", "list", "Set", "set", "FrozenSet", "frozenset", "Sequence", "Iterable", "Iterator", "Collection", "MutableSequence", "Deque", "deque",
  "AsyncIterator", "AsyncIterable", "Generator", "AsyncGenerator", "Queue", "Tuple", "tuple",
]);
export const TYPING_MAPPINGS: ReadonlySet<string> = new Set([
  "Dict", "dict", "Mapping", "MutableMapping", "DefaultDict", "defaultdict", "OrderedDict", "WeakValueDictionary",
]);
/** Wrappers whose arguments are themselves the possible types. */
export const TYPING_TRANSPARENT: ReadonlySet<string> = new Set([
  "Optional", "Union", "Annotated", "Final", "ClassVar", "Awaitable", "Required", "NotRequired", "Coroutine", "Task", "Future",
]);

/** Method names that built-in values have: an unresolved call of one says nothing about the bot's own functions. */
export const COMMON_METHODS: ReadonlySet<string> = new Set([
  "get", "items", "keys", "values", "pop", "append", "add", "update", "extend", "remove", "discard", "clear", "copy", "insert", "index", "count",
  "sort", "reverse", "setdefault", "popleft", "appendleft", "popitem", "format", "join", "split", "rsplit", "strip", "lstrip", "rstrip", "lower", "upper",
  "replace", "startswith", "endswith", "encode", "decode", "find", "rfind", "title", "capitalize", "isdigit", "zfill", "ljust", "rjust", "center",
  "splitlines", "partition", "rpartition", "isoformat", "timestamp", "strftime", "total_seconds", "date", "time", "astimezone", "hexdigest", "digest",
  "read", "write", "readline", "readlines", "seek", "flush", "close", "open", "acquire", "release", "locked", "wait", "set", "is_set", "cancel", "done",
  "result", "exception", "cancelled", "add_done_callback", "start", "join", "put", "put_nowait", "get_nowait", "qsize", "empty", "full", "task_done",
  "json", "text", "raise_for_status", "status_code", "info", "debug", "warning", "error", "critical", "log", "mean", "std", "sum", "min", "max", "abs",
  "rolling", "shift", "iloc", "loc", "head", "tail", "fillna", "dropna", "apply", "astype", "to_dict", "tolist", "diff", "ewm", "quantize", "bit_length",
  "exists", "mkdir", "touch", "unlink", "read_text", "write_text", "resolve", "relative_to", "glob", "execute", "executemany", "commit", "rollback",
  "fetchone", "fetchall", "fetchrow", "fetch", "cursor", "send", "recv", "connect", "ping", "group", "groups", "match", "search", "sub", "findall",
]);

/** Names that every module has (https://docs.python.org/3/library/functions.html). */
export const BUILTINS: ReadonlySet<string> = new Set([
  "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup", "BlockingIOError", "BrokenPipeError",
  "BufferError", "BytesWarning", "ChildProcessError", "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError",
  "ConnectionResetError", "DeprecationWarning", "EOFError", "Ellipsis", "EncodingWarning", "EnvironmentError", "Exception",
  "ExceptionGroup", "False", "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning", "GeneratorExit", "IOError",
  "ImportError", "ImportWarning", "IndentationError", "IndexError", "InterruptedError", "IsADirectoryError", "KeyError",
  "KeyboardInterrupt", "LookupError", "MemoryError", "ModuleNotFoundError", "NameError", "None", "NotADirectoryError", "NotImplemented",
  "NotImplementedError", "OSError", "OverflowError", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
  "RecursionError", "ReferenceError", "ResourceWarning", "RuntimeError", "RuntimeWarning", "StopAsyncIteration", "StopIteration",
  "SyntaxError", "SyntaxWarning", "SystemError", "SystemExit", "TabError", "TimeoutError", "True", "TypeError", "UnboundLocalError",
  "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError",
  "Warning", "ZeroDivisionError", "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes",
  "callable", "chr", "classmethod", "compile", "complex", "copyright", "credits", "delattr", "dict", "dir", "divmod", "enumerate", "eval",
  "exec", "exit", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "help", "hex", "id", "input", "int",
  "isinstance", "issubclass", "iter", "len", "license", "list", "locals", "map", "max", "memoryview", "min", "next", "object", "oct",
  "open", "ord", "pow", "print", "property", "quit", "range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted",
  "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip", "__name__", "__file__", "__import__", "PythonFinalizationError",
]);

/** Names that a module or a class body has besides. */
export const MODULE_NAMES: ReadonlySet<string> = new Set([
  "__doc__", "__package__", "__spec__", "__loader__", "__path__", "__builtins__", "__debug__", "__annotations__", "__dict__", "__class__", "__module__",
  "__qualname__", "__build_class__", "__all__", "WindowsError", "memoryview", "_",
]);

/**
 * Providers of dependency_injector (https://python-dependency-injector.ets-labs.org/providers/): the first argument is the class or
 * function, the others are its arguments, providers among them called first; calling the provider gives the object.
 */
export const PROVIDERS: ReadonlySet<string> = new Set([
  "Singleton", "ThreadSafeSingleton", "ThreadLocalSingleton", "ContextLocalSingleton", "Factory", "Resource", "Callable", "Coroutine", "Container",
]);
export const PROVIDER_LIBRARY = /^dependency_injector(\.providers)?\./;

/** Library calls that load the module that their first argument names. */
export const MODULE_LOADERS: ReadonlySet<string> = new Set(["importlib.import_module", "import_module", "__import__", "importlib.__import__"]);
