"""Разбор сообщений OKX в типы бота. Дальше этого модуля сырых строк нет."""
from __future__ import annotations

import time

from ..models import Bar, Fill, Instrument, OrderState, OrderUpdate, PositionUpdate, Side, Ticker
from .convert import need_float, need_text, to_float, to_ms

ORDER_STATES = {
    "live": OrderState.LIVE,
    "partially_filled": OrderState.LIVE,
    "filled": OrderState.FILLED,
    "canceled": OrderState.CANCELED,
    "mmp_canceled": OrderState.CANCELED,
}


def parse_ticker(row: dict) -> Ticker:
    last = need_float(row, "last")
    return Ticker(
        symbol=need_text(row, "instId"),
        last=last,
        bid=to_float(row.get("bidPx"), last),
        ask=to_float(row.get("askPx"), last),
        ts_ms=to_ms(row.get("ts")),
        received_at=time.monotonic(),
    )


def parse_instrument(row: dict) -> Instrument:
    return Instrument(
        symbol=need_text(row, "instId"),
        contract_value=need_float(row, "ctVal"),
        lot_size=need_float(row, "lotSz"),
        min_size=need_float(row, "minSz"),
        tick_size=need_float(row, "tickSz"),
    )


def parse_candle(row: list) -> Bar:
    start, open_, high, low, close = (to_float(value) for value in row[:5])
    return Bar(start_ms=int(start), open=open_, high=high, low=low, close=close)


def parse_fill(row: dict) -> Fill | None:
    """Исполнение из канала orders или fills; None, если строка без сделки."""
    trade_id = str(row.get("tradeId") or "")
    if not trade_id:
        return None
    size = int(row["fillSz"])
    return Fill(
        symbol=row.get("instId", "BTC-USDT-SWAP"),
        trade_id=trade_id,
        client_id=str(row.get("clOrdId") or ""),
        price=need_float(row, "fillPx"),
        size=size,
        ts_ms=to_ms(row.get("fillTime") or row.get("ts")),
    )


def parse_order_update(row: dict) -> OrderUpdate:
    return OrderUpdate(
        symbol=need_text(row, "instId"),
        client_id=str(row.get("clOrdId") or ""),
        state=ORDER_STATES.get(str(row.get("state")), OrderState.LIVE),
        reduce_only=bool(row.get("reduceOnly")),
        fill=parse_fill(row),
    )


def parse_position(row: dict) -> PositionUpdate:
    """Режим net: знак pos — это сторона."""
    size = to_float(row.get("pos"))
    return PositionUpdate(
        symbol=need_text(row, "instId"),
        pos_id=str(row.get("posId") or ""),
        side=Side.LONG if size >= 0 else Side.SHORT,
        size=abs(size),
        avg_price=float(row.get("avgPx", 0)),
        updated_ms=to_ms(row.get("uTime")),
    )
