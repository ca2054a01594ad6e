"""Runs one command and says what it took, as one JSON line: the whole process with its finished children.

    python meter.py --out FILE [--limit-mib N] -- COMMAND…

cpu_s is user and system time; wall_s from start to end; peak_mib the largest resident set of one of its processes
(getrusage's ru_maxrss, as `/usr/bin/time -v` says it). The command's output passes through."""
import argparse
import json
import os
import resource
import subprocess
import sys
import time

ap = argparse.ArgumentParser(description=__doc__)
ap.add_argument("--out", required=True)
ap.add_argument("--limit-mib", type=int, help="most address space that the command may ask for")
ap.add_argument("command", nargs=argparse.REMAINDER)
a = ap.parse_args()
command = a.command[1:] if a.command[:1] == ["--"] else a.command


def limit():
    if a.limit_mib:
        resource.setrlimit(resource.RLIMIT_AS, (a.limit_mib << 20,) * 2)


start = time.perf_counter()
code = subprocess.Popen(command, preexec_fn=limit).wait()
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(a.out, "w") as f:
    json.dump({"code": code, "wall_s": wall, "cpu_s": used.ru_utime + used.ru_stime,
               "peak_mib": used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)}, f)
sys.exit(code if code >= 0 else 128 - code)
