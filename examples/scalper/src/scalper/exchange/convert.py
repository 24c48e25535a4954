"""Безопасное приведение значений биржи: OKX присылает числа текстом, иногда пустым."""
from __future__ import annotations

import math


class BadPayload(ValueError):
    """A required field is absent or is not a number."""


def to_float(value: object, default: float = 0.0) -> float:
    """Необязательное число: '', None и мусор дают default."""
    if value is None or value == "":
        return default
    try:
        number = float(str(value))
    except ValueError:
        return default
    return number if math.isfinite(number) else default


def need_float(row: dict, key: str) -> float:
    value = to_float(row.get(key), math.nan)
    if math.isnan(value):
        raise BadPayload(f"{key}: number expected, got {row.get(key)!r}")
    return value


def to_ms(value: object) -> int:
    return int(to_float(value))


def need_text(row: dict, key: str) -> str:
    value = row.get(key)
    if not value:
        raise BadPayload(f"{key}: missing")
    return str(value)
