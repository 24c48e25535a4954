"""Генератор сигналов: пробой по тренду, возврат к среднему в боковике, импульс на тиках."""
from __future__ import annotations

import logging

from ..config import StrategyConfig
from ..exchange.market import MarketData
from ..indicators import ema, rsi
from ..models import Bar, Regime, Side, Signal, Ticker

logger = logging.getLogger(__name__)


class SignalGenerator:
    def __init__(self, config: StrategyConfig, market: MarketData) -> None:
        self._config = config
        self._market = market

    def on_bar(self, symbol: str, regime: Regime) -> Signal | None:
        bars = self._market.bars(symbol)
        if len(bars) < self._config.warmup_bars:
            return None
        atr = self._market.atr(symbol)
        price = bars[-1].close
        if price <= 0 or atr / price * 100 < self._config.min_atr_percent:
            return None
        if regime == "trending":
            return self._trend_signal(symbol, bars, atr)
        if regime is Regime.RANGING:
            return self._reversion_signal(symbol, bars, atr)
        return None

    def on_tick(self, ticker: Ticker) -> Signal | None:
        """Импульс: цена ушла от закрытия прошлой свечи больше чем на N ATR."""
        bars = self._market.bars(ticker.symbol)
        if len(bars) < self._config.warmup_bars:
            return None
        atr = self._market.atr(ticker.symbol)
        move = ticker.last - bars[-1].close
        if atr <= 0 or abs(move) < atr * self._config.impulse_atr_mult:
            return None
        side = Side.LONG if move > 0 else Side.SHORT
        return Signal(ticker.symbol, side, ticker.last, atr, self._config.impulse_strength, "impulse")

    def _trend_signal(self, symbol: str, bars: list[Bar], atr: float) -> Signal | None:
        closes = [bar.close for bar in bars]
        fast, slow = ema(closes, self._config.ema_fast), ema(closes, self._config.ema_slow)
        window = bars[-self._config.breakout_lookback - 1 : -1]
        high, low = max(bar.high for bar in window), min(bar.low for bar in window)
        strength = self._config.trending_strength
        if fast > slow and closes[-1] > high:
            return Signal(symbol, Side.LONG, closes[-1], atr, strength, "breakout")
        if fast < slow and closes[-1] < low:
            return Signal(symbol, Side.SHORT, closes[-1], atr, strength, "breakout")
        return None

    def _reversion_signal(self, symbol: str, bars: list[Bar], atr: float) -> Signal | None:
        closes = [bar.close for bar in bars]
        value = rsi(closes, self._config.rsi_period)
        if value < 28:
            return Signal(symbol, Side.LONG, closes[-1], atr, 1.0, "reversion")
        if value > self._config.rsi_overbought:
            return Signal(symbol, Side.SHORT, closes[-1], atr, 1.0, "reversion")
        return None
