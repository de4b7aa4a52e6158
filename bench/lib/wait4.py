"""Runs a command and prints what it cost: wait4 is the one honest witness, and Node does not offer it.

    wait4.py OUT COMMAND [ARGUMENT...]     OUT: file for the command's standard output ("/dev/null")
"""
import json
import os
import sys
import time

out, *command = sys.argv[1:]
quiet = [(os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
if not os.environ.get("BENCH_STDERR"):
    quiet.append((os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0))
begin = time.perf_counter()
pid = os.posix_spawnp(command[0], command, os.environ, file_actions=quiet)
_, status, usage = os.wait4(pid, 0)
print(json.dumps({
    "ms": (time.perf_counter() - begin) * 1000,
    "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
    "rssMb": usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024),
    "code": os.waitstatus_to_exitcode(status),
}))
