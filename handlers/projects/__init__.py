"""Projects, commissions, shifts, and the tree of groups."""

from handlers.projects import chat, duty, flow, groups, jobs, swapping
from handlers.projects.feature import projects

__all__ = ["chat", "duty", "flow", "groups", "jobs", "projects", "swapping"]
