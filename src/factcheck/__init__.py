"""factcheck: find figures that contradict each other across Chinese documents."""

__version__ = "0.1.0"
