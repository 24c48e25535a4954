"""Типы данных, общие для всех модулей."""
from __future__ import annotations

import time
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from enum import Enum


class Side(str, Enum):
    LONG = "long"
    SHORT = "short"

    @property
    def sign(self) -> int:
        return 1 if self is Side.LONG else -1

    @property
    def open_order(self) -> str:
        return "buy" if self is Side.LONG else "sell"

    @property
    def close_order(self) -> str:
        return "sell" if self is Side.LONG else "buy"


class Regime(str, Enum):
    TRENDING = "trending"
    RANGING = "ranging"
    CHOPPY = "choppy"


class ExitReason(str, Enum):
    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"
    TRAILING = "trailing"
    TIMEOUT = "timeout"
    SHUTDOWN = "shutdown"
    EXTERNAL = "external"
    DRIFT = "drift"


class OrderState(str, Enum):
    SENT = "sent"
    LIVE = "live"
    FILLED = "filled"
    CANCELED = "canceled"
    REJECTED = "rejected"

    @property
    def is_final(self) -> bool:
        return self in (OrderState.FILLED, OrderState.CANCELED, OrderState.REJECTED)


@dataclass(frozen=True)
class TrailParams:
    activation_atr: float
    distance_atr: float
    step_percent: float


@dataclass(frozen=True)
class ExitParams:
    tp_atr_mult: float
    sl_atr_mult: float
    max_hold_sec: float


@dataclass(frozen=True)
class RegimeProfile:
    size_multiplier: float
    exits: ExitParams
    trail: TrailParams


@dataclass(frozen=True)
class Instrument:
    symbol: str
    contract_value: float
    lot_size: float
    min_size: float
    tick_size: float

    def round_size(self, size: float) -> float:
        """Округление вниз до лота; меньше минимума — ноль."""
        lot = Decimal(self.lot_size)
        rounded = (Decimal(repr(size)) / lot).to_integral_value(ROUND_DOWN) * lot
        return float(rounded) if rounded >= Decimal(str(self.min_size)) else 0.0

    def round_price(self, price: float) -> float:
        tick = Decimal(str(self.tick_size))
        return float((Decimal(str(price)) / tick).to_integral_value() * tick)


@dataclass(frozen=True)
class Ticker:
    symbol: str
    last: float
    bid: float
    ask: float
    ts_ms: int
    received_at: float

    @property
    def spread_percent(self) -> float:
        return (self.ask - self.bid) / self.last * 100


@dataclass
class Bar:
    start_ms: int
    open: float
    high: float
    low: float
    close: float


@dataclass(frozen=True)
class Signal:
    symbol: str
    side: Side
    price: float
    atr: float
    strength: float
    source: str


@dataclass
class Position:
    symbol: str
    side: Side
    size: float
    entry_price: float
    atr: float
    trail: TrailParams
    max_hold_sec: float
    take_profit: float = 0.0
    stop_price: float = 0.0
    trail_stop: float | None = None
    best_price: float = 0.0
    updated_ms: int = 0
    opened_at: float = field(default_factory=time.monotonic)
    exit_order: str | None = None
    exit_reason: ExitReason | None = None
    entry_order: str | None = None

    def pnl(self, price: float, contract_value: float) -> float:
        return (price - self.entry_price) * self.side.sign * self.size * contract_value


@dataclass
class Order:
    client_id: str
    symbol: str
    side: Side
    size: float
    expected_price: float
    reduce_only: bool
    submitted_at: float
    atr: float
    state: OrderState = OrderState.SENT
    filled: float = 0.0
    avg_price: float = 0.0

    def apply_fill(self, price: float, size: float) -> None:
        total = self.filled + size
        if total <= 0:
            return
        self.avg_price = (self.avg_price * self.filled + price * size) / total
        self.filled = total


@dataclass(frozen=True)
class Fill:
    symbol: str
    trade_id: str
    client_id: str
    price: float
    size: float
    ts_ms: int


@dataclass(frozen=True)
class OrderUpdate:
    symbol: str
    client_id: str
    state: OrderState
    reduce_only: bool
    fill: Fill | None


@dataclass(frozen=True)
class PositionUpdate:
    symbol: str
    pos_id: str
    side: Side
    size: float
    avg_price: float
    updated_ms: int
