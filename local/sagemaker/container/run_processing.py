"""Runs a processing job's entrypoint in the place of its container."""

import argparse
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from parent import die_with_parent, report


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command = parser.parse_args().command
    command = command[1:] if command[:1] == ["--"] else command
    die_with_parent()
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        report(event="refused", reason=f"Cannot start {command[0]!r}: {error.strerror}")
        sys.exit(1)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    report(event="ended", exitCode=code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
