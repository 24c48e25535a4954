"""Учёт своих ордеров: отправка, исполнения, состояния."""
from __future__ import annotations

import itertools
import logging
import time

from ..exchange.rest import ExchangeError, OkxRest, OrderRejected
from ..models import Order, OrderState, OrderUpdate, Side

logger = logging.getLogger(__name__)


class OrderManager:
    def __init__(self, rest: OkxRest) -> None:
        self._rest = rest
        self._orders: dict[str, Order] = {}
        self._counter = itertools.count(1)
        self._session_id = f"{int(time.time()):x}"

    def _new_client_id(self, prefix: str) -> str:
        # clOrdId: до 32 букв и цифр
        return f"{prefix}{self._session_id}{next(self._counter):06d}"

    def get(self, client_id: str) -> Order | None:
        return self._orders.get(client_id)

    async def submit_entry(self, symbol: str, side: Side, size: float, limit: float, price: float, atr: float) -> Order:
        order = self._track("e", symbol, side, size, price, atr, reduce_only=False)
        await self._send(order, "ioc", limit)
        return order

    def prepare_exit(self, symbol: str, side: Side, size: float, price: float) -> Order:
        return self._track("x", symbol, side, size, price, 0.0, reduce_only=True)

    async def submit_exit(self, order: Order) -> None:
        await self._send(order, "market", None)

    def _track(
        self, prefix: str, symbol: str, side: Side, size: float, price: float, atr: float, reduce_only: bool
    ) -> Order:
        order = Order(
            client_id=self._new_client_id(prefix),
            symbol=symbol,
            side=side,
            size=size,
            expected_price=price,
            reduce_only=reduce_only,
            submitted_at=time.monotonic(),
            atr=atr,
        )
        self._orders[order.client_id] = order
        return order

    async def _send(self, order: Order, order_type: str, price: float | None) -> None:
        try:
            ack = await self._rest.place_order(order, order_type, price)
        except OrderRejected:
            order.state = OrderState.REJECTED
            raise
        if ack.get("avgPx"):
            latency_ms = (time.monotonic() - order.submitted_at) * 1000
            logger.info("FILL symbol=%s price=%s latency=%.0fms", order.symbol, ack["avgPx"], latency_ms)
        logger.info(
            "ORDER_SENT id=%s symbol=%s side=%s size=%.8g reduce=%s",
            order.client_id, order.symbol, order.side.value, order.size, order.reduce_only,
        )

    def on_update(self, update: OrderUpdate) -> Order | None:
        order = self._orders.get(update.client_id)
        if order is not None and not order.state.is_final:
            order.state = update.state
        return order

    async def cancel_working(self) -> int:
        """Снять на бирже всё, что ещё стоит от имени бота."""
        canceled = 0
        for row in await self._rest.get_open_orders():
            client_id = str(row.get("clOrdId") or "")
            if client_id not in self._orders:
                continue
            try:
                await self._rest.cancel_order(str(row.get("instId")), client_id)
                canceled += 1
            except ExchangeError as exc:
                logger.warning("cancel %s failed: %s", client_id, exc)
        return canceled
