"""Bundles of the corpora, packed by `exhibit` as it is built now."""

import pathlib
import subprocess
import zipfile

import corpora
import places


def pack(name, output):
    """The command that writes a corpus into a bundle."""
    return places.exhibit("pack", corpora.corpus(name), "-o", output, "--passphrase-file", places.PASSPHRASE)


def bundle(name):
    """A sealed bundle of a corpus; made anew when the program is newer."""
    places.need_command("pack")
    places.make_key()
    folder = places.WORK / "bundles"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.wacz"
    if not path.exists() or path.stat().st_mtime < (places.PROGRAMS / "exhibit").stat().st_mtime:
        path.unlink(missing_ok=True)
        subprocess.run(
            pack(name, path),
            env=places.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return path


def archive_bytes(path):
    with zipfile.ZipFile(path) as container:
        return sum(entry.file_size for entry in container.infolist() if entry.filename.startswith("archive/"))


def unpack_archive(path, folder):
    """The WARC files of a bundle, for tools that do not read WACZ."""
    with zipfile.ZipFile(path) as container:
        names = [name for name in container.namelist() if name.startswith("archive/")]
        container.extractall(folder, names)
    return [pathlib.Path(folder) / name for name in sorted(names)]
