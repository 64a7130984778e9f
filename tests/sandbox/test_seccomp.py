"""The filter, run instruction by instruction: both kinds of processor, every call, the arguments that are looked at."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from aiws_cli.sandbox import seccomp
from support.bpf import answer

_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS, _ENOTSUP = (0x00050000 | e for e in (errno.EPERM, errno.ENOSYS, errno.ENOTSUP))
_MACHINES = ("x86_64", "aarch64")
_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CHECKED = "clone ioctl fcntl prctl prlimit64 sched_setaffinity kill tgkill chmod fchmod fchmodat fchmodat2 utimensat"


def _program(machine: str, **how: bool) -> bytes:
    return seccomp.program(machine, **{"own_processes": True, "own_files": True, **how})


def _answer(machine: str, name: str, *arguments: int, **how: bool) -> int:
    number = seccomp.numbers(machine)[name][0]
    return answer(_program(machine, **how), arch=_ARCH[machine], number=number, arguments=arguments)


@pytest.mark.parametrize("machine", _MACHINES)
def test_every_call_is_answered_as_the_table_says(machine: str) -> None:
    program, table = _program(machine), seccomp.numbers(machine)
    by_number = dict(table.values())
    assert len(by_number) == len(table), "a number stands twice"
    wanted = {"allow": _ALLOW, "refuse": _EPERM, "none": _ENOTSUP}
    for number in range(1024):
        got = answer(program, arch=_ARCH[machine], number=number)
        said = by_number.get(number)
        assert said == "checked" or got == (wanted[said] if said else _ENOSYS), number


@pytest.mark.parametrize("machine", _MACHINES)
@pytest.mark.parametrize(
    "names",
    [
        "socket socketpair connect bind listen accept4 sendto sendmsg recvfrom recvmsg setsockopt",
        "ptrace process_vm_readv process_vm_writev pidfd_open pidfd_getfd pidfd_send_signal kcmp tkill rt_sigqueueinfo",
        "mount umount2 pivot_root chroot unshare setns fsopen fsmount move_mount open_tree mount_setattr",
        "keyctl add_key request_key bpf userfaultfd perf_event_open io_uring_setup io_uring_enter io_uring_register",
        "shmget msgget semget mq_open memfd_create open_by_handle_at name_to_handle_at inotify_add_watch fanotify_init",
        "setuid setresuid setgroups capset setsid setpgid setpriority ioprio_set sched_setscheduler sched_setattr",
        "init_module finit_module kexec_load reboot swapon clock_settime settimeofday sethostname syslog personality",
        "chown fchownat link linkat mknod mknodat truncate execveat",
    ],
    ids=("sockets", "processes", "mounts", "kernel", "shared", "rights", "machine", "files"),
)
def test_refused_whatever_the_arguments(machine: str, names: str) -> None:
    table = seccomp.numbers(machine)
    for name in names.split():
        if name not in table:  # The old ones: aarch64 never had them.
            assert machine == "aarch64" and f"{name}at" in table | {"chownat": ()}, name
            continue
        assert {_answer(machine, name, a, a, a) for a in (0, 1, 2**31, 2**64 - 1)} == {_EPERM}, name


def test_another_kind_of_call_ends_the_process() -> None:
    for machine in _MACHINES:
        for arch in (0x40000003, 0x40000028, 0xC0000015, 0):
            assert answer(_program(machine), arch=arch, number=0) == _KILL
    assert answer(_program("x86_64"), arch=_ARCH["x86_64"], number=0x40000000 + 41) == _ENOSYS
    assert answer(_program("x86_64"), arch=_ARCH["x86_64"], number=0xFFFFFFFF) == _ENOSYS


@pytest.mark.parametrize("machine", _MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [
        ("clone", (0x003D0F00,), _ALLOW),
        ("clone", (0x11,), _ALLOW),
        *(
            ("clone", (flag | 0x11,), _EPERM)
            for flag in (1 << 17, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30)
        ),
        ("clone", (0x8011,), _EPERM),
        ("ioctl", (0, 0x5401), _ALLOW),
        ("ioctl", (0, 0x5412), _EPERM),
        # The kernel reads 32 bits: what is above must not make it another number to us.
        ("ioctl", (0, 0x1_0000_5412), _EPERM),
        ("ioctl", (0, 0x541C), _EPERM),
        ("ioctl", (0, 0x8901), _EPERM),
        ("fcntl", (0, 1030), _ALLOW),
        ("fcntl", (0, 8), _EPERM),
        ("fcntl", (0, 10), _EPERM),
        ("fcntl", (0, 15), _EPERM),
        ("fcntl", (0, 1024), _EPERM),
        ("fcntl", (0, 1031), _EPERM),
        ("prctl", (15,), _ALLOW),
        ("prctl", (1,), _EPERM),
        ("prctl", (22,), _EPERM),
        ("prctl", (4,), _EPERM),
        ("prctl", (38,), _EPERM),
        ("prlimit64", (0, 7), _ALLOW),
        ("prlimit64", (1, 7), _EPERM),
        ("sched_setaffinity", (0,), _ALLOW),
        ("sched_setaffinity", (99,), _EPERM),
        ("fchmod", (3, 0o755), _ALLOW),
        ("fchmod", (3, 0o4755), _EPERM),
        ("fchmodat", (-100 & 0xFFFFFFFF, 0, 0o2755), _EPERM),
        ("fchmodat", (-100 & 0xFFFFFFFF, 0, 0o644), _ALLOW),
        ("fchmodat2", (-100 & 0xFFFFFFFF, 0, 0o4755, 0), _EPERM),
        ("utimensat", (), _ALLOW),
        ("kill", (1,), _ALLOW),
        ("tgkill", (1,), _ALLOW),
    ],
)
def test_arguments(machine: str, name: str, arguments: tuple[int, ...], wanted: int) -> None:
    assert _answer(machine, name, *arguments) == wanted


@pytest.mark.parametrize("machine", _MACHINES)
def test_what_the_tier_cannot_hold_is_refused(machine: str) -> None:
    for name in ("kill", "tgkill"):
        assert _answer(machine, name, 1, own_processes=False) == _EPERM
    for name in ("fchmod", "fchmodat", "fchmodat2", "utimensat"):
        assert _answer(machine, name, 0, 0, own_files=False) == _EPERM
    for flags, wanted in (
        (0o1000, _EPERM),
        (0o1001, _ALLOW),
        (0o1002, _ALLOW),
        (0o101, _ALLOW),
        (0, _ALLOW),
        (0o2000000, _ALLOW),
    ):
        assert _answer(machine, "openat", 0, 0, flags, own_files=False) == wanted
        if machine == "x86_64":
            assert _answer(machine, "open", 0, flags, own_files=False) == wanted
    assert _answer(machine, "openat", 0, 0, 0o1000) == _ALLOW


def test_every_checked_call_has_its_check() -> None:
    for machine in _MACHINES:
        checked = {n for n, (_, said) in seccomp.numbers(machine).items() if said == "checked"}
        assert checked <= {*_CHECKED.split(), "open", "openat", "utime", "utimes", "futimesat"}


def test_an_unknown_machine_has_no_filter() -> None:
    assert not seccomp.supported("riscv64")
    with pytest.raises(KeyError):
        _program("riscv64")


@pytest.mark.parametrize(
    ("machine", "header"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        ("x86_64", "/usr/include/asm/unistd_64.h"),
        ("aarch64", "/usr/include/asm-generic/unistd.h"),
    ],
)
def test_numbers_are_those_of_the_kernels_headers(machine: str, header: str) -> None:
    if not Path(header).exists():
        pytest.skip(f"no {header}")
    text = Path(header).read_text()
    known = {m[1]: int(m[2]) for m in re.finditer(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    ours = {name: number for name, (number, _) in seccomp.numbers(machine).items()}
    # The generic header calls it by the 32-bit name.
    renamed = {"newfstatat": "fstatat"} if machine == "aarch64" else {}
    both = {n: number for n, number in ours.items() if renamed.get(n, n) in known}
    assert len(both) > len(ours) * 0.9
    assert {n: known[renamed.get(n, n)] for n in both} == both
