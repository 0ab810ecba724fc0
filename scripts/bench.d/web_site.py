"""A web site with TLS on loopback, by nginx, for proxies to record.

It is at 127.0.0.2, since warcprox refuses 127.0.0.1.
"""

import contextlib
import os
import random
import socket
import subprocess
import time

import corpora
import places

ADDRESS = "127.0.0.2"
SMALL_COUNT = 600
SMALL_BYTES = 18 << 10
POST_COUNT = 200
LARGE = {"large.mp4": 1 << 30, "quarter.mp4": 1 << 28}


POST = """<!DOCTYPE html>
<html lang="en"><head><title>Post {number}</title></head><body><article class="h-entry">
<time class="dt-published" datetime="2026-10-03T18:22:41Z">then</time>
<span class="p-author h-card">Northgate Watch</span><p class="e-content">Post number {number}</p>
</article></body></html>
"""


class Site:
    def __init__(self, port, certificate):
        self.certificate = certificate
        self.root = f"https://{ADDRESS}:{port}"

    def small_addresses(self):
        return [f"{self.root}/{number:04}.html" for number in range(SMALL_COUNT)]

    def posts(self):
        return [f"{self.root}/post-{number:03}.html" for number in range(POST_COUNT)]


@contextlib.contextmanager
def serving():
    """The site, until the block ends."""
    nginx = places.need_tool("nginx")
    folder = places.WORK / "site"
    folder.mkdir(parents=True, exist_ok=True)
    make_files(folder / "files")
    certificate, key = make_certificate(folder)
    port = free_port(ADDRESS)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        CONFIGURATION.format(
            user="user root;" if os.geteuid() == 0 else "",
            folder=folder,
            address=ADDRESS,
            port=port,
            certificate=certificate,
            key=key,
        )
    )
    process = subprocess.Popen(
        [nginx, "-p", folder, "-c", configuration, "-e", folder / "error.log"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(ADDRESS, port)
        yield Site(port, certificate)
    finally:
        process.terminate()
        process.wait(timeout=30)


def make_files(folder):
    folder.mkdir(exist_ok=True)
    chance = random.Random("site")
    pool = None
    for number in range(SMALL_COUNT):
        path = folder / f"{number:04}.html"
        if not path.exists():
            pool = pool or corpora.text_pool("html")
            path.write_bytes(corpora.piece(pool, SMALL_BYTES, number, chance))
    for number in range(POST_COUNT):
        (folder / f"post-{number:03}.html").write_text(POST.format(number=number))
    for name, size in LARGE.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != size:
            corpora.write_noise(path, corpora.MP4, size, chance)


def make_certificate(folder):
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not certificate.exists():
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "3650",
                "-subj",
                "/CN=bench",
                "-addext",
                f"subjectAltName=IP:{ADDRESS}",
                "-keyout",
                key,
                "-out",
                certificate,
            ],
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    return certificate, key


def free_port(address):
    with socket.socket() as listener:
        listener.bind((address, 0))
        return listener.getsockname()[1]


def wait_for_port(address, port, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection((address, port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"nothing listens at {address}:{port}") from None
            time.sleep(0.05)


CONFIGURATION = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    types {{ text/html html; video/mp4 mp4; }}
    keepalive_requests 100000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {address}:{port} ssl;
        ssl_protocols TLSv1.3;
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        root {folder}/files;
    }}
}}
"""
