"""The program of trials: what no command of the product does."""

import subprocess

import places


def run(*arguments, timeout=300):
    """What a trial prints, after the program was built."""
    scratch = places.ROOT / ".build" / "trials"
    subprocess.run(
        ["swift", "build", "--scratch-path", scratch, "-c", "release", "--product", "trials"],
        cwd=places.ROOT,
        env={**places.environment(), "EXHIBIT_TRIALS": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    shown = subprocess.run(
        [scratch / "release" / "trials", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=timeout,
    )
    return shown.stdout
