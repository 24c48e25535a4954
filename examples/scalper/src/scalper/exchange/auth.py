"""Подпись запросов OKX v5."""
from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import datetime, timezone

from ..config import Credentials

LOGIN_PATH = "/users/self/verify"


class Signer:
    def __init__(self, credentials: Credentials, simulated: bool) -> None:
        self._credentials = credentials
        self._simulated = simulated

    def _sign(self, text: str) -> str:
        secret = self._credentials.api_secret.encode()
        return base64.b64encode(hmac.new(secret, text.encode(), hashlib.sha256).digest()).decode()

    def rest_headers(self, method: str, path: str, body: str) -> dict[str, str]:
        now = datetime.now(timezone.utc)
        stamp = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
        headers = {
            "OK-ACCESS-KEY": self._credentials.api_key,
            "OK-ACCESS-SIGN": self._sign(stamp + method + path + body),
            "OK-ACCESS-TIMESTAMP": stamp,
            "OK-ACCESS-PASSPHRASE": self._credentials.passphrase,
            "Content-Type": "application/json",
        }
        if self._simulated:
            headers["x-simulated-trading"] = "1"
        return headers

    def login_message(self) -> dict:
        stamp = str(int(time.time()))
        return {
            "op": "login",
            "args": [
                {
                    "apiKey": self._credentials.api_key,
                    "passphrase": self._credentials.passphrase,
                    "timestamp": stamp,
                    "sign": self._sign(stamp + "GET" + LOGIN_PATH),
                }
            ],
        }
