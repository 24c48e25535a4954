"""Реестр позиций и броней под входы. Ключ везде один — instId."""
from __future__ import annotations

import asyncio
import time

from ..models import Position


class PositionRegistry:
    def __init__(self) -> None:
        self._positions: dict[str, Position] = {}
        self._pending: dict[str, float] = {}
        self._changed: dict[str, float] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, symbol: str) -> asyncio.Lock:
        """Один замок на инструмент; между проверкой и записью нет await."""
        if symbol not in self._locks:
            self._locks[symbol] = asyncio.Lock()
        return self._locks[symbol]

    def get(self, symbol: str) -> Position | None:
        return self._positions.get(symbol)

    def snapshot(self) -> list[Position]:
        return list(self._positions.values())

    def symbols(self) -> set[str]:
        return set(self._positions) | set(self._pending)

    def open_count(self) -> int:
        return len(self.symbols())

    def is_busy(self, symbol: str) -> bool:
        return symbol in self._positions or symbol in self._pending

    def reserve(self, symbol: str, limit: int) -> bool:
        """Занять место под вход. Проверка и запись неделимы (await нет)."""
        if self.is_busy(symbol) or self.open_count() >= limit:
            return False
        self._pending[symbol] = time.monotonic()
        self._touch(symbol)
        return True

    def release(self, symbol: str) -> None:
        if self._pending.pop(symbol, None) is not None:
            self._touch(symbol)

    def pending_age(self, symbol: str) -> float | None:
        since = self._pending.get(symbol)
        return None if since is None else time.monotonic() - since

    def add(self, position: Position) -> None:
        self._pending.pop(position.symbol, None)
        self._positions[position.symbol] = position
        self._touch(position.symbol)

    def remove(self, symbol: str) -> Position | None:
        position = self._positions.pop(symbol, None)
        if position is not None:
            self._touch(symbol)
        return position

    def changed_at(self, symbol: str) -> float:
        return self._changed.get(symbol, 0.0)

    def _touch(self, symbol: str) -> None:
        self._changed[symbol] = time.monotonic()
