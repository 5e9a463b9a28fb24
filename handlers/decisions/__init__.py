"""The register of decisions."""

from handlers.decisions import jobs
from handlers.decisions.chat import decisions

__all__ = ["decisions", "jobs"]
