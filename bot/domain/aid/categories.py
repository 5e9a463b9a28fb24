"""What help is about: the category that a sentence says by its words, and the words by which people choose one."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from bot.domain.aid.words import close, stem, stems
from bot.domain.errors import N_, Or, Refused
from bot.domain.names import fold, nearest


class Category(StrEnum):
    """A contribution may be time, skills, ideas or money as well as a thing."""

    THINGS = "things"
    TRANSPORT = "transport"
    SKILLS = "skills"
    TIME = "time"
    CARE = "care"
    FOOD = "food"
    HOME = "home"
    IDEAS = "ideas"
    MONEY = "money"
    OTHER = "other"


class UnknownCategory(Refused):
    says = N_("“{text}” is no category. Choose among: {known}. For example: {key}={example}")


_SAYS: dict[Category, str] = {
    Category.MONEY: "argent euro euros don dons caisse cotisation pret avance financement money fund donation loan",
    Category.IDEAS: "idee idees conseil conseils avis suggestion reflexion idea advice suggestion brainstorm",
    Category.TRANSPORT: "remorque voiture camion covoiturage trajet velo demenagement livraison gare transporter "
                        "conduire conduite van lift ride drive trailer car truck bike moving delivery",
    Category.CARE: "enfant bebe garde nounou chien chat visite ecoute compagnie accompagner accompagnement "
                   "childcare babysitting dog cat visit company walk",
    Category.FOOD: "repas cuisine legume fruit pain confiture recette courses meal cook food vegetable bread jam",
    Category.HOME: "logement chambre hebergement appartement canape toit colocation flat room housing lodging couch",
    Category.SKILLS: "cours lecon apprendre enseigner reparer reparation traduction traduire informatique couture "
                     "guitare piano anglais francais photo site comptabilite juridique plomberie electricite peinture "
                     "menuiserie bricolage formation atelier yoga musique soutien lesson teach repair translate "
                     "computer sewing guitar english french website accounting legal plumbing painting workshop",
    Category.TIME: "benevole benevolat permanence heures bras porter ranger nettoyer menage distribuer tenir caissier "
                   "volunteer shift hours carry clean tidy hands distribute",
    Category.THINGS: "outil perceuse echelle tondeuse table chaise meuble livre vetement ordinateur imprimante "
                     "telephone poussette jouet tente sono frigo machine lit matelas plante graine vaisselle barnum "
                     "carton tool drill ladder mower chair furniture book clothes laptop printer phone stroller toy "
                     "tent fridge bed plant seed projecteur projector",
}  # fmt: skip
WORDS: dict[str, Category] = {
    "objets": Category.THINGS, "objet": Category.THINGS, "materiel": Category.THINGS, "outils": Category.THINGS,
    "things": Category.THINGS, "tools": Category.THINGS,
    "transport": Category.TRANSPORT, "transports": Category.TRANSPORT,
    "competences": Category.SKILLS, "savoirs": Category.SKILLS, "skills": Category.SKILLS,
    "temps": Category.TIME, "time": Category.TIME,
    "soin": Category.CARE, "soins": Category.CARE, "garde": Category.CARE, "care": Category.CARE,
    "repas": Category.FOOD, "nourriture": Category.FOOD, "food": Category.FOOD,
    "logement": Category.HOME, "home": Category.HOME, "housing": Category.HOME,
    "idees": Category.IDEAS, "ideas": Category.IDEAS,
    "argent": Category.MONEY, "money": Category.MONEY,
    "autre": Category.OTHER, "other": Category.OTHER,
}  # fmt: skip


LONG = 5  # letters: "foo" is no slip for "food"


def category_of(text: str) -> Category:
    """The category that the words say; the first word that says one decides, OTHER when none does."""
    for word in stems(text):
        if (found := _told().get(word)) is not None:
            return found
    near = (_told().get(other) for word in stems(text) for other in sorted(close(word)))
    return next((found for found in near if found is not None), Category.OTHER)


def read_category(key: str, text: str) -> Category:
    """The category in people's words."""
    word = fold(text)
    slip = nearest(word, WORDS, within=1) if len(word) >= LONG else None
    found = WORDS.get(word) or WORDS.get(slip or "")
    if found is None:
        english = key == "category"
        known = ("things", "transport", "skills", "time", "care", "food", "home", "ideas", "money", "other")
        ours = ("objets", "transport", "compétences", "temps", "soin", "repas", "logement", "idées", "argent", "autre")
        raise UnknownCategory(text=text, key=key, known=Or(known if english else ours),
                              example="skills" if english else "compétences")  # fmt: skip
    return found


@cache
def _told() -> dict[str, Category]:
    found: dict[str, Category] = {}
    for category, words in _SAYS.items():
        for word in words.split():
            found.setdefault(stem(word), category)
    return found
