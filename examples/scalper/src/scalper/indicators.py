"""Индикаторы на чистом Python: данных мало, numpy не нужен."""
from __future__ import annotations

from collections.abc import Sequence

from .models import Bar


def ema(values: Sequence[float], period: int) -> float:
    alpha = 2 / (period + 1)
    result = values[0]
    for value in values[1:]:
        result = alpha * value + (1 - alpha) * result
    return result


def rsi(values: Sequence[float], period: int) -> float:
    """RSI по простым средним; 50, когда движения не было."""
    changes = [after - before for before, after in zip(values, values[1:])][-period:]
    gain = sum(change for change in changes if change > 0)
    loss = -sum(change for change in changes if change < 0)
    if gain + loss == 0:
        return 50.0
    return 100 * gain / (gain + loss)


def atr(bars: Sequence[Bar], period: int) -> float:
    ranges = []
    for previous, bar in zip(bars, bars[1:]):
        ranges.append(max(bar.high - bar.low, abs(bar.high - previous.close), abs(bar.low - previous.close)))
    recent = ranges[-period:]
    return sum(recent) / len(recent) if recent else 0.0


def efficiency(values: Sequence[float]) -> float:
    """Коэффициент эффективности Кауфмана: 1 — тренд, 0 — шум."""
    path = sum(abs(after - before) for before, after in zip(values, values[1:]))
    if path == 0:
        return 0.0
    return abs(values[-1] - values[0]) / path


def returns(values: Sequence[float]) -> list[float]:
    return [after / before - 1 for before, after in zip(values, values[1:]) if before > 0]


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Корреляция Пирсона; None, если данных не хватает."""
    count = min(len(first), len(second))
    if count < 2:
        return None
    a, b = list(first)[-count:], list(second)[-count:]
    mean_a, mean_b = sum(a) / count, sum(b) / count
    cov = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b))
    var_a = sum((x - mean_a) ** 2 for x in a)
    var_b = sum((y - mean_b) ** 2 for y in b)
    if var_a < 1e-18 or var_b < 1e-18:
        return None
    return cov / (var_a * var_b) ** 0.5
