from __future__ import annotations
import asyncio, os.path as osp
from ..pkg.mod import (a as b, c)
from . import *

type Pair[T] = tuple[T, T]
TABLE: dict[str, float] = {"x": 1_000, **other, "y": -5e-4}
limit: int
x = y = (z, *rest) = f(1, *args, key="v", **kw)[0, ..., 1:2]
a.b[c] += 1 if ready else 2
first: int | None = (n := 10)
text = "a" 'b\n' f"{x!r:>{width}.2f} {{}} {y = }" r"\d"
raw = b"\x00\xff"
page = t"<p>{name}</p>"
nested = f"{f'{d["k"]}'}"
ok = 0 < low <= mid < high and not (a < b) < c
sq = [i * i async for i in gen() if i if i > 1 for j in i]
d = {k: v for k, v in pairs}
s = {*a, 1}
g = sum(v for v in values)
h = lambda p, /, q=1, *r, s, **t: (yield p)


@deco(1)
@other
async def worker[T: int](p, /, q: int = 1, *r: str, s, t=2, **u) -> None:
    """Doc."""
    global TABLE
    async with lock, open(p) as f:
        await asyncio.sleep(1)
    async for item in stream():
        if item is not None and item not in seen:
            continue
        elif item == 3:
            break
        else:
            pass
    else:
        return
    try:
        x = yield item
        yield from others()
    except* (ValueError, TypeError) as e:
        raise Wrapped(e) from e
    else:
        assert x, "why"
    finally:
        del x, a[0]


class Bot(Base, metaclass=Meta):
    name = "bot"

    def run(self):
        def inner():
            nonlocal self
            return lambda: self
        while True:
            match self.state:
                case 1 | -2 | "x" as v if v:
                    pass
                case [first, *_, {"k": Side.BUY, **rest}]:
                    pass
                case Point(0, y=(1, 2)):
                    pass
                case None | _:
                    raise
