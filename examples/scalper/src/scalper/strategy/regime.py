"""Режим рынка по каждому инструменту и рассылка новых параметров при его смене."""
from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from ..config import RegimeConfig
from ..exchange.market import MarketData
from ..indicators import efficiency
from ..models import Regime, RegimeProfile

logger = logging.getLogger(__name__)

Listener = Callable[[str, Regime, RegimeProfile], Awaitable[None]]


class RegimeManager:
    def __init__(
        self,
        config: RegimeConfig,
        profiles: dict[Regime, RegimeProfile],
        market: MarketData,
        symbols: list[str],
    ) -> None:
        self._config = config
        self._profiles = profiles
        self._market = market
        self._current: dict[str, Regime] = {symbol: Regime(config.initial) for symbol in symbols}
        self._candidate: dict[str, tuple[Regime, int]] = {}
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def current(self, symbol: str) -> Regime:
        return self._current[symbol]

    def profile(self, symbol: str) -> RegimeProfile:
        return self._profiles[self._current[symbol]]

    async def on_bar(self, symbol: str) -> None:
        closes = self._market.closes(symbol)[-self._config.lookback :]
        if len(closes) < self._config.lookback:
            return
        detected = self._detect(closes)
        if detected is self._current[symbol]:
            self._candidate.pop(symbol, None)
            return
        regime, count = self._candidate.get(symbol, (detected, 0))
        count = count + 1 if regime is detected else 1
        if count < self._config.confirm_bars:
            self._candidate[symbol] = (detected, count)
            return
        self._candidate.pop(symbol, None)
        await self._switch(symbol, detected)

    def _detect(self, closes: list[float]) -> Regime:
        value = efficiency(closes)
        if value >= self._config.trending_efficiency:
            return Regime.TRENDING
        if value <= self._config.choppy_efficiency:
            return Regime.CHOPPY
        return Regime.RANGING

    async def _switch(self, symbol: str, regime: Regime) -> None:
        previous, self._current[symbol] = self._current[symbol], regime
        logger.info("REGIME_CHANGE symbol=%s from=%s to=%s", symbol, previous.value, regime.value)
        for listener in self._listeners:
            await listener(symbol, regime, self._profiles[regime])
