"""The words of a copy: what its sections, its values and their states are called."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.text import Phrase, _
from handlers.countersigns import ACTS

# Each section of the readable file.
SECTIONS: Mapping[str, Phrase] = {
    "about_me": _("About me"), "accounts": _("My accounts"), "chats": _("Where I was seen"),
    "memberships": _("What groups wrote down of me"), "roles": _("My roles"), "answers": _("What I answered"),
    "opened": _("What I opened"), "reminders": _("My reminders"), "aid": _("What I asked and offered"),
    "helping": _("For what I came forward"), "matches": _("Matches that I was told of"),
    "carried": _("What the bot carried between somebody and me"), "questions": _("Open questions that I asked"),
    "sayings": _("My answers to open questions"), "notices": _("Votes of which I want to be reminded"),
    "conversations": _("Conversations under way"), "plenaries": _("What I did in plenaries"),
    "proxies": _("My proxies"), "voters": _("Lists of voters, and votes that I closed"), "projects": _("My projects"),
    "shifts": _("My shifts and swaps"), "initiatives": _("Initiatives that I put forward or support"),
    "in_charge": _("Decisions that I am in charge of"), "calendar": _("My calendar"),
    "decided": _("What I did for my groups"), "codes": _("Codes"), "undo": _("What I may still take back"),
    "journal": _("What organizers did that concerns me"), "welcome": _("My welcome into groups"),
    "doors": _("Groups that I wait to enter"), "requests": _("Groups to which I brought the bot"),
    "waiting": _("What waits to be sent to me"),
}  # fmt: skip

# What a value says.
KEYS: Mapping[str, Phrase] = {
    "number": _("number"), "name": _("name"), "language": _("language"),
    "network_language": _("language of the network"), "reminders": _("reminders"), "zone": _("time zone"),
    "quiet": _("quiet hours"), "known_since": _("known since"), "operator": _("runs the bot"),
    "greeted": _("greetings"), "network": _("network"), "user": _("account"), "group": _("group"),
    "since": _("since"), "until": _("until"), "organizer": _("organizes it"), "status": _("status"),
    "joined_on": _("member since"), "left_on": _("left on"), "excluded": _("excluded"),
    "dues_until": _("dues paid until"), "college": _("college"), "weight": _("weight"), "role": _("role"),
    "vote": _("vote"), "title": _("title"), "answer": _("answer"), "opened_at": _("opened"), "text": _("text"),
    "due": _("due"), "recurrence": _("comes back"), "kind": _("kind"), "area": _("place"), "category": _("category"),
    "created_at": _("created"), "ended_at": _("over since"), "step": _("step"), "at": _("at"),
    "question": _("question"), "asked_at": _("asked"), "wanted": _("wanted"), "conversation": _("conversation"),
    "draft": _("draft"), "expires_at": _("expires"), "action": _("action"), "deed": _("deed"),
    "mine": _("done by me"), "detail": _("detail"), "lives_in": _("where I live"), "brings": _("what I bring"),
    "needs": _("what is needed"), "shared": _("what I agreed to tell"), "began_at": _("begun"), "buddy": _("buddy"),
    "charter": _("charter"), "charter_version": _("version of the charter"), "accepted_at": _("accepted"),
    "chat": _("chat"), "body": _("content"), "decision": _("decision"), "review_on": _("to review on"),
    "occasion": _("for"), "giver": _("whose voice"), "asker": _("asked by"), "times": _("answers given"),
    "sentence": _("written down"), "holder": _("carried by"), "offered_at": _("offered"),
    "stage": _("stage"), "closed_at": _("closed"), "about": _("about"), "started_at": _("begun"), "state": _("state"),
    "report_on": _("report due on"), "news": _("news"), "news_at": _("news of"), "project": _("project"),
    "shift": _("shift"), "other": _("other shift"), "taker": _("asked of"), "needed": _("supporters needed"),
    "takes_up": _("takes up"), "initiative": _("initiative"), "plenary": _("plenary"), "arrived_at": _("came"),
    "left_at": _("went"), "office": _("office"), "drawn": _("by lot"), "start": _("on"), "place": _("place"),
    "link": _("link"), "convened_at": _("convened"), "nature": _("nature"), "due_on": _("by"),
    "published_at": _("published"), "need": _("need"), "offer": _("offer"), "item": _("item"), "buddy_at": _("since"),
    "secret": _("address"), "act": _("act"), "journey": _("question under way"), "ground": _("ground"),
    "why": _("why"), "written_at": _("written"), "purpose": _("what for"), "made_at": _("made"), "used": _("used"),
    "wrong": _("mistyped"), "agreed": _("agreed to"), "private_chats": _("private conversations"),
    "sits": _("seen in"), "then": _("what came after"),
}  # fmt: skip

# States and kinds, where `STATES` says that a value is one; people’s own words stay as they are.
VALUES: Mapping[str, Phrase] = {
    "next": _("the next vote"),
    "things": _("things"), "transport": _("transport"), "skills": _("skills"), "care": _("care and company"),
    "food": _("food"), "home": _("housing"), "ideas": _("ideas"), "money": _("money"), "other": _("other"),
    "time": _("time"), "turns": _("speaking turns"),
    "vote": _("vote"), "plenary": _("plenary"), "offered": _("offered"),
    "accepted": _("accepted"), "declined": _("declined"), "withdrawn": _("withdrawn"), "returned": _("given back"),
    "attended": _("ended: its giver was there"), "answered": _("ended: its giver voted"),
    "no_voice": _("ended: one of the two had no vote"), "over_cap": _("ended: too many in one hand"),
    "lapsed": _("ended: its day is over"), "linked": _("ended: it was one person"), "member": _("member"),
    "observer": _("observer"), "newcomer": _("newcomer"), "left": _("left"), "erased": _("erased"),
    "active": _("active"), "paused": _("paused"), "closed": _("closed"), "done": _("done"), "dropped": _("dropped"),
    "cancelled": _("cancelled"), "open": _("open"), "taken": _("taken"), "expired": _("expired"), "draft": _("draft"),
    "convened": _("convened"), "gathering": _("looks for supporters"), "reached": _("has its supporters"),
    "need": _("need"), "offer": _("offer"), "project": _("project"), "commission": _("commission"),
    "ordinary": _("ordinary"), "statutory": _("under the statutes"), "waits": _("waits for an answer"),
    "shared": _("contact given"), "yes": _("yes"), "no": _("no"), "video": _("by video"),
    "proxy": _("no, with a proxy"), "information": _("information"), "exchange": _("exchange"),
    "decision": _("decision"),
    "organizer": _("organizer"), "treasurer": _("treasurer"), "welcomer": _("welcomer"), "secretary": _("secretary"),
    "chair": _("chair"), "link": _("to link two accounts"), "pair": _("to pair two chats"),
    "nest": _("to join a wider group"),
    "about": _("presentation"), "area": _("where I live"), "bring": _("what I bring"), "charter": _("charter"),
    "buddy": _("buddy"), "asked": _("not answered yet"), "trusted": _("agreed"), "refused": _("refused"),
    "send": _("message"), "show": _("message kept current"), "turn": _("message"),
    **{act.value: said for act, said in ACTS.items()},
}  # fmt: skip

# Values that mean something under one word alone.
ALONE: Mapping[str, Mapping[str, Phrase]] = {
    "conversation": {
        "again": _("something sent twice"), "aid": _("a need or an offer"),
        "aidask": _("a need or an offer"), "aidshare": _("a contact to give"),
        "aidwrite": _("a word to carry"), "answer": _("an answer to a question"), "ending": _("a plenary to cancel"),
        "guide": _("the settings"), "hands": _("a show of hands"), "leaving-out": _("a day without a plenary"),
        "link": _("accounts to link"), "membership": _("a membership"), "minutes": _("the minutes"),
        "moving": _("a plenary to move"), "nest": _("a wider group"), "online": _("the link of a plenary"),
        "panel": _("the panel of a meeting"), "plenary": _("a plenary"), "point": _("a point of the agenda"),
        "project": _("a project"), "propose": _("a proposal"), "question": _("an open question"),
        "remind": _("a reminder to move"), "remind.new": _("a reminder"), "role": _("a role"),
        "roster": _("a list of members"), "series": _("a series of plenaries"), "welcome": _("my arrival"),
        "welcome_text": _("a text for newcomers"), "welcome_word": _("a word to a newcomer"),
    },
    "kind": {"step": _("first small step")},
    "ground": {
        "help": _("need for help"), "coordination": _("need for coordination"),
        "refused": _("refused below and taken up again"),
    },
}  # fmt: skip

STATES = frozenset({
    "act", "office", "status", "stage", "state", "kind", "step", "answer", "nature", "purpose", "role", "shared",
    "category",
})  # fmt: skip
