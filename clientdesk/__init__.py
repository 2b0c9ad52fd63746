# SPDX-License-Identifier: MIT
"""ClientDesk: expectations, weeks and papers of a solo consultant's clients."""

__version__ = "0.1.0"
