"""Runs a program in a terminal of its own and measures what a person at it would: python3 terminal.py, a JSON request on
stdin, a JSON answer on stdout.

request: {"command": [...], "env": {...}, "columns": 200, "rows": 50, "steps": [...]}
steps:   {"await": "text"}    until it has been drawn                  -> {"ms": since the start}
         {"key": "\\u001b[B"}  sent; until the frame after it is whole  -> {"ms": since the key}
         {"still": 20}        seconds in which nothing is typed        -> {"cpu": share of a core}
         {"memory": true}                                              -> {"rssMb": resident size}
"""
import fcntl, json, os, pty, re, select, signal, struct, sys, termios, time

ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07")
FRAME_END = b"\x1b[?2026l"
PATIENCE = 120


def main():
    request = json.load(sys.stdin)
    begun = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(request.get("env", {}))
        os.execvp(request["command"][0], request["command"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", request["rows"], request["columns"], 0, 0))
    screen = Screen(terminal, begun)
    try:
        print(json.dumps([step(screen, pid, one) for one in request["steps"]]))
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


class Screen:
    """What has been drawn, whole: frames of a program that sends only what differs do not hold the rest."""

    def __init__(self, terminal, begun):
        self.terminal, self.begun, self.seen = terminal, begun, b""

    def read(self, until):
        end = time.monotonic() + PATIENCE
        while not until(self.seen):
            if time.monotonic() > end:
                raise SystemExit("waited in vain; drawn so far:\n" + ESCAPES.sub(b" ", self.seen)[-2000:].decode("utf8", "replace"))
            ready, _, _ = select.select([self.terminal], [], [], 0.5)
            if ready:
                self.seen += os.read(self.terminal, 1 << 16)

    def drain(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            if ready:
                os.read(self.terminal, 1 << 16)


def step(screen, pid, one):
    if "await" in one:
        wanted = one["await"].encode()
        screen.read(lambda seen: wanted in ESCAPES.sub(b"", seen))
        return {"ms": (time.monotonic() - screen.begun) * 1000}
    if "key" in one:
        screen.drain(one.get("pause", 0.15))
        screen.seen = b""
        sent = time.monotonic()
        os.write(screen.terminal, one["key"].encode())
        screen.read(lambda seen: FRAME_END in seen)
        return {"ms": (time.monotonic() - sent) * 1000}
    if "still" in one:
        before, began = cpu(pid), time.monotonic()
        screen.drain(one["still"])
        return {"cpu": (cpu(pid) - before) / (time.monotonic() - began)}
    return {"rssMb": memory(pid)}


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1]) / 1024


main()
