"""A process of the same user that has something to lose, and tells what was done to it when it is asked."""

import ctypes
import json
import os
import resource
import signal
import sys

secret, shm_name = sys.argv[1], sys.argv[2]
signals: list[int] = []
for number in (signal.SIGUSR1, signal.SIGIO, signal.SIGCONT):
    signal.signal(number, lambda n, _: signals.append(n))
buffer = ctypes.create_string_buffer(b"unharmed")
fd = os.open(secret, os.O_RDONLY)
libc = ctypes.CDLL(None, use_errno=True)
shm = libc.shmget(0, 4096, 0o1600)
with open(f"/dev/shm/{shm_name}", "wb") as file:
    file.write(b"secret shared memory")
print(json.dumps({"victim_fd": fd, "victim_address": ctypes.addressof(buffer), "shm": shm}), flush=True)
while True:
    try:
        line = sys.stdin.readline()
    except InterruptedError:
        continue
    if not line:
        break
    state = {
        "signals": signals,
        "memory": buffer.value.decode("latin-1"),
        "files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "priority": os.getpriority(os.PRIO_PROCESS, 0),
        "cores": sorted(os.sched_getaffinity(0)),
        "disk": libc.syscall({"x86_64": 252}.get(os.uname().machine, 31), 1, 0),
    }
    print(json.dumps(state), flush=True)
libc.shmctl(shm, 0, None)
os.unlink(f"/dev/shm/{shm_name}")
