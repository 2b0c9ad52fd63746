"""`python -m benchmarks [NAME...]`: see `run_all`."""

import sys

from benchmarks.run_all import main

sys.exit(main(sys.argv[1:]))
