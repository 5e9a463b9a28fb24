"""Open questions with a deadline: everybody answers in words, and the answers are summed up."""

from handlers.questions import chat, flow, jobs
from handlers.questions.feature import questions

__all__ = ["chat", "flow", "jobs", "questions"]
