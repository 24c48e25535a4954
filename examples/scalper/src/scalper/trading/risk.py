"""Размер позиции и лимиты: число позиций, экспозиция, дневной убыток."""
from __future__ import annotations

import logging

from ..config import RiskConfig, SymbolConfig
from ..exchange.market import MarketData
from ..models import Instrument, Signal
from ..ops.state import DailyState, StateStore
from .registry import PositionRegistry

logger = logging.getLogger(__name__)


class RiskManager:
    def __init__(
        self,
        config: RiskConfig,
        symbols: dict[str, SymbolConfig],
        registry: PositionRegistry,
        market: MarketData,
        store: StateStore,
        multipliers: dict[str, float],
        raw: dict,
    ) -> None:
        self._config = config
        self._symbols = symbols
        self._registry = registry
        self._market = market
        self._store = store
        self._multipliers = dict(multipliers)
        self._raw = raw
        self._instruments: dict[str, Instrument] = {}
        self._equity = 0.0
        self._daily: DailyState = store.load()

    @property
    def default_tp_mult(self) -> float:
        return self._config.default_tp_mult

    def set_instruments(self, instruments: dict[str, Instrument]) -> None:
        self._instruments = instruments

    def instrument(self, symbol: str) -> Instrument | None:
        return self._instruments.get(symbol)

    def contract_value(self, symbol: str) -> float:
        return self._instruments[symbol].contract_value if symbol in self._instruments else 0.0

    def update_equity(self, equity: float) -> None:
        self._equity = equity
        if self._daily.start_equity <= 0:
            self._daily.start_equity = equity

    def apply_regime(self, symbol: str, multiplier: float) -> None:
        """Множитель размера нового режима."""
        self._multipliers[symbol] *= multiplier
        logger.info("SIZE_RELOAD symbol=%s multiplier=%.2f", symbol, self._multipliers[symbol])

    # ---------- дневной результат

    def register_close(self, symbol: str, pnl: float) -> None:
        self._daily.pnl += pnl
        loss = self.daily_loss_percent()
        if not self._daily.halted and loss >= self._config.max_daily_loss_percent:
            self._daily.halted = True
            logger.critical("DAILY_LOSS_LIMIT loss=%.2f%% entries are stopped", loss)
        self._store.save(self._daily)

    def daily_loss_percent(self) -> float:
        if self._daily.start_equity <= 0:
            return 0.0
        return max(0.0, -self._daily.pnl / self._daily.start_equity * 100)

    def flush(self) -> None:
        self._store.save(self._daily)

    # ---------- допуск к входу

    def block_reason(self, symbol: str) -> str | None:
        if self._daily.start_equity <= 0:
            return "equity_unknown"
        if self._daily.halted or self.daily_loss_percent() >= self._config.max_daily_loss_percent:
            return "daily_loss_limit"
        if self._registry.open_count() >= self._config.max_open_positions:
            return "max_open_positions"
        if symbol not in self._instruments:
            return "instrument_unknown"
        if self._exposure() >= self._equity * self._config.max_exposure_percent / 100:
            return "max_exposure"
        return None

    def _exposure(self) -> float:
        total = 0.0
        for position in self._registry.snapshot():
            price = self._market.last_price(position.symbol, position.entry_price)
            total += position.size * self.contract_value(position.symbol) * price
        return total

    def order_size(self, signal: Signal) -> float:
        """Размер в контрактах; ноль, если меньше минимального лота."""
        instrument = self._instruments[signal.symbol]
        weight = self._symbols[signal.symbol].size_weight
        percent = self._config.position_percent * weight * self._multipliers[signal.symbol] * signal.strength
        if signal.symbol == "DOGE-USDT-SWAP":
            percent = min(percent, self._config.position_percent)
        cap = self._raw.get("max_position_percent", 25.0)
        notional = self._equity * min(percent, cap) / 100
        return instrument.round_size(notional / (signal.price * instrument.contract_value))
