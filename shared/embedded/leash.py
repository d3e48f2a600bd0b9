"""Run as a script: become an unprivileged user if asked, die with the parent, then become the given program.

    python -I -S leash.py <parent pid> <uid|-> <gid|-> <signal> program [arguments]

A program of the standard library alone, because it starts before anything else and in a bare interpreter. The
Linux kernel then sends <signal> when the parent dies, even by kill -9; elsewhere the next start cleans up.
"""

from __future__ import annotations

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def _main(arguments: list[str]) -> None:
    parent, uid, gid, on_parents_death, *program = arguments
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        # After setuid: a change of credentials clears the wish.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(on_parents_death), 0, 0, 0)
    if os.getppid() != int(parent):
        raise SystemExit(f"the parent {parent} died before {program[0]} could start")
    os.execvp(program[0], program)  # noqa: S606


if __name__ == "__main__":
    _main(sys.argv[1:])
