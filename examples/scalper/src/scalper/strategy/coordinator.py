"""Путь от тикера до ордера: по одной задаче на инструмент."""
from __future__ import annotations

import asyncio
import logging
import time

from ..config import StrategyConfig
from ..exchange.market import MarketData
from ..models import Regime, RegimeProfile, Signal, Ticker
from ..ops.metrics import ExecutionMonitor
from ..trading.entry import EntryManager
from ..trading.exits import ExitManager
from ..trading.registry import PositionRegistry
from ..trading.risk import RiskManager
from .filters import FilterChain
from .regime import RegimeManager
from .signals import SignalGenerator

logger = logging.getLogger(__name__)


class SignalCoordinator:
    def __init__(
        self,
        config: StrategyConfig,
        symbols: list[str],
        market: MarketData,
        regimes: RegimeManager,
        signals: SignalGenerator,
        filters: FilterChain,
        entry: EntryManager,
        exits: ExitManager,
        risk: RiskManager,
        registry: PositionRegistry,
        monitor: ExecutionMonitor,
    ) -> None:
        self._config = config
        self._market = market
        self._regimes = regimes
        self._signals = signals
        self._filters = filters
        self._entry = entry
        self._exits = exits
        self._risk = risk
        self._registry = registry
        self._monitor = monitor
        self._queues = {symbol: asyncio.Queue(maxsize=config.queue_size) for symbol in symbols}
        self._last_signal: dict[str, float] = {}
        self._tasks: list[asyncio.Task] = []
        self._accepting = False
        regimes.subscribe(self._on_regime_change)

    def start(self) -> None:
        for symbol, queue in self._queues.items():
            self._tasks.append(asyncio.create_task(self._worker(symbol, queue), name=f"worker-{symbol}"))

    async def stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def enable_entries(self) -> None:
        self._accepting = True

    def disable_entries(self) -> None:
        self._accepting = False

    def publish(self, ticker: Ticker) -> None:
        """Положить тикер в очередь инструмента; при переполнении теряется самый старый."""
        queue = self._queues.get(ticker.symbol)
        if queue is None:
            return
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(ticker)

    async def _worker(self, symbol: str, queue: asyncio.Queue) -> None:
        while True:
            ticker = await queue.get()
            try:
                await self._process(ticker)
            except Exception:
                logger.exception("worker %s: tick failed", symbol)

    async def _process(self, ticker: Ticker) -> None:
        closed_bar = self._market.on_ticker(ticker)
        await self._exits.on_tick(ticker)
        if closed_bar is not None:
            await self._regimes.on_bar(ticker.symbol)
            signal = self._signals.on_bar(ticker.symbol, self._regimes.current(ticker.symbol))
            if signal is not None:
                await self.handle_signal(signal)
            return
        if self._accepting and not self._registry.is_busy(ticker.symbol):
            impulse = self._signals.on_tick(ticker)
            if impulse is not None:
                # импульс живёт секунды, входим сразу
                reason = await self._entry.open(impulse)
                if reason is not None:
                    self._skip(impulse, reason)

    async def handle_signal(self, signal: Signal) -> None:
        self._monitor.count("signals")
        if not self._accepting:
            self._skip(signal, "entries_disabled")
            return
        if self._registry.is_busy(signal.symbol):
            return
        stopped = self._registry.cooldowns.get(signal.symbol)
        if stopped is not None and time.monotonic() - stopped < self._config.signal_cooldown_sec:
            self._skip(signal, "after_stop")
            return
        elapsed = time.monotonic() - self._last_signal.get(signal.symbol, float("-inf"))
        if elapsed < self._config.signal_cooldown_sec:
            self._skip(signal, "cooldown")
            return
        reason = self._filters.reject_reason(signal)
        if reason is not None:
            self._skip(signal, reason)
            return
        self._last_signal[signal.symbol] = time.monotonic()
        reason = await self._entry.open(signal)
        if reason is not None:
            self._skip(signal, reason)

    def _skip(self, signal: Signal, reason: str) -> None:
        self._monitor.count("skips")
        logger.info(
            "SIGNAL_SKIP symbol=%s side=%s source=%s price=%.8g reason=%s",
            signal.symbol, signal.side.value, signal.source, signal.price, reason,
        )

    async def _on_regime_change(self, symbol: str, regime: Regime, profile: RegimeProfile) -> None:
        async with self._registry.lock(symbol):
            self._risk.apply_regime(symbol, profile.size_multiplier)
