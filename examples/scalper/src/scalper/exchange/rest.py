"""REST-клиент OKX v5."""
from __future__ import annotations

import asyncio
import json
import logging
from urllib.parse import urlencode

import aiohttp

from ..config import ExchangeConfig
from ..models import Bar, Instrument, Order, Position, PositionUpdate
from .auth import Signer
from .convert import BadPayload, to_float
from .parse import parse_candle, parse_instrument, parse_position

logger = logging.getLogger(__name__)

DUPLICATE_CLIENT_ID = "51016"
NETWORK_ERRORS = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class ExchangeError(Exception):
    """Биржа не ответила или ответила ошибкой."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class OrderRejected(ExchangeError):
    """Ордер точно не принят."""


class OkxRest:
    def __init__(self, config: ExchangeConfig, signer: Signer) -> None:
        self._config = config
        self._signer = signer
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._config.request_timeout_sec)
            self._session = aiohttp.ClientSession(timeout=timeout)

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _request(self, method: str, path: str, params: dict | None = None, body: dict | None = None) -> list:
        if self._session is None:
            raise ExchangeError("session", "REST session is not open")
        target = f"{path}?{urlencode(params)}" if params else path
        payload = json.dumps(body) if body is not None else ""
        headers = self._signer.rest_headers(method, target, payload)
        try:
            async with self._session.request(
                method, self._config.rest_url + target, data=payload or None, headers=headers
            ) as response:
                answer = await response.json(content_type=None)
        except NETWORK_ERRORS as exc:
            raise ExchangeError("network", f"{method} {path}: {exc!r}") from exc
        except ValueError as exc:
            raise ExchangeError("json", f"{method} {path}: {exc}") from exc
        if not isinstance(answer, dict) or "data" not in answer:
            raise ExchangeError("payload", f"{method} {path}: unexpected answer")
        rows = answer["data"]
        if str(answer.get("code")) != "0":
            self._raise_rejected(path, answer, rows)
        if not isinstance(rows, list):
            raise ExchangeError("payload", f"{method} {path}: list expected")
        return rows

    @staticmethod
    def _raise_rejected(path: str, answer: dict, rows: object) -> None:
        row = rows[0] if isinstance(rows, list) and rows else {}
        code = str(row.get("sCode") or answer.get("code"))
        message = str(row.get("sMsg") or answer.get("msg") or path)
        raise OrderRejected(code, message) if row.get("sCode") else ExchangeError(code, message)

    # ---------- справочники и рынок

    async def get_instruments(self) -> dict[str, Instrument]:
        # справочник публичный, подпись не нужна
        session = aiohttp.ClientSession()
        try:
            response = await session.get(
                f"{self._config.rest_url}/api/v5/public/instruments", params={"instType": "SWAP"}
            )
            answer = await response.json(content_type=None)
        except NETWORK_ERRORS as exc:
            raise ExchangeError("network", f"instruments: {exc!r}") from exc
        rows = answer.get("data") or []
        await session.close()
        result = {}
        for row in rows:
            if row.get("settleCcy") != self._config.settle_currency:
                continue
            try:
                instrument = parse_instrument(row)
            except BadPayload as exc:
                logger.warning("instrument %s is skipped: %s", row.get("instId"), exc)
                continue
            result[instrument.symbol] = instrument
        return result

    async def get_candles(self, symbol: str, bar: str, limit: int) -> list[Bar]:
        params = {"instId": symbol, "bar": bar, "limit": str(limit)}
        rows = await self._request("GET", "/api/v5/market/candles", params)
        return [parse_candle(row) for row in reversed(rows) if row[-1] != "0"]

    # ---------- счёт

    async def get_equity(self) -> float:
        rows = await self._request("GET", "/api/v5/account/balance", {"ccy": self._config.settle_currency})
        for row in rows:
            for detail in row.get("details") or []:
                if detail.get("ccy") == self._config.settle_currency:
                    return to_float(detail.get("eq"))
        raise ExchangeError("payload", "no balance in the settle currency")

    async def get_positions(self) -> list[PositionUpdate]:
        """Открытые позиции."""
        try:
            rows = await self._request("GET", "/api/v5/account/positions", {"instType": "SWAP"})
        except ExchangeError as exc:
            logger.warning("positions: %s", exc)
            return []
        return [parse_position(row) for row in rows if row.get("pos") != 0]

    async def set_leverage(self, symbol: str, leverage: int) -> None:
        body = {"instId": symbol, "lever": str(leverage), "mgnMode": self._config.margin_mode}
        await self._request("POST", "/api/v5/account/set-leverage", body=body)

    # ---------- ордера

    async def place_order(self, order: Order, order_type: str, price: float | None) -> dict:
        """Отправить ордер, вернуть ответ биржи. Повтор безопасен: биржа узнаёт ордер по clOrdId."""
        body = {
            "instId": order.symbol,
            "tdMode": self._config.margin_mode,
            "clOrdId": order.client_id,
            "side": order.side.close_order if order.reduce_only else order.side.open_order,
            "ordType": order_type,
            "sz": f"{order.size:.10g}",
        }
        if price is not None:
            body["px"] = f"{price:.12g}"
        if order.reduce_only:
            body["reduceOnly"] = True
        for attempt in range(1, self._config.order_retries + 1):
            try:
                rows = await self._request("POST", "/api/v5/trade/order", body=body)
                return rows[0] if rows else {}
            except OrderRejected as exc:
                if exc.code == DUPLICATE_CLIENT_ID and attempt > 1:
                    return {}
                raise
            except ExchangeError as exc:
                logger.warning("order %s attempt %d failed: %s", order.client_id, attempt, exc)
                if attempt == self._config.order_retries:
                    raise
                await asyncio.sleep(self._config.order_retry_delay_sec * attempt)
        return {}

    async def market_close(self, position: Position) -> None:
        """Закрыть рыночным ордером, без ожидания исполнения."""
        closing = {
            "instId": position.symbol,
            "tdMode": self._config.margin_mode,
            "side": position.side.close_order,
            "ordType": "market",
            "sz": f"{position.size:.10g}",
        }
        for attempt in range(1, self._config.order_retries + 1):
            try:
                await self._request("POST", "/api/v5/trade/order", body=closing)
                return
            except OrderRejected:
                raise
            except ExchangeError as exc:
                logger.warning("close %s attempt %d failed: %s", position.symbol, attempt, exc)
                if attempt == self._config.order_retries:
                    raise
                await asyncio.sleep(self._config.order_retry_delay_sec * attempt)

    async def check_trading(self, size: float, price: float) -> None:
        """Права ключа: минимальный post_only ниже рынка и сразу отмена."""
        probe = {
            "instId": "BTC-USDT-SWAP",
            "tdMode": self._config.margin_mode,
            "clOrdId": "probe",
            "side": "buy",
            "ordType": "post_only",
            "sz": f"{size:.10g}",
            "px": f"{price:.12g}",
        }
        await self._request("POST", "/api/v5/trade/order", body=probe)
        await self.cancel_order(probe["instId"], probe["clOrdId"])

    async def get_open_orders(self) -> list[dict]:
        return await self._request("GET", "/api/v5/trade/orders-pending", {"instType": "SWAP"})

    async def cancel_order(self, symbol: str, client_id: str) -> None:
        await self._request("POST", "/api/v5/trade/cancel-order", body={"instId": symbol, "clOrdId": client_id})
