#!/usr/bin/env python3
"""interrupt.py PATTERN COMMAND… - sends SIGINT to a command once its progress bar matches PATTERN.

The bar is drawn on a terminal only, so the command's standard error is one; what came there goes to standard error. Exit
status: that of the command, or 125 if it ended before its bar matched.
"""

import os
import pty
import re
import signal
import subprocess
import sys


def main():
    pattern = re.compile(sys.argv[1].encode())
    ours, theirs = pty.openpty()
    heard = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell lets its background jobs ignore it
    process = subprocess.Popen(sys.argv[2:], stderr=theirs, stdin=subprocess.DEVNULL, preexec_fn=heard)
    os.close(theirs)
    said, sent = b"", False
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # what Linux gives at the end of a terminal
            break
        said += more
        if not sent and pattern.search(said):
            process.send_signal(signal.SIGINT)
            sent = True
    sys.stderr.write(said.decode(errors="replace").replace("\r\n", "\n"))
    status = process.wait()
    return status if sent else 125


if __name__ == "__main__":
    sys.exit(main())
