"""Дневной результат переживает перезапуск бота."""
from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

logger = logging.getLogger(__name__)


@dataclass
class DailyState:
    day: str = ""
    pnl: float = 0.0
    start_equity: float = 0.0
    halted: bool = False


class StateStore:
    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def load(self) -> DailyState:
        if not self._path.exists():
            return DailyState()
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            return DailyState(
                day=str(data["day"]),
                pnl=float(data["pnl"]),
                start_equity=float(data["start_equity"]),
                halted=bool(data["halted"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as exc:
            logger.error("state file %s is damaged, starting from zero: %s", self._path, exc)
            return DailyState()

    def save(self, state: DailyState) -> None:
        temporary = self._path.with_suffix(".tmp")
        try:
            temporary.write_text(json.dumps(asdict(state)), encoding="utf-8")
            temporary.replace(self._path)
        except OSError as exc:
            logger.error("state is not saved: %s", exc)
