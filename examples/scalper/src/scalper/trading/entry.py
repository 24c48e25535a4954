"""Открытие позиции по сигналу, который уже прошёл фильтры."""
from __future__ import annotations

import logging

from ..exchange.market import MarketData
from ..exchange.rest import ExchangeError, OkxRest
from ..models import Side, Signal
from ..ops.metrics import ExecutionMonitor
from .orders import OrderManager
from .registry import PositionRegistry
from .risk import RiskManager

logger = logging.getLogger(__name__)


class EntryManager:
    def __init__(
        self,
        rest: OkxRest,
        market: MarketData,
        registry: PositionRegistry,
        orders: OrderManager,
        risk: RiskManager,
        monitor: ExecutionMonitor,
    ) -> None:
        self._rest = rest
        self._market = market
        self._registry = registry
        self._orders = orders
        self._risk = risk
        self._monitor = monitor

    async def open(self, signal: Signal) -> str | None:
        """Отправить вход. Возвращает причину отказа или None."""
        reason = self._risk.block_reason(signal.symbol)
        if reason is not None:
            return reason
        try:
            self._risk.update_equity(await self._rest.get_equity())
        except ExchangeError as exc:
            logger.warning("equity is not refreshed: %s", exc)
        instrument = self._risk.instrument(signal.symbol)
        ticker = self._market.ticker(signal.symbol)
        if instrument is None or ticker is None:
            return "no_market_data"
        size = self._risk.order_size(signal)
        if size <= 0:
            return "size_below_minimum"
        price = ticker.ask if signal.side is Side.LONG else ticker.bid
        limit = instrument.round_price(price * (1 + 0.0005 * signal.side.sign))
        if not self._registry.reserve(signal.symbol):
            return "already_in_position"
        try:
            order = await self._orders.submit_entry(signal.symbol, signal.side, size, limit, price, signal.atr)
        except ExchangeError as exc:
            self._registry.release(signal.symbol)
            return f"order_rejected {exc.code}"
        self._monitor.count("entries")
        logger.info(
            "🎯 ENTRY symbol=%s side=%s size=%.8g price=%.8g source=%s id=%s",
            signal.symbol, signal.side.value, size, limit, signal.source, order.client_id,
        )
        return None
