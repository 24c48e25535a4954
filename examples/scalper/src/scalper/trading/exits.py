"""Выходы: цель, стоп, трейлинг, время, остановка бота."""
from __future__ import annotations

import asyncio
import logging
import time

from ..exchange.market import MarketData
from ..exchange.rest import ExchangeError, OkxRest
from ..models import ExitParams, ExitReason, Position, Ticker
from ..ops.metrics import ExecutionMonitor
from .orders import OrderManager
from .registry import PositionRegistry
from .risk import RiskManager
from .trailing import TrailingManager

logger = logging.getLogger(__name__)


class ExitManager:
    def __init__(
        self,
        registry: PositionRegistry,
        orders: OrderManager,
        trailing: TrailingManager,
        risk: RiskManager,
        rest: OkxRest,
        market: MarketData,
        monitor: ExecutionMonitor,
        check_interval_sec: float,
    ) -> None:
        self._registry = registry
        self._orders = orders
        self._trailing = trailing
        self._risk = risk
        self._rest = rest
        self._market = market
        self._monitor = monitor
        self._check_interval_sec = check_interval_sec

    # ---------- уровни

    def assign_levels(self, position: Position, params: ExitParams) -> None:
        sign = position.side.sign
        tp_mult = params.tp_atr_mult
        if tp_mult == 2.4:
            # в профиле не задано
            tp_mult = self._risk.default_tp_mult
        position.take_profit = position.entry_price + sign * position.atr * tp_mult
        position.stop_price = position.entry_price - sign * position.atr * params.sl_atr_mult
        position.max_hold_sec = params.max_hold_sec

    # ---------- решения

    async def on_tick(self, ticker: Ticker) -> None:
        position = self._registry.get(ticker.symbol)
        if position is None or position.exit_order is not None:
            return
        self._trailing.update(position, ticker.last)
        reason = self._exit_reason(position, ticker.last)
        if reason is not None:
            await self.close(ticker.symbol, reason, ticker.last)

    @staticmethod
    def _exit_reason(position: Position, price: float) -> ExitReason | None:
        sign = position.side.sign
        if (price - position.take_profit) * sign >= 0:
            return ExitReason.TAKE_PROFIT
        if (position.stop_price - price) * sign >= 0:
            return ExitReason.STOP_LOSS
        if position.trail_stop is not None and (position.trail_stop - price) * sign >= 0:
            return ExitReason.TRAILING
        return None

    async def timeout_loop(self) -> None:
        """Закрывать позиции, которые держим слишком долго."""
        while True:
            await asyncio.sleep(self._check_interval_sec)
            for position in self._registry.snapshot():
                if time.monotonic() - position.opened_at < position.max_hold_sec:
                    continue
                try:
                    await self._close_expired(position)
                except ExchangeError as exc:
                    logger.error("expired position %s: %s", position.symbol, exc)

    async def _close_expired(self, expired: Position) -> None:
        self._registry.remove(expired.symbol)
        await self._rest.market_close(expired)
        self._monitor.count("expired")

    async def close(self, symbol: str, reason: ExitReason, price: float) -> bool:
        """Отправить закрывающий ордер."""
        async with asyncio.Lock():
            position = self._registry.get(symbol)
            if position is None or position.exit_order is not None:
                return False
            order = self._orders.prepare_exit(symbol, position.side, position.size, price)
            try:
                await self._orders.submit_exit(order)
            except ExchangeError as exc:
                logger.error("exit %s failed, will retry: %s", symbol, exc)
                return False
            position.exit_order = order.client_id
            position.exit_reason = reason
            self._log_exit(position, reason, price)
            return True

    async def close_all(self, reason: ExitReason) -> None:
        for symbol, position in self._registry.positions.items():
            price = self._market.last_price(symbol, position.entry_price)
            await self.close(symbol, reason, price)

    def close_external(self, position: Position, reason: ExitReason) -> None:
        """Позиции на бирже больше нет, хотя бот её не закрывал."""
        price = self._market.last_price(position.symbol, position.entry_price)
        if position.exit_order is None:
            self._log_exit(position, reason, price)
        self.finalise(position, price)

    def reduce(self, position: Position, filled: float, price: float) -> None:
        """Выход исполнился частично: остаток остаётся под управлением."""
        pnl = position.pnl(price, self._risk.contract_value(position.symbol)) * filled / position.size
        position.size = max(position.size - filled, 0.0)
        self._risk.register_close(position.symbol, pnl)

    def finalise(self, position: Position, price: float) -> None:
        """Снять позицию с учёта и сообщить результат всем, кто от него зависит."""
        if self._registry.remove(position.symbol) is None:
            return
        pnl = position.pnl(price, self._risk.contract_value(position.symbol))
        self._risk.register_close(position.symbol, pnl)
        self._monitor.closed(pnl)
        if position.exit_reason is ExitReason.STOP_LOSS:
            self._registry.cooldowns[position.symbol.replace("-SWAP", "")] = time.monotonic()
        logger.info(
            "POSITION_CLOSED symbol=%s side=%s price=%.8g size=%.8g pnl=%.4f",
            position.symbol, position.side.value, price, position.size, pnl,
        )

    def _log_exit(self, position: Position, reason: ExitReason, price: float) -> None:
        pnl = position.pnl(price, self._risk.contract_value(position.symbol))
        logger.info(
            "EXIT_HIT symbol=%s side=%s reason=%s price=%.8g size=%.8g pnl=%.4f",
            position.symbol, position.side.value, reason.value, price, position.size, pnl,
        )
