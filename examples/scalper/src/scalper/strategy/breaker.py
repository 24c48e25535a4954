"""Предохранитель: серия убытков по инструменту блокирует новые входы."""
from __future__ import annotations

import logging
import time

from ..config import FilterConfig

logger = logging.getLogger(__name__)


class CircuitBreaker:
    def __init__(self, config: FilterConfig) -> None:
        self._config = config
        self._losses: dict[str, int] = {}
        self._blocked_until: dict[str, float] = {}

    def is_symbol_blocked(self, symbol: str) -> bool:
        until = self._blocked_until.get(symbol)
        if until is None:
            return False
        if time.monotonic() >= until:
            del self._blocked_until[symbol]
            return False
        return True

    def record_close(self, symbol: str, pnl: float) -> None:
        if pnl >= 0:
            self._losses.pop(symbol, None)
            return
        count = self._losses.get(symbol, 0) + 1
        self._losses[symbol] = count
        if count >= self._config.breaker_losses:
            self._losses.pop(symbol, None)
            self._blocked_until[symbol] = time.monotonic() + self._config.breaker_cooldown_sec
            logger.warning("BREAKER_TRIP symbol=%s losses=%d", symbol, count)
