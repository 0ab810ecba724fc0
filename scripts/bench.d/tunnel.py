"""usage: tunnel.py PORT: a proxy that opens every tunnel to 127.0.0.1:PORT and records nothing; prints its own port."""

import select
import socket
import sys
import threading


def serve(client):
    with client:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(65536)
            if not piece:
                return
            head += piece
        with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as server:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            while True:
                for source in select.select([client, server], [], [])[0]:
                    piece = source.recv(1 << 18)
                    if not piece:
                        return
                    (server if source is client else client).sendall(piece)


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
