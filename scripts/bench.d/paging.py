"""Rows about `verify.html`, the page that verifies in a browser."""

import re
import subprocess

import bundles
import places
import web_page
from table import at_least, at_most


def media():
    """2 GiB of stored media: how fast, how much memory, and how long the page does not answer."""
    path = bundles.bundle("M")
    megabytes = path.stat().st_size / 1e6
    name = "verify.html, 2 GiB of stored media"
    for words, quick, bar in (("quick", True, 150), ("all checks", False, 60)):
        check = checked(path, quick)
        took = f"{check.seconds:.1f} s"
        yield at_least(f"{name}, {words}", took, "", megabytes / check.seconds, bar, "MB/s")
        yield at_most(f"{name}, {words}: memory", "of the page's process", "", check.memory, 300, "MiB")
        yield at_most(f"{name}, {words}: longest task", "of the page's own thread", "", check.longest, 100, "ms")


def records():
    """20,000 small records."""
    check = checked(bundles.bundle("A"), False)
    name = "verify.html, 20,000 small records"
    yield at_most(name, "", "", check.seconds, 10, "s")
    yield at_most(f"{name}: memory", "of the page's process", "", check.memory, 300, "MiB")
    yield at_most(f"{name}: longest task", "of the page's own thread", "", check.longest, 100, "ms")


def checked(path, quick):
    """One check in a browser of its own. A file that is read for the first time would be measured with the disk."""
    if not web_page.CHROMIUM.exists():
        raise places.Unavailable("Chromium is not installed")
    subprocess.run(["cat", path], stdout=subprocess.DEVNULL, check=True)
    with web_page.opened() as page:
        check = page.check(page.give(path), keys(), quick)
    if check.status != "0":
        raise RuntimeError(f"the page says {check.status} of {path}")
    return check


def keys():
    """Digests of the officer's key and certificate."""
    shown = subprocess.run(
        places.exhibit("key", "show"), env=places.environment(), capture_output=True, text=True, check=True
    )
    return "\n".join(re.findall(r"sha256:[0-9a-f]{64}", shown.stdout))
