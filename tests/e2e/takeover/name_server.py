"""A name service for the tests of two machines: every name leads to all the same addresses.

    name_server.py ADDRESS ANSWER...    on ADDRESS, port 53, until it is ended"""
import socket
import sys


def answer(question, addresses):
    """A, of whatever name; of any other kind there is nothing."""
    end = 12
    while question[end]:
        end += question[end] + 1
    end += 5
    asked = question[12:end]
    records = addresses if asked[-4:-2] == b"\0\1" else []
    head = question[:2] + b"\x85\x80\0\1" + len(records).to_bytes(2, "big") + b"\0\0\0\0"
    return head + asked + b"".join(b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(one) for one in records)


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind((sys.argv[1], 53))
        while True:
            question, who = door.recvfrom(512)
            if len(question) > 16:
                door.sendto(answer(question, sys.argv[2:]), who)


if __name__ == "__main__":
    main()
