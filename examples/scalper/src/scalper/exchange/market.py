"""Рыночные данные в памяти: последний тикер и свечи, собранные из тикеров."""
from __future__ import annotations

from collections import deque

from ..config import StrategyConfig
from ..indicators import atr
from ..models import Bar, Ticker


class MarketData:
    def __init__(self, config: StrategyConfig, symbols: list[str]) -> None:
        self._config = config
        self._bars: dict[str, deque[Bar]] = {symbol: deque(maxlen=config.bars_kept) for symbol in symbols}
        self._current: dict[str, Bar] = {}
        self._tickers: dict[str, Ticker] = {}

    def warm_up(self, symbol: str, bars: list[Bar]) -> None:
        history = self._bars[symbol]
        known = list(history)
        first = known[0].start_ms if known else None
        older = [bar for bar in bars if first is None or bar.start_ms < first]
        history.clear()
        history.extend(older)
        history.extend(known)

    def on_ticker(self, ticker: Ticker) -> Bar | None:
        """Обновить свечу; вернуть закрытую, если началась новая."""
        self._tickers[ticker.symbol] = ticker
        width_ms = max(int(self._config.bar_interval_sec * 1000), 1)
        start = ticker.ts_ms - ticker.ts_ms % width_ms
        bar = self._current.get(ticker.symbol)
        if bar is None or start > bar.start_ms:
            self._current[ticker.symbol] = Bar(start, ticker.last, ticker.last, ticker.last, ticker.last)
            if bar is not None:
                self._bars[ticker.symbol].append(bar)
            return bar
        bar.high = max(bar.high, ticker.last)
        bar.low = min(bar.low, ticker.last)
        bar.close = ticker.last
        return None

    def ticker(self, symbol: str) -> Ticker | None:
        return self._tickers.get(symbol)

    def last_price(self, symbol: str, default: float) -> float:
        ticker = self._tickers.get(symbol)
        return ticker.last if ticker is not None else default

    def bars(self, symbol: str) -> list[Bar]:
        return list(self._bars.get(symbol, ()))

    def closes(self, symbol: str) -> list[float]:
        return [bar.close for bar in self._bars.get(symbol, ())]

    def atr(self, symbol: str) -> float:
        return atr(self.bars(symbol), self._config.atr_period)
