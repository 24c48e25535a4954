/** How Python code gets at its settings: loaders, getters, declared settings classes, and how people name them. */

/** Library calls whose result is a whole configuration: `yaml.safe_load(...)`. `data` ones also read state, so a name must agree. */
export const SETTINGS_LOADERS: ReadonlyMap<string, "settings" | "data"> = new Map([
  ["yaml.safe_load()", "settings"], ["yaml.load()", "settings"], ["yaml.full_load()", "settings"], ["toml.load()", "settings"], ["toml.loads()", "settings"],
  ["tomllib.load()", "settings"], ["tomllib.loads()", "settings"], ["tomli.load()", "settings"], ["omegaconf.OmegaConf.load()", "settings"],
  ["omegaconf.OmegaConf.create()", "settings"], ["box.Box()", "settings"], ["box.Box.from_yaml()", "settings"], ["dynaconf.Dynaconf()", "settings"],
  ["configparser.ConfigParser()", "settings"], ["configparser.RawConfigParser()", "settings"], ["configparser.SafeConfigParser()", "settings"],
  ["dotenv.dotenv_values()", "settings"], ["json.load()", "data"], ["json.loads()", "data"], ["orjson.loads()", "data"],
]);

/** Library calls that read one environment variable: the first argument names it, the second (or `default`) is the fallback. */
export const ENVIRONMENT_GETTERS = /^(os\.getenv|os\.environ\.(get|pop|setdefault)|decouple\.config|decouple\.AutoConfig\(\)|starlette\.config\.Config\(\)|environs\.(Env|env)\(\)(\.\w+)?|environ\.(Env|FileAwareEnv)\(\)(\.\w+)?)$/;
/** What a subscript reads an environment variable from. */
export const ENVIRONMENT_MAPPING = "os.environ";

/** Methods of a mapping or parser that read one setting. */
export const MAPPING_GETTERS: ReadonlySet<string> = new Set(["get", "getfloat", "getint", "getboolean", "pop", "setdefault"]);

/** Calls that give their argument back, converted: a setting stays one. */
export const CONVERSIONS: ReadonlySet<string> = new Set(["float", "int", "str", "bool", "Decimal", "abs", "round", "dict", "list", "tuple", "set", "deepcopy", "copy", "SimpleNamespace", "Box", "MappingProxyType"]);

/** Names of variables, attributes and parameters that hold settings: `cfg`, `self.risk_config`, `settings`. */
export const SETTINGS_NAME = /^_*(?:[a-z0-9]+_)*(?:config|configs|configuration|cfg|conf|settings?|params?|parameters|options|opts)_*$/i;
/** Names that certainly do: a `params` or `options` may as well be a request's. */
export const SURE_SETTINGS_NAME = /^_*(?:[a-z0-9]+_)*(?:config|configs|configuration|cfg|conf|settings?)_*$/i;
/** Classes that declare settings, by name; and by the library classes that they inherit from. */
export const SETTINGS_CLASS = /(?:Config|Configuration|Cfg|Settings?|Params?|Parameters|Options|Limits|Thresholds|Profile|Constants?|Defaults)$/;
export const SETTINGS_BASES = /(?:^|\.)(?:BaseSettings|BaseModel|Struct|NamedTuple|TypedDict|Enum|IntEnum|StrEnum|Flag|IntFlag)$/;
export const SETTINGS_DECORATORS = /(?:^|\.)(?:dataclass|define|frozen|attrs|s|attributes|mutable)$/;
/** What declares a field with a default: the first argument or `default`. */
export const FIELD_CALLS: ReadonlySet<string> = new Set(["Field", "field", "ib", "attrib"]);
/** Modules that hold a bot's settings as constants, by file name without ending. */
export const SETTINGS_MODULE = /(?:^|_)(?:config|configs|configuration|cfg|conf|settings?|constants?|consts?|params?|parameters|defaults?|options)(?:_|$)/i;
/** Words of a settings class, name or section that say nothing about which part it is. */
export const EMPTY_WORDS: ReadonlySet<string> = new Set(["config", "configs", "configuration", "cfg", "conf", "setting", "settings", "params", "param", "parameters", "options", "opts", "self", "bot", "app", "trading", "main", "global", "default", "defaults", "base", "get"]);
