"""Реестр позиций и броней под входы."""
from __future__ import annotations

import asyncio
import time

from ..models import Position


class PositionRegistry:
    def __init__(self) -> None:
        self.positions: dict[str, Position] = {}
        self._pending: dict[str, float] = {}
        self.cooldowns: dict[str, float] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def lock(self, symbol: str) -> asyncio.Lock:
        """Один замок на инструмент; между проверкой и записью нет await."""
        if symbol not in self._locks:
            self._locks[symbol] = asyncio.Lock()
        return self._locks[symbol]

    def get(self, symbol: str) -> Position | None:
        return self.positions.get(symbol)

    def snapshot(self) -> list[Position]:
        return list(self.positions.values())

    def symbols(self) -> set[str]:
        return set(self.positions) | set(self._pending)

    def open_count(self) -> int:
        return len(self.symbols())

    def is_busy(self, symbol: str) -> bool:
        return symbol in self.positions or symbol in self._pending

    def reserve(self, symbol: str) -> bool:
        """Занять место под вход. Проверка и запись неделимы (await нет)."""
        if self.is_busy(symbol):
            return False
        self._pending[symbol] = time.monotonic()
        return True

    def release(self, symbol: str) -> None:
        self._pending.pop(symbol, None)

    def add(self, position: Position) -> None:
        self._pending.pop(position.symbol, None)
        self.positions[position.symbol] = position

    def remove(self, symbol: str) -> Position | None:
        return self.positions.pop(symbol, None)
