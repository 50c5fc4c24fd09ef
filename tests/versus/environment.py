"""Runs a program with packages of pip: `python3 environment.py FOLDER REQUIREMENTS PROGRAM ARGUMENT...`.

The packages lie in a virtual environment in FOLDER, which is made when it is missing or has other requirements; a
requirement is NAME==VERSION, and several stand with commas between them.
"""

import os
import subprocess
import sys
import venv


def main():
    folder, requirements, *program = sys.argv[1:]
    python = os.path.join(folder, "Scripts" if os.name == "nt" else "bin", "python")
    stamp = os.path.join(folder, "requirements.txt")
    wanted = requirements.replace(",", "\n") + "\n"
    installed = None
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            installed = file.read()
    if installed != wanted:
        print(f"Installing {requirements} into {folder}", file=sys.stderr, flush=True)
        venv.EnvBuilder(with_pip=True, clear=True).create(folder)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements.split(",")]
        code = subprocess.run(install, stdout=sys.stderr).returncode
        if code != 0:
            print(f"Cannot install {requirements}: pip ended with exit code {code}", file=sys.stderr)
            return 3
        with open(stamp, "w", encoding="utf-8") as file:
            file.write(wanted)
    return subprocess.run([python, "-B", *program]).returncode


if __name__ == "__main__":
    sys.exit(main())
