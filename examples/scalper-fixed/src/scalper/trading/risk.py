"""Размер позиции и лимиты: число позиций, экспозиция, дневной убыток."""
from __future__ import annotations

import logging
from datetime import datetime, timezone

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
    ) -> None:
        self._config = config
        self._symbols = symbols
        self._registry = registry
        self._market = market
        self._store = store
        self._multipliers = dict(multipliers)
        self._instruments: dict[str, Instrument] = {}
        self._equity = 0.0
        self._daily: DailyState = store.load()

    @property
    def max_open_positions(self) -> int:
        return self._config.max_open_positions

    def set_instruments(self, instruments: dict[str, Instrument]) -> None:
        self._instruments = instruments

    def instrument(self, symbol: str) -> Instrument | None:
        return self._instruments.get(symbol)

    def contract_value(self, symbol: str) -> float:
        return self._instruments[symbol].contract_value if symbol in self._instruments else 0.0

    def update_equity(self, equity: float) -> None:
        self._equity = equity
        self._roll_day()

    def size_multiplier(self, symbol: str) -> float:
        return self._multipliers[symbol]

    def set_size_multiplier(self, symbol: str, multiplier: float) -> None:
        """Новый множитель действует на следующие входы и на вес открытой позиции в лимите экспозиции."""
        self._multipliers[symbol] = multiplier
        position = self._registry.get(symbol)
        if position is not None:
            position.size_multiplier = multiplier
        logger.info("SIZE_RELOAD symbol=%s multiplier=%.2f open=%s", symbol, multiplier, position is not None)

    # ---------- дневной результат

    def register_close(self, symbol: str, pnl: float) -> None:
        self._roll_day()
        self._daily.pnl += pnl
        loss = self.daily_loss_percent()
        if not self._daily.halted and loss >= self._config.max_daily_loss_percent:
            self._daily.halted = True
            logger.critical("DAILY_LOSS_LIMIT loss=%.2f%% entries are stopped until tomorrow", loss)
        self._store.save(self._daily)

    def daily_loss_percent(self) -> float:
        if self._daily.start_equity <= 0:
            return 0.0
        return max(0.0, -self._daily.pnl / self._daily.start_equity * 100)

    def _roll_day(self) -> None:
        """Новые сутки (UTC): счётчик убытка с нуля, база — текущий капитал."""
        today = datetime.now(timezone.utc).date().isoformat()
        if self._daily.day != today:
            self._daily = DailyState(day=today, pnl=0.0, start_equity=self._equity, halted=False)
        elif self._daily.start_equity <= 0:
            self._daily.start_equity = self._equity

    def flush(self) -> None:
        self._store.save(self._daily)

    # ---------- допуск к входу

    def block_reason(self, symbol: str) -> str | None:
        self._roll_day()
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
        """Позиция, открытая в более смелом режиме, занимает больше лимита."""
        total = 0.0
        for position in self._registry.snapshot():
            price = self._market.last_price(position.symbol, position.entry_price)
            weight = max(1.0, position.entry_multiplier / position.size_multiplier)
            total += position.size * self.contract_value(position.symbol) * price * weight
        return total

    def order_size(self, signal: Signal) -> float:
        """Размер в контрактах; ноль, если меньше минимального лота."""
        instrument = self._instruments[signal.symbol]
        weight = self._symbols[signal.symbol].size_weight
        percent = self._config.position_percent * weight * self._multipliers[signal.symbol] * signal.strength
        notional = self._equity * min(percent, self._config.max_position_percent) / 100
        return instrument.round_size(notional / (signal.price * instrument.contract_value))
