"""Triage of findings: a local page (`app`), a terminal dialogue (`tty`), and what both work on (`session`)."""
