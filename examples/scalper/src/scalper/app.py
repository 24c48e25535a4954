"""Сборка бота, запуск и остановка."""
from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Coroutine

from .config import BotConfig
from .exchange.auth import Signer
from .exchange.market import MarketData
from .exchange.private_stream import PrivateStream
from .exchange.public_stream import PublicStream
from .exchange.rest import ExchangeError, OkxRest
from .models import ExitReason
from .ops.health import MemoryGuard
from .ops.journal import FillJournal
from .ops.metrics import ExecutionMonitor
from .ops.state import StateStore
from .strategy.breaker import CircuitBreaker
from .strategy.coordinator import SignalCoordinator
from .strategy.filters import FilterChain
from .strategy.regime import RegimeManager
from .strategy.signals import SignalGenerator
from .trading.entry import EntryManager
from .trading.exits import ExitManager
from .trading.fills import FillHandler
from .trading.orders import OrderManager
from .trading.registry import PositionRegistry
from .trading.risk import RiskManager
from .trading.sync import PositionSync
from .trading.trailing import TrailingManager

logger = logging.getLogger(__name__)


class Application:
    def __init__(self, config: BotConfig) -> None:
        self.config = config
        self.symbols = list(config.symbols)
        self._stop_event = asyncio.Event()
        self._stop_reason = ""
        self._failed = False
        self._tasks: list[asyncio.Task] = []

        signer = Signer(config.credentials, config.exchange.simulated)
        self.rest = OkxRest(config.exchange, signer)
        self.market = MarketData(config.strategy, self.symbols)
        self.registry = PositionRegistry()
        self.monitor = ExecutionMonitor(config.thresholds, config.health)
        self.journal = FillJournal(config.runtime.journal_file)
        self.regimes = RegimeManager(config.regime, config.regimes, self.market, self.symbols)
        self.breaker = CircuitBreaker(config.filters)
        self.risk = RiskManager(
            config.risk,
            config.symbols,
            self.registry,
            self.market,
            StateStore(config.runtime.state_file),
            {symbol: self.regimes.profile(symbol).size_multiplier for symbol in self.symbols},
            config.raw["risk"],
        )
        self.orders = OrderManager(self.rest)
        self.trailing = TrailingManager(self.registry, self.monitor)
        self.exits = ExitManager(
            self.registry, self.orders, self.trailing, self.risk, self.rest, self.market,
            self.monitor, config.health.exit_check_interval_sec,
        )
        self.entry = EntryManager(
            self.rest, self.market, self.registry, self.orders, self.risk, self.monitor
        )
        self.sync = PositionSync(config.sync, self.rest, self.registry, self.exits, self.risk)
        self.fills = FillHandler(
            self.registry, self.orders, self.exits, self.regimes, self.monitor, self.journal,
            self.sync.request,
        )
        filters = FilterChain(config.filters, self.market, self.registry, self.breaker, self.regimes)
        self.coordinator = SignalCoordinator(
            config.strategy, self.symbols, self.market, self.regimes,
            SignalGenerator(config.strategy, self.market), filters, self.entry, self.exits,
            self.risk, self.registry, self.monitor,
        )
        self.public = PublicStream(config.exchange, self.symbols, self.coordinator.publish)
        self.private = PrivateStream(
            config.exchange, config.reconnect, signer, self.fills.on_order, self.fills.on_fill,
            self.sync.on_position, self.risk.update_equity, self._on_give_up,
        )
        self.guard = MemoryGuard(config.health)

    # ---------- жизненный цикл

    async def run(self) -> int:
        self._install_signals()
        try:
            await self._start()
            await self._stop_event.wait()
            logger.info("остановка: %s", self._stop_reason)
        finally:
            await self.shutdown()
        return 1 if self._failed else 0

    def request_stop(self, reason: str) -> None:
        if not self._stop_event.is_set():
            self._stop_reason = reason
            self._stop_event.set()

    def _install_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT,):
            loop.add_signal_handler(number, self.request_stop, number.name)

    async def _start(self) -> None:
        logger.info("🚀 старт, инструментов: %d", len(self.symbols))
        self.journal.open()
        await self.rest.open()
        self.monitor.start()
        self.coordinator.start()
        self.public.start()
        self.private.start()
        self._spawn("memory-guard", self.guard.run())
        self._spawn("exit-timeouts", self.exits.timeout_loop())
        self._spawn("bootstrap", self._bootstrap())

    def _spawn(self, name: str, work: Coroutine) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._on_task_done)
        self._tasks.append(task)

    def _on_task_done(self, task: asyncio.Task) -> None:
        if task.cancelled() or task.exception() is None:
            return
        logger.error("task %s crashed", task.get_name(), exc_info=task.exception())
        self._failed = True
        self.request_stop(f"task {task.get_name()} crashed")

    def _on_give_up(self, stream: str) -> None:
        self._failed = True
        self.request_stop(f"{stream} stream gave up")

    async def _bootstrap(self) -> None:
        """Справочники, плечи и история."""
        limits = self.config.reconnect
        for attempt in range(limits.max_reconnect_attempts + 1):
            try:
                await self._prepare()
                self.coordinator.enable_entries()
                logger.info("✅ готов к торговле")
                await self.sync.run()
                return
            except ExchangeError as exc:
                logger.warning("подготовка не удалась: %s", exc)
            delay = min(limits.base_delay_sec * 2**attempt, limits.max_delay_sec)
            await asyncio.sleep(delay)
        self._failed = True
        self.request_stop("bootstrap gave up")

    async def _prepare(self) -> None:
        instruments = await self.rest.get_instruments()
        missing = [symbol for symbol in self.symbols if symbol not in instruments]
        if missing:
            raise ExchangeError("instrument", f"not on the exchange: {missing[0]}")
        self.risk.set_instruments(instruments)
        for symbol, item in self.config.symbols.items():
            await self.rest.set_leverage(symbol, item.leverage)
            bars = await self.rest.get_candles(
                symbol, self.config.strategy.bar_name, self.config.strategy.warmup_bars
            )
            self.market.warm_up(symbol, bars)
        self.risk.update_equity(await self.rest.get_equity())
        first = instruments[self.symbols[0]]
        lows = [bar.low for bar in self.market.bars(first.symbol)]
        if lows:
            await self.rest.check_trading(first.min_size, min(lows))

    # ---------- остановка

    async def shutdown(self) -> None:
        """Входы закрыть, позиции закрыть, ордера снять, задачи и сокеты остановить."""
        self.coordinator.disable_entries()
        try:
            if self.config.shutdown.close_positions:
                await self._flatten()
            elif self.registry.snapshot():
                logger.warning("позиции оставлены на бирже: %s", sorted(self.registry.symbols()))
            await self._cancel_orders()
            await self.coordinator.stop()
            await self.public.stop()
            await self.private.stop()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        except Exception:
            logger.exception("остановка прервана")
        finally:
            self.risk.flush()
            self.journal.close()
            await self.rest.close()
        logger.info("👋 остановлен")

    async def _flatten(self) -> None:
        """Закрыть всё, дождавшись и тех входов, что ещё в пути."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.config.shutdown.flat_timeout_sec
        while self.registry.symbols() and loop.time() < deadline:
            await self.exits.close_all(ExitReason.SHUTDOWN)
            await asyncio.sleep(self.config.shutdown.flat_poll_sec)
        if self.registry.symbols():
            logger.error("не закрыты: %s", sorted(self.registry.symbols()))

    async def _cancel_orders(self) -> None:
        try:
            logger.info("снято ордеров: %d", await self.orders.cancel_working())
        except ExchangeError as exc:
            logger.warning("ордера не сняты: %s", exc)
