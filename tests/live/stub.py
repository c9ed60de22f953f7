#!/usr/bin/python3
"""stub.py ADDRESS [HEAD [SECONDS]] - a daemon that is none, for the time of a scenario.

ADDRESS is a path, an abstract @name or 127.0.0.1:port.  HEAD is what it answers
to any request, after SECONDS, "|" for a new line; without one it takes
connections and keeps silent.  A path may be connected to by everybody, as D-Bus' and Nix' are."""
import os
import socket
import sys
import time

address = sys.argv[1]
head = sys.argv[2] if len(sys.argv) > 2 else ""
slow = float(sys.argv[3]) if len(sys.argv) > 3 else 0
if address[0] in "/@":
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address.replace("@", "\0"))
    if address[0] == "/":
        os.chmod(address, 0o666)
else:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    host, port = address.split(":")
    listening.bind((host, int(port)))
listening.listen(16)
while True:
    connection, _ = listening.accept()
    with connection:
        try:
            if connection.recv(4096) and head:
                time.sleep(slow)
                connection.sendall((head.replace("|", "\r\n") + "\r\n\r\nOK").encode())
        except OSError:
            pass
