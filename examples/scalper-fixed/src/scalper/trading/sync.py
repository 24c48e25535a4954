"""Сверка реестра с биржей: сообщения о позициях и периодический опрос."""
from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict

from ..config import RiskConfig, SymbolConfig, SyncConfig
from ..exchange.market import MarketData
from ..exchange.rest import ExchangeError, OkxRest
from ..models import ExitReason, Position, PositionUpdate
from ..strategy.regime import RegimeManager
from .exits import ExitManager
from .registry import PositionRegistry
from .risk import RiskManager

logger = logging.getLogger(__name__)


class PositionSync:
    def __init__(
        self,
        config: SyncConfig,
        risk_config: RiskConfig,
        symbols: dict[str, SymbolConfig],
        rest: OkxRest,
        registry: PositionRegistry,
        exits: ExitManager,
        risk: RiskManager,
        regimes: RegimeManager,
        market: MarketData,
    ) -> None:
        self._config = config
        self._risk_config = risk_config
        self._symbols = symbols
        self._rest = rest
        self._registry = registry
        self._exits = exits
        self._risk = risk
        self._regimes = regimes
        self._market = market
        self._seen: OrderedDict[tuple[str, int], None] = OrderedDict()
        self._wake = asyncio.Event()

    def request(self) -> None:
        """Внеочередная сверка, например после переподключения."""
        self._wake.set()

    # ---------- сообщения канала positions

    async def on_position(self, update: PositionUpdate) -> None:
        async with self._registry.lock(update.symbol):
            if self._is_repeat(update):
                return
            position = self._registry.get(update.symbol)
            if position is None or update.updated_ms < position.updated_ms:
                return
            position.updated_ms = update.updated_ms
            if update.size <= 0:
                if position.exit_order is None:
                    self._exits.close_external(position, ExitReason.EXTERNAL)
                return
            if position.exit_order is None and update.side is position.side:
                position.size = update.size
                if update.avg_price > 0:
                    position.entry_price = update.avg_price

    def _is_repeat(self, update: PositionUpdate) -> bool:
        key = (update.pos_id or update.symbol, update.updated_ms)
        if key in self._seen:
            return True
        self._seen[key] = None
        while len(self._seen) > self._config.dedup_size:
            self._seen.popitem(last=False)
        return False

    # ---------- периодическая сверка

    async def run(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._wake.wait(), timeout=self._config.sync_interval_sec)
            except asyncio.TimeoutError:
                pass
            self._wake.clear()
            try:
                await self.sync_positions_with_exchange()
            except Exception:
                logger.exception("sync failed, next attempt in %.0f s", self._config.sync_interval_sec)

    async def sync_positions_with_exchange(self) -> bool:
        """Сравнить обе стороны. Неудачный запрос ничего не меняет и возвращает False."""
        started = time.monotonic()
        try:
            remote = await self._rest.get_positions()
            self._risk.update_equity(await self._rest.get_equity())
        except ExchangeError as exc:
            logger.warning("SYNC_SKIP registry is kept as is: %s", exc)
            return False
        on_exchange = {update.symbol: update for update in remote}
        for symbol in sorted(set(on_exchange) | self._registry.symbols()):
            async with self._registry.lock(symbol):
                if self._registry.changed_at(symbol) >= started:
                    continue
                self._reconcile(symbol, on_exchange.get(symbol))
        logger.debug("SYNC_OK exchange=%d registry=%d", len(on_exchange), self._registry.open_count())
        return True

    def _reconcile(self, symbol: str, update: PositionUpdate | None) -> None:
        age = self._registry.pending_age(symbol)
        if age is not None and age >= self._config.pending_timeout_sec:
            logger.warning("entry of %s is not confirmed in %.0f s, reservation is dropped", symbol, age)
            self._registry.release(symbol)
        elif age is not None:
            return
        position = self._registry.get(symbol)
        if update is None:
            if position is not None:
                self._drop(position)
            return
        if position is None:
            self._adopt(update)
        elif position.side is not update.side:
            self._drop(position)
            self._adopt(update)
        elif position.size != update.size:
            logger.warning("DRIFT_SIZE symbol=%s bot=%.8g exchange=%.8g", symbol, position.size, update.size)
            position.size = update.size
            position.exit_order = None
        elif position.exit_order is not None:
            self._check_stuck_exit(position)

    def _check_stuck_exit(self, position: Position) -> None:
        age = time.monotonic() - position.exit_sent_at
        if age >= self._config.pending_timeout_sec:
            logger.warning("exit of %s is not confirmed in %.0f s, will be sent again", position.symbol, age)
            position.exit_order = None

    def _drop(self, position: Position) -> None:
        logger.warning(
            "DRIFT_REMOVE symbol=%s side=%s size=%.8g: not on the exchange",
            position.symbol, position.side.value, position.size,
        )
        self._exits.close_external(position, ExitReason.DRIFT)

    def _adopt(self, update: PositionUpdate) -> None:
        managed = update.symbol in self._symbols and update.avg_price > 0
        logger.warning(
            "DRIFT_ADD symbol=%s side=%s size=%.8g price=%.8g managed=%s",
            update.symbol, update.side.value, update.size, update.avg_price, managed,
        )
        if not managed:
            return
        profile = self._regimes.profile(update.symbol)
        multiplier = self._risk.size_multiplier(update.symbol)
        position = Position(
            symbol=update.symbol,
            side=update.side,
            size=update.size,
            entry_price=update.avg_price,
            atr=self._market.atr(update.symbol),
            trail=profile.trail,
            max_hold_sec=profile.exits.max_hold_sec,
            entry_multiplier=multiplier,
            size_multiplier=multiplier,
            best_price=update.avg_price,
            updated_ms=update.updated_ms,
        )
        if position.atr > 0:
            self._exits.assign_levels(position, profile.exits)
        else:
            # истории ещё нет: защитные уровни в процентах
            sign = position.side.sign
            position.take_profit = position.entry_price * (1 + sign * self._risk_config.adopt_take_percent / 100)
            position.stop_price = position.entry_price * (1 - sign * self._risk_config.adopt_stop_percent / 100)
        self._registry.add(position)
