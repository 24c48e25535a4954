"""Качество исполнения: пороги WARNING и сводка раз в несколько минут."""
from __future__ import annotations

import asyncio
import logging
from collections import Counter

from ..config import HealthConfig, ThresholdConfig
from ..models import Order

logger = logging.getLogger(__name__)


class ExecutionMonitor:
    def __init__(self, thresholds: ThresholdConfig, health: HealthConfig) -> None:
        self._thresholds = thresholds
        self._report_interval_sec = health.report_interval_sec
        self._counters: Counter[str] = Counter()
        self._latencies: list[float] = []
        self._pnl = 0.0
        self._task: asyncio.Task | None = None

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._report_loop(), name="metrics-report")

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        self.report()

    def count(self, name: str) -> None:
        self._counters[name] += 1

    def closed(self, pnl: float) -> None:
        self._counters["exits"] += 1
        self._pnl += pnl

    # ---------- пороги (проценты и миллисекунды)

    def entry_slippage(self, order: Order, fill_price: float) -> None:
        """Проскальзывание входа: плюс — хуже ожидаемого."""
        if order.expected_price <= 0:
            return
        slippage = (fill_price - order.expected_price) * order.side.sign / order.expected_price
        if slippage > self._thresholds.slippage_percent:
            logger.warning(
                "SLIPPAGE symbol=%s slippage=%.3f%% expected=%.8g fill=%.8g",
                order.symbol, slippage, order.expected_price, fill_price,
            )

    def exit_slippage(self, order: Order, entry_price: float, fill_price: float) -> None:
        """Проскальзывание выхода в процентах."""
        slippage = (entry_price - fill_price) * order.side.sign / entry_price * 100
        if slippage > self._thresholds.exit_slippage_percent:
            logger.warning(
                "EXIT_SLIPPAGE symbol=%s exit_slippage=%.3f%% entry=%.8g fill=%.8g",
                order.symbol, slippage, entry_price, fill_price,
            )

    def trail_distance(self, symbol: str, distance_percent: float) -> None:
        if distance_percent < self._thresholds.trail_distance_percent:
            logger.warning("TRAIL_DISTANCE symbol=%s trail_distance=%.4f%%", symbol, distance_percent)

    def fill_latency(self, symbol: str, latency_ms: float) -> None:
        self._latencies.append(latency_ms)
        if latency_ms > self._thresholds.latency_ms:
            logger.info("LATENCY symbol=%s latency=%.0fms", symbol, latency_ms)

    # ---------- сводка

    async def _report_loop(self) -> None:
        while True:
            await asyncio.sleep(self._report_interval_sec)
            self.report()

    def report(self) -> None:
        average = sum(self._latencies) / len(self._latencies) if self._latencies else 0.0
        counters = " ".join(f"{name}={value}" for name, value in sorted(self._counters.items()))
        logger.info("📊 SUMMARY %s pnl=%.4f avg_latency=%.0fms", counters, self._pnl, average)
