"""Настройка логов."""
from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from ..config import RuntimeConfig

LINE_FORMAT = "%(asctime)s [%(levelname)s] %(name)s - %(message)s"
MAX_BYTES = 20 * 1024 * 1024
BACKUPS = 5
NOISY = ("aiohttp", "websockets", "asyncio")


def setup_logging(config: RuntimeConfig) -> None:
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stdout)]
    if config.log_file:
        path = Path(config.log_file)
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8"))
    logging.basicConfig(level=config.log_level, format=LINE_FORMAT, handlers=handlers)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
