"""A group's settings as data: the words for each, how a value is read, how it is said, and which ones are proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.chat.text import Phrase, _, many
from bot.core.command import Keys
from bot.domain.charter import Charter
from bot.domain.errors import N_, Refused
from bot.domain.groups import Group
from bot.domain.names import clean, fold
from bot.domain.presets import PRESETS
from bot.domain.quorum import Quorum
from bot.domain.tally.motion import Majority
from bot.domain.zones import read_zone
from handlers.settings import advanced
from handlers.settings import reading as read
from handlers.settings.setting import Offer, Setting, either, rule, trait
from handlers.shares import part

NAME = 60  # characters at most

# Canonical key → the words for it, each with an example that works.
KEYS = Keys({
    "name": {"nom": "La Ruche", "name": "La Ruche"},
    "preset": {"modèle": "local", "preset": "local"},
    "language": {"langue": "fr", "language": "en"},
    "formal": {"vous": "oui", "formal": "yes"},
    "zone": {"fuseau": "Europe/Paris", "zone": "Europe/Paris"},
    "duration": {"durée": "7j", "duration": "7d"},
    "hour": {"heure": "20h", "hour": "8pm"},
    "poll": {"sondage": "24h", "poll": "24h"},
    "majority": {"majorité": "2/3", "majority": "2/3"},
    "base": {"base": "members"},
    "quorum": {"quorum": "1/4"},
    "secrecy": {"secret": "public", "secrecy": "public"},
    "open": {"ouvrir": "organisateurs", "open": "organizers"},
    "close": {"clôture": "échéance", "close": "deadline"},
    "outage": {"panne": "oui", "outage": "yes"},
    **advanced.WORDS,
    "article": {"article": "statuts art. 9"},
    "since": {"dès": "1er janvier", "since": "1 January"},
    "political": {"politique": "oui", "political": "yes"},
    "above": {"au-dessus": "Lyon", "above": "Lyon"},
}, alone=True)  # fmt: skip

# Which value of the charter each setting is; the others say what the group is.
RULES = {
    "duration": "vote_days", "hour": "vote_time", "poll": "poll_hours", "majority": "majority", "base": "base",
    "quorum": "quorum", "secrecy": "secrecy", "open": "open_to", "close": "early_close",
    "outage": "extend_after_outage", **advanced.RULES,
}  # fmt: skip

LANGUAGES = {"fr": "Français", "en": "English"}
BASES = {
    "cast": _("the votes cast"), "voters": _("the voters"), "present": _("the people who took part"),
    "members": _("the members"),
}  # fmt: skip


def _preset(group: Group, word: str, text: str) -> Group:
    return replace(group, charter=PRESETS[read.preset(word, text)].charter)


# how each is said


def say_preset(group: Group) -> Phrase:
    """The preset, and whether something was changed since."""
    preset = PRESETS.get(group.charter.preset, PRESETS["quick"])
    if group.charter == preset.charter:
        return _("Preset: {preset}.", preset=Phrase(preset.name))
    return _("Preset: {preset}, adjusted.", preset=Phrase(preset.name))


def say_majority(charter: Charter) -> Phrase:
    """The majority in words."""
    match charter.majority:
        case "simple":
            return _("Majority: more votes for than against.")
        case "absolute":
            return _("Majority: more than half.")
        case "unanimity":
            return _("Majority: unanimity, nobody against.")
        case share if share.startswith(">"):
            return _("Majority: more than {share}.", share=part(share[1:]))
        case share:
            return _("Majority: at least {share}.", share=part(share))


def say_quorum(charter: Charter) -> Phrase:
    """The quorum in words."""
    quorum = Quorum.read(charter.quorum) if charter.quorum else None
    if quorum is None:
        return _("No quorum required.")
    if quorum.persons is not None:
        return many("Quorum: {n} person must take part.", "Quorum: {n} people must take part.", quorum.persons)
    return _("Quorum: {quorum} of the group must take part.", quorum=part(str(quorum)))


def say_secrecy(charter: Charter) -> Phrase:
    """Who sees what of a vote."""
    if charter.secrecy == "public":
        return _("Votes are public: everybody may see who voted what.")
    return _("Votes are confidential: people see who voted, not what.")


# the settings, in the order in which they are read

BASIC: Mapping[str, Setting] = {
    "name": Setting(
        _("Name"), trait("name", lambda word, text: clean(text, most=NAME)), lambda g: _("Name: {name}.", name=g.name)
    ),
    "preset": Setting(
        _("Preset"), _preset, say_preset,
        tuple(Offer(Phrase(one.name), key, read.PRESETS_IN_WORDS[key]) for key, one in PRESETS.items()),
    ),
    "language": Setting(
        _("Language"), trait("language", read.language), lambda g: _("Language: {name}.", name=LANGUAGES[g.language]),
        tuple(Offer(label, key) for key, label in LANGUAGES.items()),
    ),
    "formal": Setting(
        _("Tu or vous"), trait("formal", read.formal),
        lambda g: _("In French I say vous.") if g.formal else _("In French I say tu."),
        (Offer("tu", "tu"), Offer("vous", "vous")),
    ),
    "zone": Setting(_("Time zone"), trait("zone", read_zone), lambda g: _("Time zone: {zone}.", zone=g.zone)),
    "duration": Setting(
        _("Duration"), rule("vote_days", read.days),
        lambda g: many("A vote lasts {n} day.", "A vote lasts {n} days.", g.charter.vote_days),
        tuple(Offer(many("{n} day", "{n} days", n), f"{n}d") for n in (1, 3, 7, 14)),
    ),
    "hour": Setting(
        _("Hour"), rule("vote_time", read.hour), lambda g: _("It closes at {hour}.", hour=g.charter.vote_time)
    ),
    "poll": Setting(
        _("Polls"), rule("poll_hours", read.hours), lambda g: _("A poll lasts {length}.", length=read.length(g.charter))
    ),
    "majority": Setting(
        _("Majority"), rule("majority", lambda word, text: str(Majority.asked(text))),
        lambda g: say_majority(g.charter),
        (Offer(_("Simple"), "simple"), Offer(_("Absolute"), "absolute"), Offer("2/3", "2/3"), Offer("3/4", "3/4"),
         Offer(_("Unanimity"), "unanimity")),
    ),
    "base": Setting(
        _("Base"), rule("base", read.base), lambda g: _("It is counted on {base}.", base=BASES[g.charter.base])
    ),
    "quorum": Setting(
        _("Quorum"), rule("quorum", read.quorum), lambda g: say_quorum(g.charter),
        (Offer(_("None"), "none"), Offer("1/4", "1/4"), Offer("1/3", "1/3"), Offer("1/2", "1/2")),
    ),
    "secrecy": Setting(
        _("Secrecy"), rule("secrecy", read.secrecy), lambda g: say_secrecy(g.charter),
        (Offer(_("Confidential"), "confidential"), Offer(_("Public"), "public")),
    ),
    "open": Setting(
        _("Who opens votes"), rule("open_to", read.openers),
        lambda g: _("Everybody opens votes.") if g.charter.open_to == "all" else _("Only organizers open votes."),
        (Offer(_("Everybody"), "all"), Offer(_("Organizers"), "organizers")),
    ),
    "close": Setting(
        _("Early close"), rule("early_close", read.early),
        either("early_close", _("A vote may be closed early."), _("A vote always runs to its deadline.")),
        (Offer(_("Possible"), "early"), Offer(_("At the deadline only"), "deadline")),
    ),
    "outage": Setting(
        _("Outages"), rule("extend_after_outage", read.yes),
        either(
            "extend_after_outage", _("A deadline is put off when I could not be reached."),
            _("A deadline stays, even when I could not be reached."),
        ),
    ),
    "political": Setting(
        _("Political"), trait("political", read.yes),
        lambda g: _("Political group: what is public carries counts, and no names.") if g.political
        else _("Not marked as political."),
    ),
}  # fmt: skip

SETTINGS: Mapping[str, Setting] = {**BASIC, **advanced.SETTINGS}

# What the buttons lead to: nine, as more reactions than ten under a message are a wall.
GUIDED = ("preset", "language", "formal", "duration", "majority", "quorum", "secrecy", "open", "close")


class ArticleOfWhat(Refused):
    says = N_('An article belongs to a value. For example: /settings quorum=1/4 article="statutes art. 9"')


def adjusted(group: Group, settings: Mapping[str, str], typed: Mapping[str, str]) -> Group:
    """The group with these settings, a preset first; raises a refusal with an example."""
    for key in sorted(settings, key=lambda key: key != "preset"):
        if key in SETTINGS:
            group = SETTINGS[key].take(group, typed.get(key, key), settings[key])
    if "article" in settings:
        group = _with_article(group, [RULES[key] for key in settings if key in RULES], settings["article"])
    return group


def _with_article(group: Group, rules: Sequence[str], text: str) -> Group:
    if not rules:
        raise ArticleOfWhat
    for rule_ in rules:
        group = replace(group, charter=group.charter.with_article(rule_, "" if fold(text) in read.NONE else text))
    return group


def told(key: str, group: Group) -> Phrase:
    """A setting in words, with the article it comes from and why nothing applies it yet, where that is so."""
    setting = SETTINGS[key]
    said = setting.say(group)
    if article := group.charter.article(RULES.get(key, "")):
        said = _("{rule} [{article}]", rule=said, article=article)
    lacks = setting.lacks(group)
    return said if lacks is None else _("{rule} ({lacks})", rule=said, lacks=lacks)


def said(group: Group) -> tuple[Phrase, ...]:
    """Every usual setting in words."""
    return tuple(told(key, group) for key in BASIC)


def said_advanced(group: Group) -> tuple[Phrase, ...]:
    """Every other setting in words."""
    return tuple(told(key, group) for key in advanced.SETTINGS)


def differences(group: Group) -> tuple[Phrase, ...]:
    """The rules that the group decides by otherwise than its preset does."""
    preset = replace(group, charter=PRESETS.get(group.charter.preset, PRESETS["quick"]).charter)
    return changes(preset, group)


def changes(before: Group, after: Group) -> tuple[Phrase, ...]:
    """What is now said otherwise. A preset that was adjusted is not news: the rule that changed is."""
    same_preset = before.charter.preset == after.charter.preset
    news = {key: told(key, after) for key in SETTINGS if told(key, before) != told(key, after)}
    return tuple(phrase for key, phrase in news.items() if not (key == "preset" and same_preset))
