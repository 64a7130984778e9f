"""The first thing that runs in a watched process: asks the kernel to tell of every call that reaches out, then becomes the program.

Started by path with `python -I`, so it imports nothing of ours: `observed.py READY GO FILTER PROGRAM ARGUMENTS…`. FILTER is the
BPF program in hex. It writes the number of the descriptor on which the kernel tells (0: refused) to the pipe READY, and
goes on when a byte comes from the pipe GO. What the program starts is watched, too.
"""

import ctypes
import os
import struct
import sys

_SET_NO_NEW_PRIVS, _SET_MODE_FILTER, _NEW_LISTENER = 38, 1, 1 << 3
_SECCOMP = {"x86_64": 317, "aarch64": 277}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def _listen(instructions: bytes) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return 0
    held = ctypes.create_string_buffer(instructions, len(instructions))
    program = _Program(len(instructions) // 8, ctypes.cast(held, ctypes.c_void_p))
    number = ctypes.c_long(_SECCOMP[os.uname().machine])
    got = int(
        libc.syscall(
            number, ctypes.c_ulong(_SET_MODE_FILTER), ctypes.c_ulong(_NEW_LISTENER), ctypes.byref(program)
        )
    )
    return max(got, 0)


def main() -> None:
    ready, go = int(sys.argv[1]), int(sys.argv[2])
    descriptor = _listen(bytes.fromhex(sys.argv[3]))
    os.write(ready, struct.pack("i", descriptor))
    if not descriptor or not os.read(go, 1):
        os._exit(125)
    os.close(ready)
    os.close(go)
    os.execv(sys.argv[4], sys.argv[4:])


if __name__ == "__main__":
    main()
