"""The row about exports of platforms: posts read out of a large archive."""

import json
import zipfile

import measure
import places
from table import at_least, at_most

MEGABYTES = 200


def posts():
    """An archive of X with 200 MB of posts, as the ZIP file that X hands out."""
    path = archive()
    cost = measure.once(places.exhibit("posts", "--csv", path))
    yield at_least(
        "posts of an export archive of 200 MB",
        f"{cost.wall:.2f} s",
        "",
        MEGABYTES / cost.wall,
        50,
        "MB/s",
    )
    yield at_most("the same: memory", f"{cost.memory:.0f} MiB", "", cost.memory, 128, "MiB")


def archive():
    path = places.WORK / "x-archive.zip"
    if path.exists():
        return path
    places.WORK.mkdir(parents=True, exist_ok=True)
    whole = places.WORK / "x-archive.part"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        file.writestr("data/account.js", "window.YTD.account.part0 = " + json.dumps([{"account": ACCOUNT}]))
        with file.open("data/tweets.js", "w", force_zip64=True) as tweets:
            tweets.write(b"window.YTD.tweets.part0 = [\n")
            size = number = 0
            while size < MEGABYTES * 1_000_000:
                piece = (",\n" if number else "") + json.dumps({"tweet": tweet(number)}, indent=2)
                tweets.write(piece.encode())
                size += len(piece)
                number += 1
            tweets.write(b"\n]\n")
    whole.rename(path)
    return path


ACCOUNT = {"accountId": "1600000000000000001", "username": "northgate_w", "accountDisplayName": "Northgate"}


def tweet(number):
    identifier = str(1_630_900_000_000_000_000 + number * 4_194_304)
    words = " ".join(f"word{(number * 7919 + step * 104_729) % 10_007}" for step in range(25))
    return {
        "edit_info": {
            "initial": {
                "editTweetIds": [identifier],
                "editableUntil": "2023-03-01T10:00:00.000Z",
                "editsRemaining": "5",
                "isEditEligible": True,
            }
        },
        "retweeted": False,
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "display_text_range": ["0", str(len(words))],
        "favorite_count": str(number % 100),
        "id_str": identifier,
        "truncated": False,
        "retweet_count": "0",
        "id": identifier,
        "created_at": "Wed Mar 01 09:00:00 +0000 2023",
        "favorited": False,
        "full_text": words,
        "lang": "en",
    }
