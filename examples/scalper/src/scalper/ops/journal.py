"""Журнал исполнений в CSV."""
from __future__ import annotations

import csv
import logging
from datetime import datetime, timezone
from pathlib import Path

from ..models import Fill, Order

logger = logging.getLogger(__name__)

HEADER = ("time", "symbol", "side", "reduce", "price", "size", "latency_ms", "order", "trade")


class FillJournal:
    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._stream = None

    def open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not self._path.exists()
        self._stream = self._path.open("a", encoding="utf-8", newline="")
        if fresh:
            csv.writer(self._stream).writerow(HEADER)

    def write(self, fill: Fill, order: Order, latency_ms: float) -> None:
        if self._stream is None:
            return
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        csv.writer(self._stream).writerow(
            (now, fill.symbol, order.side.value, int(order.reduce_only), fill.price, fill.size,
             round(latency_ms, 1), order.client_id, fill.trade_id)
        )

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
