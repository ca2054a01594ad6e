"""DVC: `dvc add` and `dvc push` to a local remote of a folder of many files, then both again with nothing changed.

Each step is a `dvc` command in a fresh repository; cpu_s of a step is that of its processes. --scratch is emptied."""
import argparse
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

from common import Meter, emit

ap = argparse.ArgumentParser(description=__doc__)
ap.add_argument("--data", required=True, type=pathlib.Path, help="folder of files")
ap.add_argument("--scratch", required=True, type=pathlib.Path, help="is emptied")
a = ap.parse_args()
shutil.rmtree(a.scratch, ignore_errors=True)
repo, remote = a.scratch.resolve() / "repo", a.scratch.resolve() / "remote"
repo.mkdir(parents=True)
env = {**os.environ, "DVC_NO_ANALYTICS": "true", "DVC_SITE_CACHE_DIR": str(a.scratch.resolve() / "site"),
       "GIT_CONFIG_GLOBAL": "/dev/null"}
steps = {}


def dvc(*args, step=None):
    b = resource.getrusage(resource.RUSAGE_CHILDREN)
    w = time.perf_counter()
    p = subprocess.run([sys.executable, "-m", "dvc", *args], cwd=repo, env=env, capture_output=True, text=True)
    w = time.perf_counter() - w
    e = resource.getrusage(resource.RUSAGE_CHILDREN)
    if p.returncode:
        sys.exit(f"dvc {' '.join(args)}: {p.stdout[-500:]} {p.stderr[-1500:]}")
    if step:
        steps[step] = {"wall_s": round(w, 3), "cpu_s": round(e.ru_utime + e.ru_stime - b.ru_utime - b.ru_stime, 3)}
    return p.stdout


def tree_bytes(d):
    return sum(p.stat().st_size for p in d.rglob("*") if p.is_file())


dvc("init", "--no-scm", "-q")
dvc("config", "core.analytics", "false")
dvc("config", "cache.type", "copy")
dvc("remote", "add", "-d", "local", str(remote))
shutil.copytree(a.data, repo / "data")
files = sum(1 for _ in (repo / "data").iterdir())
size = tree_bytes(repo / "data")
meter = Meter()
with meter():
    dvc("add", "data", step="add")
    dvc("push", step="push")
stored = tree_bytes(remote)
dvc("add", "data", step="add_again")
dvc("push", step="push_again")
again = tree_bytes(remote) - stored
child_rss = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)
emit("dvc", dvc("--version").strip(), "versioning", files, meter, bytes=size, remote_bytes=stored, bytes_again=again,
     steps=steps, dvc_peak_rss_mb=child_rss)
shutil.rmtree(a.scratch)
