"""Adds objects to a finished PDF and leaves what is there: an incremental update (ISO 32000-1, §7.5.6).

The tags of a table of 500 pages are a quarter of a million objects. Held in memory, as any library would, they take
hundreds of megabytes; here each is written down and forgotten. It needs nothing of Django.
"""

import hashlib
import io
import struct
import zlib
from collections.abc import Mapping

# Kind, place and index of an object in the table at the end (§7.5.8).
_ENTRY = struct.Struct(">BIH")
_PLAIN, _PACKED = 1, 2
#: Objects a packet; more pack a little tighter.
_PACKET = 200


class Amendment:
    """What is added to a PDF whose own cross-reference is a stream, as WeasyPrint writes it.

    `first` is the first number that no object of the PDF has.
    """

    def __init__(self, base: bytes, first: int) -> None:
        self._output = io.BytesIO()
        self._output.write(base)
        self._previous = int(base[base.rindex(b"startxref") :].split()[1])
        self._first = first
        self._next = first
        self._new = bytearray()
        self._replaced: dict[int, bytes] = {}
        self._packet: list[tuple[int, bytes]] = []

    def number(self) -> int:
        """A number for a new object, which has to be added before the end."""
        self._next += 1
        self._new.extend(bytes(_ENTRY.size))
        return self._next - 1

    def add(self, body: bytes, number: int | None = None) -> int:
        """A dictionary, an array or the like. An old number replaces what had it."""
        number = self.number() if number is None else number
        self._packet.append((number, body))
        if len(self._packet) >= _PACKET:
            self._close_packet()
        return number

    def add_stream(self, content: bytes, entries: bytes = b"") -> int:
        """Something of any length, packed."""
        return self._write_stream(self.number(), zlib.compress(content), entries)

    def finish(self, trailer: Mapping[str, bytes], identifier: bytes) -> bytes:
        """The whole file. `trailer` says which object is the root; `identifier` is the one the file began with."""
        self._close_packet()
        own = self.number()
        place = self._output.tell()
        self._note(own, _ENTRY.pack(_PLAIN, place, 0))
        replaced = sorted(self._replaced)
        table = b"".join(self._replaced[number] for number in replaced) + self._new
        index = "".join(f"{number} 1 " for number in replaced) + f"{self._first} {self._next - self._first}"
        digest = hashlib.sha256(self._output.getbuffer()).digest()[:16]
        entries = (
            f"/Type/XRef/W[1 4 2]/Index[{index}]/Size {self._next}/Prev {self._previous}"
            f"/ID[<{identifier.hex()}><{digest.hex()}>]"
        ).encode() + b"".join(name.encode() + b" " + value for name, value in trailer.items())
        self._write_stream(own, zlib.compress(table), entries)
        self._output.write(b"startxref\n%d\n%%%%EOF\n" % place)
        return self._output.getvalue()

    def _write_stream(self, number: int, packed: bytes, entries: bytes) -> int:
        self._note(number, _ENTRY.pack(_PLAIN, self._output.tell(), 0))
        self._output.write(b"%d 0 obj\n<</Filter/FlateDecode/Length %d" % (number, len(packed)) + entries)
        self._output.write(b">>\nstream\n" + packed + b"\nendstream\nendobj\n")
        return number

    def _close_packet(self) -> None:
        if not self._packet:
            return
        places, bodies, place = [], [], 0
        for number, body in self._packet:
            places.append(b"%d %d" % (number, place))
            bodies.append(body)
            place += len(body) + 1
        head = b" ".join(places) + b"\n"
        entries = b"/Type/ObjStm/N %d/First %d" % (len(bodies), len(head))
        own = self.add_stream(head + b"\n".join(bodies), entries)
        for index, (number, _body) in enumerate(self._packet):
            self._note(number, _ENTRY.pack(_PACKED, own, index))
        self._packet = []

    def _note(self, number: int, entry: bytes) -> None:
        if number < self._first:
            self._replaced[number] = entry
        else:
            start = (number - self._first) * _ENTRY.size
            self._new[start : start + _ENTRY.size] = entry
