"""A classic BPF machine: what a seccomp filter answers to a call, as the kernel would run it."""

from __future__ import annotations

import struct


def answer(program: bytes, *, arch: int, number: int, arguments: tuple[int, ...] = ()) -> int:
    """The filter's return value for this call. IndexError where the program runs off its end."""
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0, *(*arguments, 0, 0, 0, 0, 0, 0)[:6])
    instructions = list(struct.iter_unpack("<HBBI", program))
    at, held = 0, 0
    while True:
        code, then, otherwise, value = instructions[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            held = struct.unpack_from("<I", data, value)[0]
            continue
        true = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
        at += then if true else otherwise
