"""Точка входа: python main.py [--config config]"""
from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "src"))

from scalper.app import Application  # noqa: E402
from scalper.config import ConfigError, load_config  # noqa: E402
from scalper.ops.log import setup_logging  # noqa: E402


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="OKX perpetual swap scalper")
    parser.add_argument("--config", default=str(ROOT / "config"), help="folder with the YAML files")
    return parser.parse_args()


def main() -> int:
    args = parse_args()
    try:
        config = load_config(Path(args.config))
    except ConfigError as exc:
        print(f"configuration error: {exc}", file=sys.stderr)
        return 2
    setup_logging(config.runtime)
    return asyncio.run(Application(config).run())


if __name__ == "__main__":
    sys.exit(main())
