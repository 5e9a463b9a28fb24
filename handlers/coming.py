"""The words of the vocabulary that no feature answers yet. Whoever builds one of them takes its line away from here."""

from __future__ import annotations

from handlers.context import OurFeature

coming = OurFeature(
    "coming",
    coming=(
        "dates", "quand", "when",
        "comptes", "budget", "accounts",
        "monnaie", "payer", "credit", "pay",
        "commande", "order",
        "publier", "publish",
    ),
)  # fmt: skip
