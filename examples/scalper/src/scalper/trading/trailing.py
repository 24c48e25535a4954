"""Трейлинг-стоп."""
from __future__ import annotations

import logging

from ..models import Position, Regime, TrailParams
from ..ops.metrics import ExecutionMonitor
from .registry import PositionRegistry

logger = logging.getLogger(__name__)

TRAIL_FACTORS = {"BTC": 0.8, "ETH": 0.9, "SOL": 1.1, "APT": 1.4}


class TrailingManager:
    def __init__(self, registry: PositionRegistry, monitor: ExecutionMonitor) -> None:
        self._registry = registry
        self._monitor = monitor

    def reload(self, symbol: str, regime: Regime, params: TrailParams) -> None:
        """Новые параметры режима для открытой позиции."""
        position = self._registry.get(symbol)
        if position is not None:
            position.trail = params
        logger.info(
            "TRAIL_RELOAD symbol=%s regime=%s activation=%.2f distance=%.2f open=%s",
            symbol, regime.value, params.activation_atr, params.distance_atr, position is not None,
        )

    def update(self, position: Position, price: float) -> None:
        """Подтянуть стоп за ценой. Без await: позиция не может измениться посередине."""
        sign = position.side.sign
        if (price - position.best_price) * sign > 0:
            position.best_price = price
        params = position.trail
        profit = (position.best_price - position.entry_price) * sign
        if position.atr <= 0 or profit < position.atr * params.activation_atr:
            return
        distance = position.atr * params.distance_atr * TRAIL_FACTORS.get(position.symbol.split("-")[0], 1.0)
        stop = position.best_price - distance * sign
        old = position.trail_stop
        if old is not None and (stop - old) * sign < price * params.step_percent / 100:
            return
        position.trail_stop = stop
        distance_percent = (price - stop) * sign / price * 100
        logger.info(
            "TRAIL_UPDATE symbol=%s side=%s stop=%.8g old=%s price=%.8g distance=%.3f%%",
            position.symbol, position.side.value, stop, old, price, distance_percent,
        )
        self._monitor.trail_distance(position.symbol, distance_percent)
