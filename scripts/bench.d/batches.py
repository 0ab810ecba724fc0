"""Rows about report lists: captured as a batch."""

import shutil

import measure
import places
import web_site
from table import at_least


def captures():
    """A list of reports against a local site: sealed captures a second, without and with the browser."""
    places.make_key()
    with web_site.serving() as site:
        for engine, count, bar in ("fetch", web_site.POST_COUNT, 20), ("chromium", 40, 1):
            cost = measure.once(batch(site, engine, count))
            yield at_least(
                f"batch of {count} reports, {engine}: sealed captures",
                f"{cost.wall:.1f} s",
                "",
                count / cost.wall,
                bar,
                "a second",
            )


def batch(site, engine, count):
    folder = places.WORK / "batch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows = [f"R/{number},{address}\n" for number, address in enumerate(site.posts()[:count])]
    (folder / "reports.csv").write_text("reference,url\n" + "".join(rows))
    options = ["--engine", engine, "--delay", 0, "--allow-private", "--upstream-trust", site.certificate]
    return places.exhibit(
        "capture", "--passphrase-file", places.PASSPHRASE, "--from", folder / "reports.csv", *options,
        "--store", folder / "reports.sqlite", "-o", folder,
    )
