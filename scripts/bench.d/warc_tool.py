"""WARC files by the libraries of others; runs under the Python in which they are installed.

usage: warc_tool.py write-warcio|write-fastwarc FOLDER FILE, or: warc_tool.py count FILE…
"""

import mimetypes
import pathlib
import sys

DATE = "2026-11-11T00:00:00Z"


def resources(folder):
    root = pathlib.Path(folder)
    for path in sorted(file for file in root.rglob("*") if file.is_file()):
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        yield f"https://bench.example/{path.relative_to(root)}", kind, path


def write_warcio(folder, output):
    from warcio.warcwriter import WARCWriter

    with open(output, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for uri, kind, path in resources(folder):
            with path.open("rb") as payload:
                writer.write_record(
                    writer.create_warc_record(
                        uri,
                        "resource",
                        payload=payload,
                        length=path.stat().st_size,
                        warc_content_type=kind,
                        warc_headers_dict={"WARC-Date": DATE},
                    )
                )


def write_fastwarc(folder, output):
    from fastwarc.stream_io import GzipWriter
    from fastwarc.warc import WarcRecord, WarcRecordType

    stream = GzipWriter(str(output), compression_level=6)  # the faster of the levels that are worth comparing
    for uri, kind, path in resources(folder):
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.resource)
        record.headers["WARC-Target-URI"] = uri
        record.headers["WARC-Date"] = DATE
        record.headers["Content-Type"] = kind
        record.set_bytes_content(path.read_bytes())
        record.write(stream, checksum_data=True)
        stream.finish()  # a gzip member for each record
    stream.close()


def count(paths):
    """How many different target URIs have a response."""
    from warcio.archiveiterator import ArchiveIterator

    found = set()
    for path in paths:
        with open(path, "rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    found.add(record.rec_headers.get_header("WARC-Target-URI"))
    print(len(found))


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "count":
        count(arguments)
    else:
        {"write-warcio": write_warcio, "write-fastwarc": write_fastwarc}[command](*arguments)
