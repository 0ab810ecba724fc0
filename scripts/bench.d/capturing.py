"""The row about captures with the browser."""

import places
import trials
from table import at_most


def demo():
    """The demonstration's page: captured, against the same browser that only looks at it."""
    tunnel = places.ROOT / "scripts" / "bench.d" / "tunnel.py"
    bare, captured = map(float, trials.run("visits", tunnel).split())
    yield at_most(
        "capture of the demo page, browser kept: wall",
        f"{captured:.2f} s",
        f"the browser alone: {bare:.2f} s",
        captured / bare,
        1.5,
    )
