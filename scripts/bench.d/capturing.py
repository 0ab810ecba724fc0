"""The row about captures with the browser."""

import subprocess

import places
from table import at_most


def demo():
    """The demonstration's page: captured, against the same browser that only looks at it."""
    scratch = places.ROOT / ".build" / "trials"
    subprocess.run(
        ["swift", "build", "--scratch-path", scratch, "-c", "release", "--product", "trials"],
        cwd=places.ROOT,
        env={**places.environment(), "EXHIBIT_TRIALS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    tunnel = places.ROOT / "scripts" / "bench.d" / "tunnel.py"
    shown = subprocess.run(
        [scratch / "release" / "trials", "visits", tunnel],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    bare, captured = map(float, shown.stdout.split())
    yield at_most(
        "capture of the demo page, browser kept: wall",
        f"{captured:.2f} s",
        f"the browser alone: {bare:.2f} s",
        captured / bare,
        1.5,
    )
