import { expect, test } from "vitest";
import { stopRegions } from "../../src/facts/code/stopping/stop-regions.ts";
import { factOf } from "./program-of.ts";

const MAIN = "if __name__ == '__main__':\n    main()\n";

test("what loads its state in an event loop of its own lives in the endless loop behind that, not before its shutdown", () => {
  const loads = "import asyncio, time\ndef main():\n    loop = asyncio.new_event_loop()\n    try:\n        state = loop.run_until_complete(load())\n    except Exception as e:\n        print('no state', e)\n    print('trading')\n    try:\n        while True:\n            print('tick')\n            time.sleep(1)\n    except KeyboardInterrupt:\n        print('stopped')\nasync def load():\n    return 1\n";
  expect(factOf(stopRegions, { "main.py": loads + MAIN }).map(({ kind }) => kind)).toEqual(["interrupt"]);
  const lives = "import asyncio\ndef main():\n    loop = asyncio.new_event_loop()\n    loop.run_until_complete(trade())\n    print('closing')\nasync def trade():\n    while True:\n        await asyncio.sleep(1)\n";
  expect(factOf(stopRegions, { "main.py": lives + MAIN }).map(({ kind }) => kind)).toEqual(["after"]);
});

test("results of a gather that are taken apart are an answer: what follows is no shutdown", () => {
  const code = "import asyncio\nasync def regime():\n    a, b = await asyncio.gather(one(), two())\n    print(a, b)\nasync def one():\n    return 1\nasync def two():\n    return 2\ndef main():\n    asyncio.run(regime())\n";
  expect(factOf(stopRegions, { "main.py": code + MAIN })).toEqual([]);
});
