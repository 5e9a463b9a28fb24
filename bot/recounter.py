#!/usr/bin/env python3
"""Counts a closed vote again from its file, with nothing but Python: `python recounter.py vote-41.recount.json`.

One file, written apart from the bot and in the plainest way, so that it can be read by anybody who doubts the bot. It
prints the result as canonical JSON, the same bytes as `coop recount --json`, and says on the error output whether that
is the published result: exit status 0 when it is, 1 when it is not, 2 when the file cannot be trusted or read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import Any

Told = dict[str, Any]
Ballots = list[tuple[Any, int]]
Paper = list[Any]
Purchase = tuple[int, Fraction, Fraction, Told | None]
FORMAT = "cooperons-recount/1"
UNIT = 100_000


def main(arguments: list[str]) -> int:
    """Reads, counts, prints; every doubt is a sentence and a status."""
    if len(arguments) != 1:
        return say("Use: python recounter.py FILE.json", 2)
    try:
        with open(arguments[0], "rb") as file:
            body = json.load(file)
        doubt = distrust(body)
        if doubt:
            return say(doubt, 2)
        result = recount(body)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as wrong:
        return say(f"This file cannot be recounted: {wrong!r}", 2)
    sys.stdout.buffer.write(canonical(result) + b"\n")
    if result != body["result"]:
        return say("This is NOT the result published in the file.", 1)
    return say("This is the published result.", 0)


def say(sentence: str, status: int) -> int:
    sys.stderr.write(sentence + "\n")
    return status


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def distrust(body: Told) -> str | None:
    """Why the file cannot be trusted, or nothing."""
    if body.get("format") != FORMAT:
        return f"This is not a file of the format {FORMAT}."
    rest = {key: value for key, value in body.items() if key != "fingerprint"}
    if sha256(canonical(rest)).hexdigest() != body["fingerprint"]:
        return "The fingerprint does not match: this file was changed after it was published."
    seed, commitment = body["seed"], body["commitment"]
    if seed and commitment and sha256(bytes.fromhex(seed)).hexdigest() != commitment:
        return "The seed is not the one committed to when the vote opened."
    return None


def recount(body: Told) -> Told:
    """The result, told as the file tells it."""
    vote, labels = body["vote"], distinct(body["vote"]["options"])
    counter = METHODS[vote["method"]]
    ballots = [(ballot, number) for ballot, number in body["ballots"]]
    order = lot(vote["id"], body["seed"], body["words"], len(labels)) if body["seed"] else None
    told = counter(Vote(vote["settings"], ballots, labels, order, body["turnout"]))
    head: Told = {key: told.pop(key, []) for key in ("winners", "tied", "rounds")}
    people = numbers(ballots, body["turnout"])
    details = {"options": labels, "turnout": people, "outcome": outcome(head), **told}
    details["quorum"] = quorum(vote["quorum"], people)
    if details["quorum"] and not details["quorum"]["reached"]:
        head |= {"winners": [], "tied": []}
        details |= {"outcome": "no_quorum"} | ({"adopted": False} if "adopted" in details else {})
    seats = 1 if vote["method"] == "dates" else vote["settings"].get("seats")
    return {"method": vote["method"], "seats": seats, **head, "details": details}


class Vote:
    """What a counter needs: settings, ballots, and the order of the lot if there is one."""

    def __init__(
        self, settings: Told, ballots: Ballots, labels: list[str], order: list[int] | None, turnout: Told
    ) -> None:
        self.settings, self.labels, self.order = settings, labels, order
        self.options = range(len(labels))
        self.turnout = numbers(ballots, turnout)
        self.all = ballots
        self.ballots = [(ballot, number) for ballot, number in ballots if ballot]

    def __getattr__(self, name: str) -> Any:
        return self.settings[name]

    def names(self, options: Iterable[int]) -> list[str]:
        return [self.labels[option] for option in options]

    def by_label(self, numbers: dict[int, int]) -> dict[str, int]:
        return {self.labels[option]: numbers[option] for option in self.options if option in numbers}

    def luck(self, option: int) -> int:
        return self.order.index(option) if self.order else option


def distinct(labels: list[str]) -> list[str]:
    unique = []
    for label in labels:
        name, number = label, 1
        while name in unique or (number > 1 and name in labels):
            number += 1
            name = f"{label} ({number})"
        unique.append(name)
    return unique


def lot(vote: int, seed: str, words: list[str], options: int) -> list[int]:
    """The published order of the options, the luckiest first."""
    root = sha256(canonical([vote, seed.lower(), sorted(words)])).digest()
    return sorted(range(options), key=lambda option: sha256(root + str(option).encode()).digest())


def numbers(ballots: Ballots, room: Told) -> Told:
    """Who took part: a blank ballot is empty, an abstention is null."""
    participants = sum(number for _, number in ballots)
    blanks = sum(number for ballot, number in ballots if ballot in ([], "blank"))
    abstentions = sum(number for ballot, number in ballots if ballot is None or ballot == "abstain")
    return {
        "members": room["members"],
        "present": room["present"],
        "represented": room["represented"],
        "participants": participants,
        "voters": participants - abstentions,
        "blanks": blanks,
        "abstentions": abstentions,
        "cast": participants - abstentions - blanks,
    }


def outcome(head: Told) -> str:
    return "tied" if head["tied"] else "elected" if head["winners"] else "none"


def attending(people: Told) -> int:
    """Present and represented; outside a meeting, everybody who answered."""
    if people["present"] is None:
        return int(people["participants"])
    return int(people["present"] + (people["represented"] or 0))


def quorum(asked: Told | None, people: Told) -> Told | None:
    """The people needed for the vote to have an effect, a share of them rounded up, and those who took part."""
    if asked is None:
        return None
    present = people["participants"] if people["present"] is None else people["present"]
    size = {"members": people["members"], "attending": attending(people), "present": present}[asked["base"]]
    required = ceil(Fraction(asked["share"]) * size) if asked["persons"] is None else asked["persons"]
    taken = attending(people) if asked["base"] == "members" else people["participants"]
    return {"required": required, "taken": taken, "reached": taken >= required}


# For or against one text


def motion(vote: Vote) -> Told:
    voices = {word: sum(n for ballot, n in vote.all if ballot == word) for word in ("for", "against")}
    kind, people = vote.majority["kind"], vote.turnout
    base = "cast" if kind in ("simple", "unanimity") else vote.base
    sizes = {"cast": people["cast"], "voters": people["voters"], "members": people["members"]}
    size = (sizes | {"present": attending(people)})[base]
    if kind == "unanimity":
        required = max(size, 1)
    elif kind == "share" and not vote.majority["more_than"]:
        required = max(ceil(Fraction(vote.majority["share"]) * size), 1)
    else:
        required = Fraction(vote.majority["share"] or "1/2") * size // 1 + 1
    level = voices["for"] == voices["against"] > 0 and kind != "unanimity"
    obtained = voices["for"] + (1 if level and vote.chair == "for" else 0)
    adopted = people["cast"] > 0 and obtained >= required
    if not people["cast"]:
        cause = "no_cast"
    elif level and vote.chair in ("for", "against"):
        cause = "chair"
    elif adopted:
        cause = "reached"
    else:
        cause = "tie" if level else "missed"
    return {
        "in_favour": voices["for"],
        "against": voices["against"],
        "majority": vote.majority,
        "base": base,
        "size": size,
        "required": required,
        "obtained": obtained,
        "adopted": adopted,
        "cause": cause,
        "outcome": "adopted" if adopted else "rejected",
    }


def consent(vote: Vote) -> Told:
    words = "consent", "aside", "preference", "objection"
    positions = {word: sum(n for ballot, n in vote.all if ballot == word) for word in words}
    required = max(vote.least, ceil(Fraction(vote.share) * vote.turnout["members"]))
    if positions["objection"]:
        cause = "objected"
    elif vote.turnout["participants"] < required:
        cause = "too_few"
    else:
        cause = "consented" if positions["consent"] + positions["aside"] else "no_consent"
    adopted = cause == "consented"
    verdict = "adopted" if adopted else "rejected"
    return {"positions": positions, "required": required, "adopted": adopted, "cause": cause, "outcome": verdict}


# The most votes, points or dots


def seated(vote: Vote, keys: dict[int, Any], seats: int) -> tuple[list[int], list[list[int]], list[int]]:
    """The highest keys take the seats; those level across the last one are drawn, or stay tied."""
    ranked = sorted(keys, key=lambda option: (keys[option], -option), reverse=True)
    if len(ranked) <= seats or keys[ranked[seats - 1]] > keys[ranked[seats]]:
        return ranked[:seats], [], []
    cut = keys[ranked[seats - 1]]
    above = [option for option in ranked if keys[option] > cut]
    level = [option for option in ranked if keys[option] == cut]
    if not vote.order:
        return above, [level], []
    return above + sorted(level, key=vote.luck)[: seats - len(above)], [], level


def placed(vote: Vote, keys: dict[int, Any], seats: int, none: int | None = None) -> tuple[Told, bool]:
    """Winners, ties and lot with their labels; a winning “none of these” elects nobody."""
    if none in keys and seats > 1:
        others = {option: number for option, number in keys.items() if option != none}
        if keys[none] > max(others.values(), default=0):
            others, seats = {none: keys[none]}, 1
        keys = others
    winners, tied, drawn = seated(vote, keys, seats)
    none_won = winners == [none]
    told = {"winners": [] if none_won else vote.names(winners), "tied": [vote.names(level) for level in tied]}
    return told | {"lot": vote.names(drawn)}, none_won


def approvals(vote: Vote) -> tuple[dict[int, int], dict[int, int]]:
    votes = dict.fromkeys(vote.options, 0)
    for ballot, number in vote.ballots:
        for option in ballot:
            votes[option] += number
    return votes, {option: number for option, number in votes.items() if number}


def choice(vote: Vote) -> Told:
    votes, chosen = approvals(vote)
    required = vote.turnout["cast"] // 2 + 1 if vote.rounds == 2 else None
    told: Told = {"votes": vote.by_label(votes), "required": required, "runoff": [], "lot": [], "none_won": False}
    if required and chosen and max(votes.values()) < required:
        second = sorted(chosen.values(), reverse=True)[:2][-1]
        runoff = [option for option in chosen if chosen[option] >= second]
        runoff.sort(key=lambda option: -chosen[option])
        return told | {"runoff": vote.names(runoff)}
    seats, none_won = placed(vote, chosen, vote.seats, vote.none)
    return told | seats | {"none_won": none_won}


def approval(vote: Vote) -> Told:
    votes, chosen = approvals(vote)
    seats, none_won = placed(vote, chosen, vote.seats, vote.none)
    return seats | {"votes": vote.by_label(votes), "none_won": none_won}


def score(vote: Vote) -> Told:
    given = {option: [(dict(map(tuple, b)).get(option), n) for b, n in vote.ballots] for option in vote.options}
    sums = {option: sum((p or 0) * n for p, n in pairs) for option, pairs in given.items()}
    tops = {option: sum(n for p, n in pairs if p == vote.top) for option, pairs in given.items()}
    zeros = {option: sum(n for p, n in pairs if not p) for option, pairs in given.items()}
    unrated = {option: sum(n for p, n in pairs if p is None) for option, pairs in given.items()}
    keys = {option: (sums[option], tops[option], -zeros[option]) for option in vote.options if sums[option]}
    columns = {"sums": sums, "tops": tops, "zeros": zeros, "unrated": unrated}
    return placed(vote, keys, vote.seats)[0] | {name: vote.by_label(column) for name, column in columns.items()}


def dots(vote: Vote) -> Told:
    placed_dots, supporters = dict.fromkeys(vote.options, 0), dict.fromkeys(vote.options, 0)
    for ballot, number in vote.ballots:
        for option, given in ballot:
            placed_dots[option] += given * number
            supporters[option] += number
    keys = {option: (placed_dots[option], supporters[option]) for option in vote.options if placed_dots[option]}
    told = {"dots": vote.by_label(placed_dots), "supporters": vote.by_label(supporters)}
    return placed(vote, keys, vote.seats)[0] | told


def dates(vote: Vote) -> Told:
    answers = {word: dict.fromkeys(vote.options, 0) for word in ("yes", "maybe", "no")}
    for ballot, number in vote.ballots:
        for slot, word in ballot:
            answers[word][slot] += number
    yes, maybe = answers["yes"], answers["maybe"]
    earliest = sorted(set(vote.starts), key=instant)
    keys = {
        slot: (yes[slot] + maybe[slot], yes[slot], -earliest.index(vote.starts[slot]))
        for slot in vote.options
        if slot not in vote.removed and yes[slot] + maybe[slot]
    }
    told, _ = placed(vote, keys, 1)
    del told["lot"]
    columns = {word: vote.by_label(column) for word, column in answers.items()}
    return told | columns | {"removed": vote.names(vote.removed)}


def instant(text: str) -> str:
    """Instants in UTC sort as text once the fraction of a second is always there."""
    return text if "." in text else text.replace("Z", ".000000Z")


# Rankings


def ranks_of(ballot: list[Any]) -> list[list[int]]:
    return [rank if isinstance(rank, list) else [rank] for rank in ballot]


def schulze(vote: Vote) -> Told:
    duels = [[0 for _ in vote.options] for _ in vote.options]
    for ballot, number in vote.ballots:
        below = set(vote.options)
        for rank in ranks_of(ballot):
            below -= set(rank)
            for option in rank:
                for other in below:
                    duels[option][other] += number
    strength = [[link(duels[a][b], duels[b][a]) for b in vote.options] for a in vote.options]
    for c in vote.options:
        for a in vote.options:
            for b in vote.options:
                if a != b:
                    strength[a][b] = max(strength[a][b], min(strength[a][c], strength[c][b]))
    barred = []
    if vote.status_quo is not None:
        barred = [o for o in vote.options if duels[o][vote.status_quo] < duels[vote.status_quo][o]]
    ranking, left = [], list(vote.options)
    while left:
        ranking.append(unbeaten(left, strength))
        left = [option for option in left if option not in ranking[-1]]
    best = unbeaten([o for o in vote.options if o not in barred], strength) if vote.ballots else []
    condorcet = [a for a in vote.options if all(duels[a][b] > duels[b][a] for b in vote.options if b != a)]
    return placed(vote, dict.fromkeys(best, 0), 1)[0] | {
        "duels": duels,
        "paths": [[[won, -lost] for won, lost in row] for row in strength],
        "ranking": [vote.names(level) for level in ranking],
        "condorcet": vote.labels[condorcet[0]] if condorcet else None,
        "barred": vote.names(barred),
    }


def link(won: int, lost: int) -> tuple[int, int]:
    return (won, -lost) if won > lost else (0, 0)


def unbeaten(options: Iterable[int], strength: list[list[tuple[int, int]]]) -> list[int]:
    return [a for a in options if all(strength[a][b] >= strength[b][a] for b in options if b != a)]


def strict(vote: Vote) -> tuple[list[tuple[list[int], int]], int]:
    """Ballots up to their first shared rank, and how many were cut there."""
    papers, shortened = [], 0
    for ballot, number in vote.ballots:
        clear = []
        for rank in ballot:
            if isinstance(rank, list):
                shortened += number
                break
            clear.append(rank)
        if clear:
            papers.append((clear, number))
    return papers, shortened


def picked(
    vote: Vote, options: Iterable[int], history: list[dict[int, int]], *, lowest: bool
) -> tuple[int, Told | None]:
    """The lowest or highest option, by earlier rounds when level, then by lot; and how a tie was settled."""
    sign, level, among = 1 if lowest else -1, sorted(options), list[int]()
    for number in range(len(history), 0, -1):
        least = min(sign * history[number - 1][option] for option in level)
        level = [option for option in level if sign * history[number - 1][option] == least]
        among = among or level
        if len(level) == 1:
            return level[0], told_tie(vote, among, level[0], "earlier", number, []) if len(among) > 1 else None
    chosen = sorted(level, key=vote.luck)[-1 if lowest else 0]
    return chosen, told_tie(vote, among, chosen, "lot" if vote.order else "list", None, level)


def told_tie(vote: Vote, among: list[int], chosen: int, cause: str, number: int | None, drawn: list[int]) -> Told:
    names: Told = {"among": vote.names(among), "chosen": vote.labels[chosen], "drawn": vote.names(drawn)}
    return names | {"cause": cause, "round": number}


def by_list(ties: Iterable[Told | None]) -> list[list[str]]:
    drawn = []
    for tie in ties:
        if tie and tie["cause"] == "list" and tie["drawn"] not in drawn:
            drawn.append(tie["drawn"])
    return drawn


def irv(vote: Vote) -> Told:
    papers, shortened = strict(vote)
    hopeful, history = set(vote.options), list[dict[int, int]]()
    rounds: list[Told] = []
    winners: list[str] = []
    while papers and not winners:
        votes = dict.fromkeys(sorted(hopeful), 0)
        for ballot, number in papers:
            first = next((option for option in ballot if option in hopeful), None)
            if first is not None:
                votes[first] += number
        history.append(votes)
        exhausted = sum(number for _, number in papers) - sum(votes.values())
        each: Told = {"votes": vote.by_label(votes), "exhausted": exhausted} | dict.fromkeys(
            ("elected", "excluded", "tie")
        )
        top = max(votes, key=votes.__getitem__)
        if 2 * votes[top] > sum(votes.values()) or len(hopeful) == 1:
            winners = [vote.labels[top]]
            each["elected"] = vote.labels[top]
        else:
            loser, each["tie"] = picked(vote, hopeful, history, lowest=True)
            hopeful.remove(loser)
            each["excluded"] = vote.labels[loser]
        rounds.append(each)
    tied = by_list(each["tie"] for each in rounds)
    verdict = "elected" if winners else "none"
    return {"winners": winners, "tied": tied, "rounds": rounds, "shortened": shortened, "outcome": verdict}


def stv(vote: Vote) -> Told:
    ballots, shortened = strict(vote)
    papers: list[Paper] = [[ballot, number, UNIT, None] for ballot, number in ballots]
    total = sum(number for _, number in ballots)
    quota = (total // (vote.seats + 1) + 1) * UNIT
    hopeful, votes, elected, surpluses = set(vote.options), dict.fromkeys(vote.options, 0), list[int](), set[int]()
    stages, history, spent = list[Told](), list[dict[int, int]](), {"exhausted": 0, "lost": 0}

    def move(moving: list[Paper]) -> None:
        for paper in moving:
            ballot, number, value, _ = paper
            paper[3] = next((option for option in ballot if option in hopeful), None)
            if paper[3] is None:
                spent["exhausted"] += number * value
            else:
                votes[paper[3]] += number * value

    def note(act: str, option: int | None = None, tie: Told | None = None, enough: int = quota) -> None:
        reached = [o for o in sorted(hopeful) if votes[o] >= enough]
        reached.sort(key=lambda o: [-then[o] for then in [votes, *reversed(history)]])
        hopeful.difference_update(reached)
        elected.extend(reached)
        surpluses.update(o for o in reached if votes[o] > quota)
        history.append(dict(votes))
        name = None if option is None else vote.labels[option]
        stage: Told = {
            "act": act,
            "option": name,
            "votes": vote.by_label(votes),
            "elected": vote.names(reached),
            "tie": tie,
        }
        stages.append(stage | spent)

    if papers:
        move(papers)
        note("first")
    while papers and len(elected) < vote.seats:
        if len(elected) + len(hopeful) == vote.seats:
            note("last", enough=0)
        elif surpluses:
            option, tie = picked(vote, surpluses, history, lowest=False)
            surpluses.remove(option)
            pile, held = [paper for paper in papers if paper[3] == option], votes[option]
            for paper in pile:
                paper[2] = paper[2] * (held - quota) // held
            votes[option] = quota
            spent["lost"] += held - quota - sum(number * value for _, number, value, _ in pile)
            move(pile)
            note("surplus", option, tie)
        else:
            option, tie = picked(vote, hopeful, history, lowest=True)
            hopeful.remove(option)
            votes[option] = 0
            move([paper for paper in papers if paper[3] == option])
            note("exclusion", option, tie)
    return {
        "winners": vote.names(elected),
        "tied": by_list(stage["tie"] for stage in stages),
        "rounds": stages,
        "quota": quota // UNIT,
        "total": total,
        "unit": UNIT,
        "shortened": shortened,
        "outcome": "elected" if elected else "none",
    }


# Budgets


def budget(vote: Vote) -> Told:
    costs: list[int] = vote.costs
    options = vote.options
    if vote.step < 1:
        raise ValueError("shares that are raised by nothing never end")
    points: dict[int, dict[int, int]] = {o: {} for o in options}
    for g, (ballot, _) in enumerate(vote.ballots):
        for o, given in ballot:
            if given:
                points[o][g] = given
    people = [number for _, number in vote.ballots]
    supporters = {o: sum(people[g] for g in points[o]) for o in options}
    excluded = {}
    for o in options:
        if costs[o] > vote.budget:
            excluded[o] = "over_budget"
        elif not supporters[o]:
            excluded[o] = "no_support"
        elif supporters[o] < vote.support:
            excluded[o] = "too_few"
    eligible = [o for o in options if o not in excluded]

    def rank(o: int) -> tuple[int, int, int]:
        return -supporters[o], costs[o], vote.luck(o)

    def rate(o: int, purses: list[Fraction]) -> Fraction | None:
        """What each point pays for each cent of cost, the poorest giving all they have."""
        rest, left = Fraction(costs[o]), sum(points[o][g] * people[g] for g in points[o])
        for g in sorted(points[o], key=lambda g: purses[g] / points[o][g]):
            if purses[g] / points[o][g] >= rest / left:
                return rest / (left * costs[o])
            rest -= purses[g] * people[g]
            left -= points[o][g] * people[g]
        return None

    def bought(share: Fraction) -> tuple[list[Purchase], list[Fraction]]:
        purses, purchases, waiting = [share] * len(people), list[Purchase](), list(eligible)
        while True:
            rates = {o: each for o in waiting if (each := rate(o, purses)) is not None}
            if not rates:
                return purchases, purses
            best = min(rates, key=lambda o: (rates[o], *rank(o)))
            alike = [o for o in rates if (rates[o], *rank(o)[:2]) == (rates[best], *rank(best)[:2])]
            tie = told_tie(vote, alike, best, "lot" if vote.order else "list", None, alike) if len(alike) > 1 else None
            purchases.append((best, rates[best] * costs[best], rates[best], tie))
            waiting.remove(best)
            for g, given in points[best].items():
                purses[g] = max(Fraction(0), purses[g] - given * rates[best] * costs[best])

    share, raises = Fraction(vote.budget, sum(people) or 1), 0
    if vote.completion == "greedy_only":
        share = Fraction(0)
    purchases, purses = bought(share)
    while vote.completion == "add1" and len(purchases) < len(eligible):
        more = bought(share + vote.step)
        if sum(costs[o] for o, *_ in more[0]) > vote.budget:
            break
        (purchases, purses), share, raises = more, share + vote.step, raises + 1
    paid = {o: price for o, price, _, _ in purchases}
    left, greedy, greedy_ties = vote.budget - sum(costs[o] for o in paid), list[int](), list[Told]()
    queue = sorted((o for o in eligible if o not in paid), key=rank) if vote.completion != "none" else []
    for place, o in enumerate(queue):
        if costs[o] > left:
            continue
        left -= costs[o]
        greedy.append(o)
        alike = sorted(other for other in queue[place:] if rank(other)[:2] == rank(o)[:2])
        if len(alike) > 1 and costs[o] > left:
            greedy_ties.append(told_tie(vote, alike, o, "lot" if vote.order else "list", None, alike))
    winners = vote.names([*paid, *greedy])
    missing = {o: costs[o] - sum(purses[g] * people[g] for g in points[o]) for o in options}
    accounts = {
        vote.labels[o]: {
            "cost": costs[o],
            "supporters": supporters[o],
            "phase": "shares" if o in paid else "greedy" if o in greedy else None,
            "price": str(paid[o]) if o in paid else None,
            "missing": None if o in paid else str(missing[o]),
            "excluded": excluded.get(o),
        }
        for o in options
    }
    ties = by_list([*(tie for *_, tie in purchases), *greedy_ties])
    return {
        "winners": winners,
        "tied": [level for level in ties if not set(level) <= set(winners)],
        "rounds": [
            {"option": vote.labels[o], "price": str(price), "rate": str(each), "tie": tie}
            for o, price, each, tie in purchases
        ],
        "completion": vote.completion,
        "share": str(share),
        "raises": raises,
        "spent": vote.budget - left,
        "greedy_ties": greedy_ties,
        "accounts": accounts,
        "outcome": "elected" if winners else "none",
    }


METHODS: dict[str, Callable[[Vote], Told]] = {
    "motion": motion,
    "consent": consent,
    "choice": choice,
    "multiple": approval,
    "approval": approval,
    "score": score,
    "dots": dots,
    "dates": dates,
    "schulze": schulze,
    "irv": irv,
    "stv": stv,
    "budget": budget,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
