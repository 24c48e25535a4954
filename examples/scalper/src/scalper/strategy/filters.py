"""Фильтры между сигналом и ордером."""
from __future__ import annotations

import time

from ..config import FilterConfig
from ..exchange.market import MarketData
from ..indicators import correlation, returns
from ..models import Signal
from ..trading.registry import PositionRegistry
from .breaker import CircuitBreaker
from .regime import RegimeManager

# поводырь рынка
BENCHMARK = "BTC-USDT-SWAP"


class FilterChain:
    def __init__(
        self,
        config: FilterConfig,
        market: MarketData,
        registry: PositionRegistry,
        breaker: CircuitBreaker,
        regimes: RegimeManager,
    ) -> None:
        self._config = config
        self._market = market
        self._registry = registry
        self._breaker = breaker
        self._regimes = regimes

    def reject_reason(self, signal: Signal) -> str | None:
        """Причина отказа или None, если сигнал прошёл фильтры."""
        if self._breaker.is_symbol_blocked(signal.symbol):
            return "circuit_breaker"
        reason = self._check_gap(signal)
        if reason is not None:
            return reason
        self._check_ev(signal)
        if self._config.correlation_enabled:
            reason = self._check_correlation(signal)
            if reason is not None:
                return reason
        return self._check_benchmark(signal)

    def _check_gap(self, signal: Signal) -> str | None:
        try:
            ticker = self._market.ticker(signal.symbol)
            gap_pct = abs(ticker.last - signal.price) / signal.price * 100
        except (AttributeError, ZeroDivisionError):
            return None
        if time.monotonic() - ticker.received_at > self._config.max_ticker_age_sec:
            return "stale_ticker"
        if gap_pct >= self._config.max_gap_pct:
            return f"gap {gap_pct:.3f}%"
        return None

    def _check_ev(self, signal: Signal) -> str | None:
        """Ожидаемый ход до цели должен окупать две комиссии, спред и проскальзывание."""
        ticker = self._market.ticker(signal.symbol)
        if ticker is None:
            return "stale_ticker"
        target = signal.atr * self._regimes.profile(signal.symbol).exits.tp_atr_mult
        expected_move = target / signal.price * 100
        fees = 2 * self._config.taker_fee_percent
        cost = fees + ticker.spread_percent + 2 * self._config.expected_slippage_percent
        if expected_move <= cost * self._config.min_ev_ratio:
            return f"ev {expected_move:.3f}% <= cost {cost:.3f}%"
        return None

    def _check_correlation(self, signal: Signal) -> str | None:
        correlated = 0
        own = self._recent_returns(signal.symbol)
        for position in self._registry.snapshot():
            if position.symbol == signal.symbol or position.side is not signal.side:
                continue
            value = correlation(own, self._recent_returns(position.symbol))
            if value is None:
                return f"correlation unknown {position.symbol}"
            if value >= self._config.correlation_threshold:
                correlated += 1
        if correlated >= self._config.max_correlated_positions:
            return f"correlated {correlated}"
        return None

    def _check_benchmark(self, signal: Signal) -> str | None:
        """Не спорить с поводырём, когда он движется сильно против сигнала."""
        if signal.symbol == BENCHMARK:
            return None
        moves = self._recent_returns(BENCHMARK)
        if not moves:
            return "benchmark unknown"
        drift = sum(moves) * 100 * signal.side.sign
        return f"benchmark {drift:.3f}%" if drift < -self._config.max_gap_pct else None

    def _recent_returns(self, symbol: str) -> list[float]:
        return returns(self._market.closes(symbol)[-self._config.correlation_bars :])
