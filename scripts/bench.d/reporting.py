"""The row about reports."""

import pathlib
import subprocess
import tempfile

import measure
import places
from table import at_most

RECORDS = 1000


def pages():
    """The verification report of a bundle with 1,000 records, every check included, as HTML."""
    places.need_command("report")
    places.make_key()
    with tempfile.TemporaryDirectory(dir=places.WORK) as folder:
        folder = pathlib.Path(folder)
        files = folder / "files"
        files.mkdir()
        # The format's own records (warcinfo, plan, its signature) are among the thousand.
        for number in range(RECORDS - 3):
            (files / f"{number:04}.html").write_text(f"<p>record {number}</p>\n" * 100)
        bundle = folder / "bundle.wacz"
        pack = places.exhibit("pack", files, "-o", bundle, "--passphrase-file", places.PASSPHRASE)
        subprocess.run(pack, env=places.environment(), check=True, stdout=subprocess.DEVNULL)
        for kind in ("verification", "sheet"):
            costs = [
                measure.once(
                    places.exhibit("report", bundle, "--kind", kind, "-o", folder / f"{kind}-{run}.html")
                )
                for run in range(5)
            ]
            wall = min(cost.wall for cost in costs)
            yield at_most(
                f"{kind} report of a bundle with 1,000 records", "least of 5", "", wall, 0.2, "s"
            )
