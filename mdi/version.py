"""The version of the software, once: it stands in every fingerprint."""

__version__ = "0.1.0"
