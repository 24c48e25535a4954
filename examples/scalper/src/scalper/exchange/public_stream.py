"""Публичный WebSocket: тикеры."""
from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable

import websockets

from ..config import ExchangeConfig
from ..models import Ticker
from .convert import BadPayload
from .parse import parse_ticker

logger = logging.getLogger(__name__)


class PublicStream:
    def __init__(
        self,
        config: ExchangeConfig,
        symbols: list[str],
        on_ticker: Callable[[Ticker], None],
    ) -> None:
        self._config = config
        self._symbols = symbols
        self._on_ticker = on_ticker
        self._active = True
        self._task: asyncio.Task | None = None
        self.connects = 0

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="public-stream")

    async def stop(self) -> None:
        self._active = False
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self) -> None:
        while self._active:
            try:
                async with websockets.connect(
                    self._config.ws_public_url, open_timeout=self._config.open_timeout_sec
                ) as ws:
                    await self._subscribe(ws)
                    self.connects += 1
                    logger.info("📡 публичный поток подключён, инструментов: %d", len(self._symbols))
                    await self._consume(ws)
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as exc:
                logger.warning("публичный поток: %r, переподключение", exc)
                await asyncio.sleep(5)

    async def _subscribe(self, ws) -> None:
        args = [{"channel": "tickers", "instId": symbol} for symbol in self._symbols]
        await ws.send(json.dumps({"op": "subscribe", "args": args}))

    async def _consume(self, ws) -> None:
        ping = asyncio.create_task(self._ping_loop(ws), name="public-ping")
        try:
            async for raw in ws:
                if raw != "pong":
                    self._dispatch(raw)
        finally:
            ping.cancel()
            await asyncio.gather(ping, return_exceptions=True)

    async def _ping_loop(self, ws) -> None:
        while True:
            await asyncio.sleep(self._config.ping_interval_sec)
            await ws.send("ping")

    def _dispatch(self, raw: str | bytes) -> None:
        try:
            message = json.loads(raw)
            if message.get("event") == "error":
                logger.warning("публичный поток, ошибка подписки: %s", message.get("msg"))
                return
            for row in message.get("data") or []:
                self._on_ticker(parse_ticker(row))
        except (BadPayload, ValueError, AttributeError) as exc:
            logger.warning("публичный поток, непонятное сообщение: %s", exc)
