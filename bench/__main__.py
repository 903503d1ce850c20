"""`python -m bench` measures on the wire, `board` who sees a move, `timeline` one of 20,000 entries,
`browser` in Chromium, `flat` in every size."""

import argparse
import sys

from bench import generator
from clientmanager.errors import Unavailable
from clientmanager.processes import say

PORT = 8241
"""The product's; the floor has the next one."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("where", nargs="?", choices=["wire", "board", "timeline", "browser", "flat"], default="wire")
    parser.add_argument("--quick", action="store_true", help="10,000 clients and short runs, to see that it works")
    parser.add_argument("--clients", type=int, help="how many clients the practice has; 100,000 unless quick")
    asked = parser.parse_args()
    clients = asked.clients or (10_000 if asked.quick else 100_000)
    try:
        if asked.where == "flat" and not asked.clients:
            from bench import flat

            flat.measure_all()
            return 0
        generator.settle(clients, PORT)
        if asked.where == "wire":
            from bench import measuring

            measuring.measure(clients, PORT, quick=asked.quick)
        elif asked.where == "board":
            from bench import board

            board.measure(clients, PORT, quick=asked.quick)
        elif asked.where == "timeline":
            from bench import timeline

            timeline.measure(clients, PORT, quick=asked.quick)
        elif asked.where == "flat":
            from bench import flat

            flat.measure(clients)
        else:
            from bench import browser

            browser.measure(clients, PORT, quick=asked.quick)
    except Unavailable as refusal:
        say(str(refusal))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
