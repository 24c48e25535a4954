"""Сверка реестра с биржей: сообщения о позициях и периодический опрос."""
from __future__ import annotations

import asyncio
import logging
import time

from ..config import SyncConfig
from ..exchange.rest import OkxRest
from ..models import ExitReason, PositionUpdate
from .exits import ExitManager
from .registry import PositionRegistry
from .risk import RiskManager

logger = logging.getLogger(__name__)


class PositionSync:
    def __init__(
        self,
        config: SyncConfig,
        rest: OkxRest,
        registry: PositionRegistry,
        exits: ExitManager,
        risk: RiskManager,
    ) -> None:
        self._config = config
        self._rest = rest
        self._registry = registry
        self._exits = exits
        self._risk = risk
        self._seen: dict[str, float] = {}
        self._wake = asyncio.Event()

    def request(self) -> None:
        """Внеочередная сверка."""
        self._wake.set()

    # ---------- сообщения канала positions

    async def on_position(self, update: PositionUpdate) -> None:
        now = time.monotonic()
        if now - self._seen.get(update.pos_id, float("-inf")) < self._config.dedup_window_sec:
            return
        self._seen[update.pos_id] = now
        if update.symbol not in self._registry.positions:
            return
        self._risk.update_equity(await self._rest.get_equity())
        position = self._registry.positions[update.symbol]
        if update.updated_ms < position.updated_ms:
            return
        position.updated_ms = update.updated_ms
        if update.size <= 0:
            self._seen.pop(update.pos_id, None)
            if position.exit_order is None:
                self._exits.close_external(position, ExitReason.EXTERNAL)
            return
        if update.side is position.side:
            position.size = update.size

    # ---------- периодическая сверка

    async def run(self) -> None:
        while True:
            try:
                await self._wait()
                await self.sync_positions_with_exchange()
            except asyncio.CancelledError:
                logger.info("sync is interrupted")
            except Exception:
                logger.exception("sync failed")

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), timeout=self._config.sync_interval_sec)
        except asyncio.TimeoutError:
            pass
        self._wake.clear()

    async def sync_positions_with_exchange(self) -> None:
        """Сравнить реестр с позициями биржи."""
        remote = {update.symbol: update for update in await self._rest.get_positions()}
        for position in self._registry.snapshot():
            update = remote.get(position.symbol)
            if update is None:
                self._exits.close_external(position, ExitReason.DRIFT)
            elif position.size != update.size:
                logger.warning("DRIFT_SIZE symbol=%s bot=%.8g exchange=%.8g", position.symbol, position.size, update.size)
                position.size = update.size
        self._risk.update_equity(await self._rest.get_equity())
