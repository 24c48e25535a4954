"""Исполнения и состояния ордеров."""
from __future__ import annotations

import logging
import time
from collections.abc import Callable

from ..models import Fill, Order, OrderState, OrderUpdate, Position
from ..ops.journal import FillJournal
from ..ops.metrics import ExecutionMonitor
from ..strategy.regime import RegimeManager
from .exits import ExitManager
from .orders import OrderManager
from .registry import PositionRegistry

logger = logging.getLogger(__name__)


class FillHandler:
    def __init__(
        self,
        registry: PositionRegistry,
        orders: OrderManager,
        exits: ExitManager,
        regimes: RegimeManager,
        monitor: ExecutionMonitor,
        journal: FillJournal,
        request_sync: Callable[[], None],
    ) -> None:
        self._registry = registry
        self._orders = orders
        self._exits = exits
        self._regimes = regimes
        self._monitor = monitor
        self._journal = journal
        self._request_sync = request_sync

    async def on_order(self, update: OrderUpdate) -> None:
        if update.fill is not None:
            await self.on_fill(update.fill)
        async with self._registry.lock(update.symbol):
            order = self._orders.on_update(update)
            if order is None:
                self._note_foreign(update)
            elif order.state.is_final:
                self._finish(order)

    async def on_fill(self, fill: Fill) -> None:
        async with self._registry.lock(fill.symbol):
            order = self._orders.get(fill.client_id)
            if order is None:
                return
            order.apply_fill(fill.price, fill.size)
            latency_ms = (time.monotonic() - order.submitted_at) * 1000
            self._monitor.fill_latency(fill.symbol, latency_ms)
            self._journal.write(fill, order, latency_ms)
            if order.reduce_only:
                self._apply_exit(order, fill)
            else:
                self._apply_entry(order, fill)

    def _note_foreign(self, update: OrderUpdate) -> None:
        """Ручной вход: сверка сразу возьмёт позицию под управление."""
        if update.state is OrderState.FILLED and not update.reduce_only:
            logger.warning("manual order in %s, asking for a sync", update.symbol)
            self._request_sync()

    def _apply_entry(self, order: Order, fill: Fill) -> None:
        self._monitor.entry_slippage(order, fill.price)
        position = self._registry.get(order.symbol)
        if position is None:
            profile = self._regimes.profile(order.symbol)
            position = Position(
                symbol=order.symbol,
                side=order.side,
                size=order.filled,
                entry_price=order.avg_price,
                atr=order.atr,
                trail=profile.trail,
                max_hold_sec=profile.exits.max_hold_sec,
                best_price=order.avg_price,
                updated_ms=fill.ts_ms,
                entry_order=order.client_id,
            )
            self._registry.add(position)
        elif position.entry_order == order.client_id:
            position.size = order.filled
            position.entry_price = order.avg_price
        self._exits.assign_levels(position, self._regimes.profile(order.symbol).exits)

    def _apply_exit(self, order: Order, fill: Fill) -> None:
        position = self._registry.positions[order.symbol]
        self._monitor.exit_slippage(order, position.entry_price, fill.price)
        if order.filled >= order.size:
            position.size = order.size
            self._exits.finalise(position, order.avg_price)

    def _finish(self, order: Order) -> None:
        """Ордер завершён: снять бронь или разрешить повторный выход."""
        if not order.reduce_only:
            self._registry.release(order.symbol)
            if order.filled <= 0:
                logger.info("ORDER_EMPTY id=%s symbol=%s state=%s", order.client_id, order.symbol, order.state.value)
            return
        position = self._registry.get(order.symbol)
        if position is not None and position.exit_order == order.client_id:
            if order.filled > 0:
                self._exits.reduce(position, order.filled, order.avg_price)
            position.exit_order = None
            logger.warning("exit order %s ended with %.8g of %.8g", order.client_id, order.filled, order.size)
