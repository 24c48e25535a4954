"""Runs generated programs and prints what happened, as JSON lines.

stdin: {"programs": [{"source", "async"}], "seeds": [..], "budget": n}; one line out for each program and seed:
{"program", "seed", "trace": [[event, answer]...], "end": "return" | "raise" | "cut" | "hung"}.
Events: c<n> call, w<n> await, i<n> iteration step, e<n> enter, x<n> exit. A run that has used up its events answers so that
it ends; one that does not is left in its process, and the next process goes on after it.
"""
import asyncio, json, os, random, sys
from contextlib import suppress


class Unexpected(Exception):
    pass


class Run:
    def __init__(self, seed, budget):
        self.random = random.Random(seed)
        self.rate = self.random.choice([0.02, 0.1, 0.3])
        self.budget = budget
        self.trace = []
        self.calls = 0

    def over(self):
        return self.calls > self.budget

    def event(self, name, may=()):
        """Logs; returns whether it is over. Raises one of `may` now and then."""
        self.calls += 1
        if self.calls > self.budget * 20:
            raise_hung()
        if self.over():
            return True
        self.trace.append([name, None])
        if may and self.random.random() < self.rate:
            raise self.random.choice(may)
        return False

    def answer(self, value):
        self.trace[-1][1] = value
        return value

    def coin(self):
        return self.random.random() < 0.5


ORDINARY = (ValueError, KeyError)
ANY = (ValueError, KeyError, asyncio.CancelledError)
raise_hung = None


def world(run):
    def t(n):
        return False if run.event(f"c{n}", ORDINARY) else run.answer(run.coin())

    def s(n):
        return True if run.event(f"c{n}", ORDINARY) else run.answer(run.coin())

    def r(n, value):
        return False if run.event(f"c{n}", ORDINARY) else (run.answer(value), run.coin())[1]

    def a(n):
        run.event(f"c{n}", ORDINARY)
        return Awaitable(n)

    class Awaitable:
        def __init__(self, n):
            self.n = n

        def __await__(self):
            if run.event(f"w{self.n}", ANY):
                return False
            return run.answer(run.coin())
            yield

    class Items:
        def __init__(self, n):
            run.event(f"c{n}", ORDINARY)
            self.n = n

        def __iter__(self):
            return self

        def __next__(self):
            if run.event(f"i{self.n}", ORDINARY) or not run.answer(run.random.random() < 0.6):
                raise StopIteration
            return -self.n

        def __aiter__(self):
            return self

        async def __anext__(self):
            if run.event(f"i{self.n}", ANY) or not run.answer(run.random.random() < 0.6):
                raise StopAsyncIteration
            return -self.n

    class Manager:
        def __init__(self, n):
            run.event(f"c{n}", ORDINARY)
            self.n = n

        def __enter__(self):
            run.event(f"e{self.n}", ORDINARY)
            return -self.n

        def __exit__(self, kind, value, trace):
            run.event(f"x{self.n}", ORDINARY if kind is None or issubclass(kind, Exception) else ())

        async def __aenter__(self):
            run.event(f"e{self.n}", ANY)
            return -self.n

        async def __aexit__(self, kind, value, trace):
            run.event(f"x{self.n}", ANY if kind is None or issubclass(kind, Exception) else (asyncio.CancelledError,))

    return {"t": t, "s": s, "r": r, "a": a, "it": Items, "ait": Items, "cm": Manager, "acm": Manager, "asyncio": asyncio,
            "sys": sys, "suppress": suppress, "Unexpected": Unexpected}


def execute(code, program, run):
    scope = world(run)
    exec(code, scope)
    try:
        if program["async"]:
            try:
                scope["f"]().send(None)
            except StopIteration:
                pass
        else:
            scope["f"]()
        end = "return"
    except BaseException:
        end = "raise"
    return "cut" if run.over() else end


def main():
    global raise_hung
    job = json.load(sys.stdin)
    codes = [compile(program["source"], f"program-{i}", "exec") for i, program in enumerate(job["programs"])]
    tasks = [(i, seed) for i in range(len(codes)) for seed in job["seeds"]]
    at = 0
    while at < len(tasks):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(reader)
            out = os.fdopen(writer, "w")
            for i, seed in tasks[at:]:
                run = Run(seed * 7919 + i, job["budget"])

                def hung():
                    print(json.dumps({"program": i, "seed": seed, "trace": run.trace, "end": "hung"}), file=out, flush=True)
                    os._exit(0)

                raise_hung = hung
                end = execute(codes[i], job["programs"][i], run)
                print(json.dumps({"program": i, "seed": seed, "trace": run.trace, "end": end}), file=out)
            out.flush()
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as lines:
            done = 0
            for line in lines:
                sys.stdout.write(line)
                done += 1
        os.wait()
        if done == 0:
            sys.exit("a program ended its process")
        at += done


main()
