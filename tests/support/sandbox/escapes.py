"""Ways out of a sandbox, one a row: the body of a function that is true when it got out, and raises OSError when held.

`W` is the world outside (world.py). `call(x86_64, aarch64, …)` is a raw system call. `plain` says who gets out when the
same script runs without a sandbox, which is tried too: an attempt that can't succeed proves nothing. `anyone` and
`root` must get out there; `depends` on how the kernel is made or set; a row with `never` says why it is not tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Escape:
    name: str
    code: str
    plain: Literal["anyone", "root", "depends", "never"] = "anyone"
    writable: bool = False
    only: str = ""


_FILES = (
    Escape("read the password file", "return read('/etc/shadow')", "root"),
    Escape("read another person's home", "return read(W['other_home'] + '/notes.txt')"),
    Escape("read a private key", "return read(W['home'] + '/.ssh/id_ed25519')"),
    Escape("list the assistant's home", "return os.listdir(W['aiws_home'])"),
    Escape("read the policy", "return read(W['policy'])"),
    Escape("read the warehouse's file", "return read(W['warehouse'])"),
    Escape("read a catalog file", "return read(W['catalog'] + '/table.yaml')"),
    Escape("read the audit log", "return read(W['audit'])"),
    Escape("append to the audit log", "return os.open(W['audit'], os.O_WRONLY | os.O_APPEND)"),
    Escape("shorten the audit log", "os.truncate(W['audit'], 0); return True"),
    Escape("rename the audit log", "os.rename(W['audit'], W['audit'] + '.old'); return True"),
    Escape("delete the policy", "os.unlink(W['policy']); return True"),
    Escape("open the policy to all", "os.chmod(W['policy'], 0o666); return True"),
    Escape("give the policy away", "os.chown(W['policy'], os.getuid(), os.getgid()); return True"),
    Escape("date the policy back", "os.utime(W['policy'], (0, 0)); return True"),
    Escape("tag the policy", "os.setxattr(W['policy'], 'user.x', b'1'); return True", "depends"),
    Escape("read a tag of the policy", "return os.getxattr(W['policy'], 'user.tag')", "depends"),
    Escape("make a file outside", "return os.open(W['home'] + '/new', os.O_WRONLY | os.O_CREAT)"),
    Escape("make a folder outside", "os.mkdir(W['home'] + '/new'); return True"),
    Escape(
        "replace the user's settings",
        "open('f', 'w').close(); os.rename('f', W['home'] + '/.profile'); return True",
    ),
    Escape("list other homes", "return os.listdir('/home') + os.listdir(os.path.dirname(W['home']))"),
    Escape("read names of the machine", "return read('/etc/hostname') + read('/etc/passwd')"),
    Escape("walk out by ..", "return read('../' * 40 + W['policy'])"),
    Escape("a link to a file outside", "os.symlink(W['policy'], 'link'); return read('link')"),
    Escape("a hard link to a file outside", "os.link(W['policy'], 'hard'); return read('hard')"),
    Escape("a link in the workspace that leads out", "return read('../workspace/leads_out')"),
    Escape("a link through the process's root", "return read('/proc/self/root' + W['policy'])"),
    Escape(
        "a descriptor that only names, opened again",
        "fd = os.open(W['policy'], os.O_PATH); return read('/proc/self/fd/%d' % fd)",
    ),
    Escape(
        "a handle instead of a name",
        "h = ctypes.create_string_buffer(struct.pack('Ii', 128, 0), 136); m = ctypes.c_int()\n"
        "call(303, 264, -100, W['policy'].encode(), h, ctypes.byref(m), 0)\n"
        "return os.read(call(304, 265, os.open('/', os.O_RDONLY), h, 0), 10)",
        "root",
    ),
    Escape(
        "watch a folder outside",
        "i = call(294, 26, 0); return call(254, 27, i, W['home'].encode(), 0x100) >= 0",
    ),
    Escape("watch all files", "return call(300, 262, 0, 0) >= 0", "root"),
    Escape("see that a file is there", "return os.stat(W['policy']).st_size > 0", only="bubblewrap"),
)

_OURS = (
    Escape("change what was handed in", "return os.open('../inputs/r1.parquet', os.O_WRONLY)"),
    Escape("add to what was handed in", "return os.open('../inputs/new', os.O_WRONLY | os.O_CREAT)"),
    Escape("change the script", "return os.open('../script.py', os.O_WRONLY)"),
    Escape(
        "empty what was handed in, opened to be read", "return os.open('../inputs/r1.parquet', os.O_TRUNC)"
    ),
    Escape("empty a workspace that may be read", "return os.open('../workspace/code.py', os.O_TRUNC)"),
    Escape("make a file beside the results", "return os.open('../new', os.O_WRONLY | os.O_CREAT)"),
    Escape("write to a workspace that may be read", "return os.open('../workspace/code.py', os.O_WRONLY)"),
    Escape("read git's settings", "return read('../workspace/.git/config')"),
    Escape("read the workspace's secrets", "return read('../workspace/.env')"),
    Escape(
        "plant a git hook",
        "os.makedirs('../workspace/.git/hooks', exist_ok=True)\nplant('../workspace/.git/hooks/post-checkout')",
        writable=True,
    ),
    Escape(
        "plant settings of git in a folder below",
        "os.makedirs('../workspace/sub/.git')\nplant('../workspace/sub/.git/config')",
        writable=True,
    ),
    Escape(
        "plant settings of the assistant",
        "os.makedirs('../workspace/.aiws', exist_ok=True)\nplant('../workspace/.aiws/config.toml')",
        writable=True,
    ),
    Escape("plant instructions", "plant('../workspace/AGENTS.md')", writable=True),
    Escape(
        "write through a planted link",
        "os.remove('../workspace/code.py'); os.symlink(W['policy'], '../workspace/code.py')\n"
        "plant('../workspace/code.py')",
        writable=True,
    ),
    Escape(
        "make a folder of the workspace a link that leads out",
        "os.remove('../workspace/sub/data.txt'); os.rmdir('../workspace/sub')\n"
        "os.symlink(W['home'], '../workspace/sub'); plant('../workspace/sub/planted')",
        writable=True,
    ),
)

_PYTHON = (
    Escape(
        "write among Python's packages",
        "import sysconfig; p = sysconfig.get_path('purelib') + '/planted.py'\n"
        "fd = os.open(p, os.O_WRONLY | os.O_CREAT); os.unlink(p); return fd",
        "depends",
    ),
    Escape(
        "write to the interpreter", "return os.open(os.path.realpath(sys.executable), os.O_WRONLY)", "never"
    ),
    Escape(
        "write to the system's programs",
        "p = '/usr/local/bin/planted'; fd = os.open(p, os.O_WRONLY | os.O_CREAT); os.unlink(p); return fd",
        "root",
    ),
    Escape("a planted sitecustomize", "return getattr(sys.modules.get('sitecustomize'), 'PLANTED', None)"),
    Escape("modules from PYTHONPATH", "return any(W['workspace'] in p for p in sys.path)"),
    Escape("the current folder on the path", "return '' in sys.path or os.getcwd() in sys.path"),
    Escape("secrets in the environment", "return os.environ.get('AIWS_OPENAI_API_KEY')"),
    Escape("a preloaded library", "return os.environ.get('LD_PRELOAD')"),
)

_PROCESSES = (
    Escape("the parent's environment", "return read('/proc/%d/environ' % W['parent'])"),
    Escape("the victim's environment", "return read('/proc/%d/environ' % W['victim'])"),
    Escape("the victim's memory, as a file", "return os.open('/proc/%d/mem' % W['victim'], os.O_RDONLY)"),
    Escape(
        "the file system by the victim's root", "return read('/proc/%d/root' % W['victim'] + W['policy'])"
    ),
    Escape("the victim's folder", "return os.listdir('/proc/%d/cwd' % W['victim'])"),
    Escape("the victim's files", "return read('/proc/%d/fd/%d' % (W['victim'], W['victim_fd']))"),
    Escape("the victim's command line", "return read('/proc/%d/cmdline' % W['victim'])"),
    Escape("a list of all processes", "return str(W['victim']) in os.listdir('/proc')"),
    Escape("a signal to the parent", "os.kill(W['parent'], 0); return not ours(W['parent'])"),
    Escape("a signal to the victim", "os.kill(W['victim'], signal.SIGUSR1); return not ours(W['victim'])"),
    Escape("a signal to everybody", "os.kill(-1, signal.SIGCONT); time.sleep(0.1)", "never"),
    Escape("a signal to a thread of the victim", "return call(234, 131, W['victim'], W['victim'], 10) == 0"),
    Escape("a signal by the old call", "return call(200, 130, W['victim'], 10) == 0"),
    Escape(
        "a queued signal",
        "i = ctypes.create_string_buffer(struct.pack('iii', 10, 0, -1), 128)\n"
        "return call(129, 138, W['victim'], 10, i) == 0",
    ),
    Escape(
        "a signal by a descriptor of the process",
        "fd = call(434, 434, W['victim'], 0); return call(424, 424, fd, 10, 0, 0) == 0",
    ),
    Escape(
        "a signal by a pipe that wakes the victim",
        "import fcntl; r, w = os.pipe(); fcntl.fcntl(r, 8, W['victim']); fcntl.fcntl(r, 10, 10)\n"
        "fcntl.fcntl(r, 4, 0o20000); os.write(w, b'x'); return True",
    ),
    Escape("trace the victim", "return call(101, 117, 0x4206, W['victim'], 0, 0) == 0", "depends"),
    Escape(
        "read the victim's memory",
        "b = ctypes.create_string_buffer(8); v = (ctypes.c_uint64 * 2)(ctypes.addressof(b), 8)\n"
        "r = (ctypes.c_uint64 * 2)(W['victim_address'], 8)\nreturn call(310, 270, W['victim'], v, 1, r, 1, 0)",
        "depends",
    ),
    Escape(
        "write the victim's memory",
        "b = ctypes.create_string_buffer(b'planted!'); v = (ctypes.c_uint64 * 2)(ctypes.addressof(b), 8)\n"
        "r = (ctypes.c_uint64 * 2)(W['victim_address'], 8)\nreturn call(311, 271, W['victim'], v, 1, r, 1, 0)",
        "depends",
    ),
    Escape(
        "take a descriptor from the victim",
        "fd = call(434, 434, W['victim'], 0); return os.read(call(438, 438, fd, W['victim_fd'], 0), 10)",
        "depends",
    ),
    Escape(
        "compare with the victim", "return call(312, 272, os.getpid(), W['victim'], 1, 0, 0) >= 0", "depends"
    ),
    Escape(
        "limit the victim",
        "return call(302, 261, W['victim'], 7, struct.pack('QQ', 64, 64), 0) == 0",
    ),
    Escape("slow the victim down", "os.setpriority(os.PRIO_PROCESS, W['victim'], 15); return True"),
    Escape("slow the victim's disk down", "return call(251, 30, 1, W['victim'], 3 << 13) == 0"),
    Escape("tie the victim to a core", "os.sched_setaffinity(W['victim'], {0}); return True"),
    Escape("shared memory of the victim", "return call(30, 196, W['shm'], 0, 0o10000) >= 0"),
    Escape("shared memory by name", "return read('/dev/shm/' + W['shm_name'])"),
    Escape("new shared memory", "return call(29, 194, 0, 4096, 0o1600) >= 0"),
    Escape(
        "a message queue",
        "return call(240, 180, b'aiws-probe', 0o102, 0o600, 0) >= 0 and call(241, 181, b'aiws-probe') == 0",
    ),
    Escape("semaphores", "return call(64, 190, 0, 1, 0o1600) >= 0"),
    Escape("descriptors left open", "return [fd for fd in range(3, 256) if is_open(fd)]"),
    Escape(
        "a process that outlives the run",
        "if os.fork() == 0:\n"
        "    try: os.setsid()\n"
        "    except OSError: pass\n"
        "    if os.fork() == 0:\n"
        "        for fd in (0, 1, 2): os.close(fd)\n"
        "        for _ in range(150):\n"
        "            open('beat', 'ab').write(b'.'); time.sleep(0.01)\n"
        "    os._exit(0)\n"
        "return not W['judged_outside']",
    ),
)

_NETWORK = (
    Escape("TCP", "s = socket.create_connection(('127.0.0.1', W['tcp']), 3); s.send(b'x'); return True"),
    Escape(
        "TCP, version 6",
        "s = socket.create_connection(('::1', W['tcp6']), 3); s.send(b'x'); return True",
        "depends",
    ),
    Escape(
        "HTTP",
        "import urllib.request as u; return u.urlopen('http://127.0.0.1:%d/' % W['http'], timeout=3).read()",
    ),
    Escape("UDP", "s = socket.socket(2, 2); s.sendto(b'x', ('127.0.0.1', W['udp'])); return True"),
    Escape(
        "a name looked up",
        "s = socket.socket(2, 2); q = b'\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\6secret\\4test\\0\\0\\1\\0\\1'\n"
        "s.sendto(q, ('127.0.0.1', W['udp'])); return True",
    ),
    Escape("a server", "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); return True"),
    Escape("a UNIX socket by path", "s = socket.socket(1); s.connect(W['unix']); s.send(b'x'); return True"),
    Escape(
        "a UNIX socket without a path",
        "s = socket.socket(1); s.connect(W['abstract']); s.send(b'x'); return True",
    ),
    Escape(
        "a pair of sockets, one turned outwards",
        "a, b = socket.socketpair(1, 2); a.sendto(b'x', W['datagrams']); return True",
    ),
    Escape("netlink", "s = socket.socket(16, 3, 0); s.bind((0, 0)); return True"),
    Escape("raw packets", "return socket.socket(17, 3, 0)", "depends"),
    Escape("raw IP", "return socket.socket(2, 3, 1)", "root"),
    Escape("the hypervisor's socket", "return socket.socket(40, 1)", "depends"),
    Escape("Bluetooth", "return socket.socket(31, 3, 1)", "depends"),
    Escape("the kernel's cryptography by a socket", "return socket.socket(38, 5, 0)", "depends"),
)

_KERNEL = (
    Escape("a user namespace", "return call(272, 97, 0x10000000) == 0", "depends"),
    Escape("a mount namespace", "return call(272, 97, 0x20000) == 0", "root"),
    Escape(
        "a child in a user namespace",
        "p = call(56, 220, 0x10000011, 0, 0, 0, 0)\nif p == 0: os._exit(0)\nreturn p",
        "depends",
    ),
    Escape(
        "a child in a user namespace, by the new call",
        "p = call(435, 435, struct.pack('8Q', 0x10000000, 0, 0, 0, 17, 0, 0, 0), 64)\nif p == 0: os._exit(0)\nreturn p",
        "depends",
    ),
    Escape(
        "enter the victim's namespace",
        "return call(308, 268, os.open('/proc/%d/ns/uts' % W['victim'], 0), 0) == 0",
        "root",
    ),
    Escape("mount", "return call(165, 40, b'none', W['home'].encode(), b'tmpfs', 0, 0) == 0", "never"),
    Escape("mount, by the new calls", "return call(430, 430, b'tmpfs', 0) >= 0", "root"),
    Escape("another root", "os.chroot(W['home']); return True", "root"),
    Escape("a device node", "os.mknod('node', 0o20600, os.makedev(1, 5)); return True", "root"),
    Escape(
        "a disk",
        "import glob; return [os.open(d, os.O_RDONLY) for d in glob.glob('/dev/[svn][dv]*')]",
        "depends",
    ),
    Escape("the kernel's memory", "return os.open('/dev/mem', os.O_RDONLY)", "depends"),
    Escape("the kernel's log", "return os.open('/dev/kmsg', os.O_RDONLY)", "depends"),
    Escape("the kernel's log, by the call", "return call(103, 116, 10, 0, 0) >= 0", "depends"),
    Escape("a setting of the kernel", "return os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY)", "root"),
    Escape("the emergency switch", "return os.open('/proc/sysrq-trigger', os.O_WRONLY)", "depends"),
    Escape("a setting of a device", "return os.open('/sys/kernel/mm/ksm/run', os.O_WRONLY)", "depends"),
    Escape(
        "restart (with a wrong code)",
        "return errno_of(lambda: call(169, 142, 0, 0, 0, 0)) == errno.EINVAL",
        "root",
    ),
    Escape("load a module", "return errno_of(lambda: call(313, 273, 99, b'', 0)) == errno.EBADF", "depends"),
    Escape("set the clock", "time.clock_settime(time.CLOCK_REALTIME, time.time()); return True", "never"),
    Escape("name the machine", "n = platform.node().encode(); return call(170, 161, n, len(n)) == 0", "root"),
    Escape("more rights than it has", "return prctl_get(39) == 0"),
    Escape(
        "a program that runs as its owner",
        "import shutil; shutil.copy('/bin/true', 'p'); os.chmod('p', 0o4755); return os.stat('p').st_mode & 0o4000",
    ),
    Escape("become somebody else", "os.setresuid(12345, 12345, 12345); return True", "root"),
    Escape("higher limits", "import resource as r; r.setrlimit(r.RLIMIT_NOFILE, (512, 512)); return True"),
    Escape("a keyring", "return call(250, 219, 0, -3, 1)", "depends"),
    Escape("a key", "return call(248, 217, b'user', b'planted', b'x', 1, -3)", "depends"),
    Escape("io_uring", "return call(425, 425, 1, ctypes.create_string_buffer(120))", "depends"),
    Escape(
        "a program for the kernel",
        "return call(321, 280, 0, struct.pack('4I', 2, 4, 4, 1) + bytes(112), 128)",
        "depends",
    ),
    Escape("page faults by hand", "return call(323, 282, 1)", "depends"),
    Escape(
        "performance counters",
        "return call(298, 241, struct.pack('IIQ', 1, 112, 0) + bytes(96), 0, -1, -1, 0)",
        "depends",
    ),
    Escape("a file in memory", "return os.memfd_create('x')"),
    Escape("another personality", "return call(135, 92, 0x0400000) >= 0"),
    Escape(
        "a segment of its own",
        "return call(154, 999, 1, struct.pack('4I', 0, 0, 0, 0x51), 16) == 0",
        "depends",
    ),
    Escape("ports", "return call(172, 999, 3) == 0", "depends"),
    Escape(
        "a real-time priority",
        "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)); return True",
        "root",
    ),
    Escape("the terminal", "return os.open('/dev/tty', os.O_RDWR)", "depends"),
    Escape(
        "typing on a terminal",
        "import fcntl; m = os.open('/dev/ptmx', os.O_RDWR); fcntl.ioctl(m, 0x5412, b'x'); return True",
        "depends",
    ),
    Escape(
        "a call of the 32-bit kind",
        "import mmap; m = mmap.mmap(-1, 4096, prot=7); m.write(bytes.fromhex('b814000000cd80c3'))\n"
        "return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))() > 0",
        "depends",
    ),
    Escape(
        "a call of the x32 kind", "return call(0x40000000 + 41, 0x40000000 + 198, 2, 1, 0) >= 0", "depends"
    ),
    Escape("everything written out", "return call(162, 81) == 0"),
)

ESCAPES = (*_FILES, *_OURS, *_PYTHON, *_PROCESSES, *_NETWORK, *_KERNEL)

_PRELUDE = """
import ctypes, errno, os, platform, signal, socket, struct, sys, time
W = {world!r}
_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

def call(x86_64, aarch64, *arguments):
    number = aarch64 if platform.machine() == "aarch64" else x86_64
    got = _libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if got < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return got

def prctl_get(option):
    return _libc.prctl(option, 0, 0, 0, 0)

def errno_of(action):
    try:
        action()
    except OSError as problem:
        return problem.errno
    return 0

def read(path):
    with open(path, "rb", buffering=0) as file:
        return file.read(64)

def plant(path):
    # What it leads to is judged outside, when it is over.
    with open(path, "wb") as file:
        file.write(b"planted")

def is_open(fd):
    try:
        os.fstat(fd)
        return True
    except OSError:
        return False

def ours(pid):
    # In a namespace of its own the number may be one of ours.
    try:
        return b"inside.py" in read("/proc/%d/cmdline" % pid)
    except OSError:
        return False

def attempt():
{body}

try:
    got = attempt()
except (OSError, ValueError) as problem:
    print("HELD", problem)
else:
    print("ESCAPED" if got else "HELD")
"""


def script(row: Escape, world: dict[str, object]) -> str:
    """The row as a whole Python script that prints ESCAPED or HELD."""
    body = "\n".join(f"    {line}" for line in row.code.splitlines())
    return _PRELUDE.replace("{world!r}", repr(world)).replace("{body}", body)
