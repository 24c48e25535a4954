"""Приватный WebSocket: ордера, исполнения, позиции, счёт."""
from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable

import websockets

from ..config import ExchangeConfig, ReconnectConfig
from ..models import Fill, OrderUpdate, PositionUpdate
from .auth import Signer
from .convert import to_float
from .parse import parse_fill, parse_order_update, parse_position

logger = logging.getLogger(__name__)

CHANNELS = (
    {"channel": "orders", "instType": "SWAP"},
    {"channel": "fills"},
    {"channel": "positions", "instType": "SWAP"},
    {"channel": "account"},
)


class LoginFailed(Exception):
    """Биржа не приняла ключ."""


class PrivateStream:
    name = "private"

    def __init__(
        self,
        config: ExchangeConfig,
        reconnect: ReconnectConfig,
        signer: Signer,
        on_order: Callable[[OrderUpdate], Awaitable[None]],
        on_fill: Callable[[Fill], Awaitable[None]],
        on_position: Callable[[PositionUpdate], Awaitable[None]],
        on_equity: Callable[[float], None],
        on_give_up: Callable[[str], None],
    ) -> None:
        self._config = config
        self._reconnect = reconnect
        self._signer = signer
        self._on_order = on_order
        self._on_fill = on_fill
        self._on_position = on_position
        self._on_equity = on_equity
        self._on_give_up = on_give_up
        self._task: asyncio.Task | None = None
        self._ws = None
        self._running = True
        self._attempts = 0

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="private-stream")

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if self._ws is not None:
            await self._ws.close()
            self._ws = None

    async def _run(self) -> None:
        while self._running:
            try:
                self._ws = await websockets.connect(
                    self._config.ws_private_url, open_timeout=self._config.open_timeout_sec
                )
                await self._login(self._ws)
                await self._ws.send(json.dumps({"op": "subscribe", "args": list(CHANNELS)}))
                logger.info("🔐 приватный поток подключён")
                await self._consume(self._ws)
                logger.warning("приватный поток закрыт сервером")
            except OSError as exc:
                logger.error("приватный поток, сервер недоступен: %r", exc)
                self._running = False
            except (LoginFailed, websockets.WebSocketException) as exc:
                logger.warning("приватный поток: %r", exc)
            if self._attempts >= self._reconnect.max_reconnect_attempts:
                logger.error("приватный поток: попытки исчерпаны (%d)", self._attempts)
                self._on_give_up(self.name)
                return
            delay = min(self._reconnect.base_delay_sec * 2**self._attempts, self._reconnect.max_delay_sec)
            self._attempts += 1
            logger.info("RECONNECT stream=%s attempt=%d delay=%.2f", self.name, self._attempts, delay)
            await asyncio.sleep(delay)

    async def _login(self, ws) -> None:
        await ws.send(json.dumps(self._signer.login_message()))
        raw = await asyncio.wait_for(ws.recv(), timeout=self._config.login_timeout_sec)
        try:
            answer = json.loads(raw)
        except ValueError as exc:
            raise LoginFailed("unexpected answer") from exc
        if answer.get("event") != "login" or str(answer.get("code")) != "0":
            raise LoginFailed(str(answer.get("msg")))

    async def _consume(self, ws) -> None:
        asyncio.create_task(self._ping_loop(ws))
        async for raw in ws:
            if raw != "pong":
                await self._dispatch(raw)

    async def _ping_loop(self, ws) -> None:
        while True:
            await asyncio.sleep(self._config.ping_interval_sec)
            await ws.send("ping")

    async def _dispatch(self, raw: str | bytes) -> None:
        try:
            message = json.loads(raw)
        except ValueError:
            logger.warning("приватный поток, не JSON: %.100s", raw)
            return
        if message.get("event") == "error":
            # канал fills доступен не всем, orders несёт те же сделки
            logger.warning("приватный поток, ошибка подписки: %s", message.get("msg"))
            return
        channel = (message.get("arg") or {}).get("channel")
        for row in message.get("data") or []:
            try:
                await self._route(channel, row)
            except Exception:
                logger.exception("приватный поток, сбой обработки %s", channel)

    async def _route(self, channel: str | None, row: dict) -> None:
        if channel == "orders":
            await self._on_order(parse_order_update(row))
        elif channel == "fills":
            fill = parse_fill(row)
            if fill is not None:
                await self._on_fill(fill)
        elif channel == "positions":
            await self._on_position(parse_position(row))
        elif channel == "account":
            for detail in row.get("details") or []:
                equity = to_float(detail.get("eq"))
                if detail.get("ccy") == self._config.settle_currency and equity > 0:
                    self._on_equity(equity)
