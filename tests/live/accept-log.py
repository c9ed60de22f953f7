#!/usr/bin/python3
"""accept-log.py LOG ADDRESS... - who connects to these sockets, and what is sent.

An ADDRESS is a kind (stream, seqpacket, datagram) and a path, an abstract
@name or HOST:PORT: "stream:/run/docker.sock".  Each connection is a line of
LOG, written when it is over: the address, a tab, and what came, escaped
("connected" when that is nothing); so is each datagram.  The line "ready" comes
first.  Nothing is ever answered."""
import os
import selectors
import socket
import sys

KINDS = {"stream": socket.SOCK_STREAM, "seqpacket": socket.SOCK_SEQPACKET, "datagram": socket.SOCK_DGRAM}


def listening(address):
    kind, place = address.split(":", 1)
    if place[0] in "/@":
        made = socket.socket(socket.AF_UNIX, KINDS[kind])
        made.bind(place.replace("@", "\0"))
        if place[0] == "/":
            os.chmod(place, 0o666)
    else:
        made = socket.socket(socket.AF_INET, KINDS[kind])
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        host, port = place.split(":")
        made.bind((host, int(port)))
    if kind != "datagram":
        made.listen(64)
    made.setblocking(False)
    return made


def main():
    log = open(sys.argv[1], "a", buffering=1)
    selector = selectors.DefaultSelector()
    for address in sys.argv[2:]:
        selector.register(listening(address), selectors.EVENT_READ, (address, None))
    print("ready", file=log)
    while True:
        for key, _ in selector.select():
            address, came = key.data
            try:
                if came is not None:                    # one that was accepted
                    data = key.fileobj.recv(65536)
                    came += data
                    if data:
                        continue
                    print(f"{address}\t{bytes(came)!r}" if came else f"{address}\tconnected", file=log)
                elif address.startswith("datagram:"):
                    print(f"{address}\t{key.fileobj.recv(65536)!r}", file=log)
                    continue
                else:
                    accepted, _ = key.fileobj.accept()
                    accepted.setblocking(False)
                    selector.register(accepted, selectors.EVENT_READ, (address, bytearray()))
                    continue
            except OSError as error:
                print(f"{address}\t{error}", file=log)
                if came is None:
                    continue
            selector.unregister(key.fileobj)
            key.fileobj.close()


main()
