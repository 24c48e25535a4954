"""Сторож памяти."""
from __future__ import annotations

import asyncio
import gc
import logging
import os
from pathlib import Path

from ..config import HealthConfig

try:
    import psutil
except ImportError:  # на тонких образах psutil не ставим
    psutil = None

logger = logging.getLogger(__name__)

BYTES_IN_MB = 1024 * 1024


def rss_mb() -> float:
    if psutil is not None:
        return psutil.Process().memory_info().rss / BYTES_IN_MB
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / BYTES_IN_MB


class MemoryGuard:
    def __init__(self, config: HealthConfig) -> None:
        self._config = config

    async def run(self) -> None:
        while True:
            rss = rss_mb()
            logger.debug("HEALTH rss=%.0fMB", rss)
            if rss > self._config.max_rss_mb:
                logger.critical("MEMORY_LIMIT rss=%.0fMB limit=%.0fMB", rss, self._config.max_rss_mb)
                gc.collect()
            await asyncio.sleep(self._config.check_interval_sec)
