"""Runs a user's training script as SageMaker's script mode does: unpack the source, run it, pack what it left."""

import argparse
import os
import signal
import subprocess
import sys
import tarfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from parent import die_with_parent, report
from unpack import ArchiveRefused, unpack


def pack(folder: str, archive: str) -> bool:
    """Packs a folder's content, as SageMaker packs /opt/ml/model; false when there is nothing in it."""
    names = sorted(os.listdir(folder))
    if not names:
        return False
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        for name in names:
            tar.add(os.path.join(folder, name), arcname=name)
    return True


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("source", "code-dir", "program", "model-dir", "model-archive", "data-dir", "data-archive"):
        parser.add_argument(f"--{name}", required=True)
    options, script_args = parser.parse_known_args()
    script_args = script_args[1:] if script_args[:1] == ["--"] else script_args
    die_with_parent()

    try:
        unpack(options.source, options.code_dir)
    except ArchiveRefused as refusal:
        report(event="refused", reason=f"Cannot unpack the source archive: {refusal}")
        sys.exit(1)
    script = os.path.join(options.code_dir, options.program)
    if os.path.relpath(script, options.code_dir).startswith("..") or not os.path.isfile(script):
        report(event="refused", reason=f"The source archive has no file {options.program!r} (sagemaker_program)")
        sys.exit(1)
    if os.path.isfile(os.path.join(options.code_dir, "requirements.txt")):
        print("requirements.txt is not installed here: the script runs with the local twin's packages", flush=True)

    print(f"Invoking script with the following command:\n\n{' '.join(['python3', options.program, *script_args])}\n", flush=True)
    report(event="started")
    child = subprocess.Popen([sys.executable, options.program, *script_args], cwd=options.code_dir, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    packed = pack(options.model_dir, options.model_archive)
    packed_data = pack(options.data_dir, options.data_archive)
    report(event="ended", exitCode=code if code >= 0 else 128 - code, model=packed, data=packed_data)


if __name__ == "__main__":
    main()
