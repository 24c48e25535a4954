"""Настройки бота: YAML + переменные окружения."""
from __future__ import annotations

import os
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from .models import ExitParams, Regime, RegimeProfile, TrailParams

ENV_OVERRIDES = {
    "SCALPER_REST_URL": ("exchange", "rest_url"),
    "SCALPER_WS_PUBLIC_URL": ("exchange", "ws_public_url"),
    "SCALPER_WS_PRIVATE_URL": ("exchange", "ws_private_url"),
    "SCALPER_SIMULATED": ("exchange", "simulated"),
    "SCALPER_TIME_SCALE": ("runtime", "time_scale"),
    "SCALPER_STATE_FILE": ("runtime", "state_file"),
    "SCALPER_JOURNAL_FILE": ("runtime", "journal_file"),
    "SCALPER_LOG_LEVEL": ("runtime", "log_level"),
    "SCALPER_LOG_FILE": ("runtime", "log_file"),
}
# Эти длительности ускоряются на стенде; тайм-ауты сети остаются настоящими.
SCALED_SUFFIXES = ("_interval_sec", "_delay_sec", "_cooldown_sec", "_hold_sec")
TRUE_WORDS = ("1", "true", "yes", "on")
FALSE_WORDS = ("0", "false", "no", "off")


class ConfigError(Exception):
    """The configuration is incomplete or contradicts itself."""


@dataclass(frozen=True)
class RuntimeConfig:
    time_scale: float
    state_file: str
    journal_file: str
    log_level: str
    log_file: str


@dataclass(frozen=True)
class ExchangeConfig:
    rest_url: str
    ws_public_url: str
    ws_private_url: str
    simulated: bool
    margin_mode: str
    settle_currency: str
    request_timeout_sec: float
    order_retries: int
    order_retry_delay_sec: float
    ping_interval_sec: float
    open_timeout_sec: float
    login_timeout_sec: float


@dataclass(frozen=True)
class ReconnectConfig:
    base_delay_sec: float
    max_delay_sec: float
    max_reconnect_attempts: int


@dataclass(frozen=True)
class StrategyConfig:
    bar_interval_sec: float
    bar_name: str
    bars_kept: int
    warmup_bars: int
    queue_size: int
    ema_fast: int
    ema_slow: int
    rsi_period: int
    rsi_overbought: float
    atr_period: int
    min_atr_percent: float
    breakout_lookback: int
    impulse_atr_mult: float
    impulse_strength: float
    trending_strength: float
    signal_cooldown_sec: float


@dataclass(frozen=True)
class RegimeConfig:
    initial: str
    lookback: int
    trending_efficiency: float
    choppy_efficiency: float
    confirm_bars: int


@dataclass(frozen=True)
class FilterConfig:
    taker_fee_percent: float
    expected_slippage_percent: float
    min_ev_ratio: float
    max_gap_pct: float
    max_ticker_age_sec: float
    correlation_threshold: float
    correlation_bars: int
    correlation_enabled: bool
    max_correlated_positions: int
    breaker_losses: int
    breaker_cooldown_sec: float


@dataclass(frozen=True)
class RiskConfig:
    position_percent: float
    max_exposure_percent: float
    max_open_positions: int
    max_daily_loss_percent: float
    default_tp_mult: float


@dataclass(frozen=True)
class ThresholdConfig:
    slippage_percent: float
    exit_slippage_percent: float
    trail_distance_percent: float
    latency_ms: float


@dataclass(frozen=True)
class SyncConfig:
    sync_interval_sec: float
    dedup_window_sec: float


@dataclass(frozen=True)
class HealthConfig:
    max_rss_mb: float
    check_interval_sec: float
    report_interval_sec: float
    exit_check_interval_sec: float


@dataclass(frozen=True)
class ShutdownConfig:
    close_positions: bool
    flat_timeout_sec: float
    flat_poll_sec: float


@dataclass(frozen=True)
class SymbolConfig:
    inst_id: str
    leverage: int
    size_weight: float


@dataclass(frozen=True)
class Credentials:
    api_key: str
    api_secret: str
    passphrase: str


@dataclass(frozen=True)
class BotConfig:
    runtime: RuntimeConfig
    exchange: ExchangeConfig
    reconnect: ReconnectConfig
    strategy: StrategyConfig
    regime: RegimeConfig
    regimes: dict[Regime, RegimeProfile]
    filters: FilterConfig
    risk: RiskConfig
    thresholds: ThresholdConfig
    sync: SyncConfig
    health: HealthConfig
    shutdown: ShutdownConfig
    symbols: dict[str, SymbolConfig]
    raw: dict[str, Any]
    credentials: Credentials


def load_config(folder: Path) -> BotConfig:
    settings = _read_yaml(folder / "settings.yaml")
    universe = _read_yaml(folder / "symbols.yaml")
    _apply_environment(settings)
    scale = _convert(float, _require(settings, "runtime", "time_scale"), "runtime.time_scale")
    if scale <= 0:
        raise ConfigError("runtime.time_scale must be positive")
    if scale != 1:
        _scale_durations(settings, scale)
    symbols = _build_symbols(universe)
    config = BotConfig(
        runtime=_build(RuntimeConfig, settings, "runtime"),
        exchange=_build(ExchangeConfig, settings, "exchange"),
        reconnect=_build(ReconnectConfig, settings, "reconnect"),
        strategy=_build(StrategyConfig, settings, "strategy"),
        regime=_build(RegimeConfig, settings, "regime"),
        regimes=_build_regimes(settings),
        filters=_build(FilterConfig, settings, "filters"),
        risk=_build(RiskConfig, settings, "risk"),
        thresholds=_build(ThresholdConfig, settings, "thresholds"),
        sync=_build(SyncConfig, settings, "sync"),
        health=_build(HealthConfig, settings, "health"),
        shutdown=_build(ShutdownConfig, settings, "shutdown"),
        symbols=symbols,
        raw=settings,
        credentials=_read_credentials(),
    )
    if config.regime.initial not in {regime.value for regime in Regime}:
        raise ConfigError(f"regime.initial: unknown regime {config.regime.initial!r}")
    return config


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as stream:
            data = yaml.safe_load(stream)
    except OSError as exc:
        raise ConfigError(f"cannot read {path}: {exc}") from exc
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: a mapping is expected")
    return data


def _require(data: dict[str, Any], *keys: str) -> Any:
    value: Any = data
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            raise ConfigError(f"missing setting: {'.'.join(keys)}")
        value = value[key]
    return value


def _build(cls: type, settings: dict[str, Any], *path: str) -> Any:
    section = _require(settings, *path)
    if not isinstance(section, dict):
        raise ConfigError(f"{'.'.join(path)}: a mapping is expected")
    hints = get_type_hints(cls)
    known = {item.name for item in fields(cls)}
    extra = sorted(set(section) - known)
    if extra:
        raise ConfigError(f"unknown setting: {'.'.join(path)}.{extra[0]}")
    values = {}
    for name in known:
        if is_dataclass(hints[name]):
            values[name] = _build(hints[name], settings, *path, name)
        else:
            values[name] = _convert(hints[name], _require(settings, *path, name), ".".join(path) + f".{name}")
    return cls(**values)


def _convert(kind: type, value: Any, name: str) -> Any:
    """Строгое приведение: текст вместо числа — это ошибка конфигурации."""
    try:
        if kind is bool:
            return _to_bool(value, name)
        if kind is str:
            return str(value)
        return kind(value)
    except (TypeError, ValueError) as exc:
        raise ConfigError(f"{name}: {kind.__name__} expected, got {value!r}") from exc


def _to_bool(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ConfigError(f"{name}: yes or no expected, got {value!r}")


def _build_symbols(universe: dict[str, Any]) -> dict[str, SymbolConfig]:
    rows = _require(universe, "symbols")
    symbols = {}
    for index, row in enumerate(rows):
        item = _build(SymbolConfig, {f"symbols[{index}]": row}, f"symbols[{index}]")
        symbols[item.inst_id] = item
    if not symbols:
        raise ConfigError("symbols.yaml: no symbols")
    return symbols


def _build_regimes(settings: dict[str, Any]) -> dict[Regime, RegimeProfile]:
    return {regime: _build(RegimeProfile, settings, "regimes", regime.value) for regime in Regime}


def _apply_environment(settings: dict[str, Any]) -> None:
    for variable, (section, key) in ENV_OVERRIDES.items():
        value = os.environ.get(variable)
        if value:
            _require(settings, section)[key] = value


def _scale_durations(node: dict[str, Any], scale: float) -> None:
    for key, value in node.items():
        if isinstance(value, dict):
            _scale_durations(value, scale)
        elif key.endswith(SCALED_SUFFIXES):
            node[key] = float(value) / scale


def _read_credentials() -> Credentials:
    names = ("OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE")
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ConfigError(f"environment variable is not set: {missing[0]}")
    key, secret, passphrase = (os.environ[name] for name in names)
    return Credentials(api_key=key, api_secret=secret, passphrase=passphrase)


__all__ = ["BotConfig", "ConfigError", "ExitParams", "TrailParams", "load_config"]
