#!/usr/bin/env python3
"""Solves a placement problem (docs/placement-format.md) by OR-Tools CP-SAT and prints the plan.

Usage: placement_cpsat.py problem.json --seconds S [--workers N] [--seed N] [--hint plan.json]
       placement_cpsat.py problem.json --seconds S --mend plan.json --address N
The second changes as few sessions of a plan as there can be after something happened to the leader of session N. On standard error:
the objective, the bound, whether it is proven, processor seconds of all workers (without making the model and the hint). What generated problems have not is refused."""
import argparse
import collections
import datetime
import itertools
import json
import sys
import threading
import time

from ortools.sat.python import cp_model

DAY = 24 * 60
EPOCH = datetime.date(2000, 1, 3)  # a Monday


def day_of(text):
    return (datetime.date.fromisoformat(text[:10]) - EPOCH).days


def minute_of(text):
    return day_of(text) * DAY + int(text[11:13]) * 60 + int(text[14:16])


def only(known, what):
    if not known:
        raise SystemExit(f"this reference does not know {what}")


class Problem:
    def __init__(self, data):
        self.__dict__.update(data)
        calendar = data["calendar"]
        self.holidays = {day_of(h["day"]) for year in calendar["years"] for h in year["holidays"]}
        only(not any(h["provisional"] for year in calendar["years"] for h in year["holidays"]), "provisional holidays")
        self.ramadan = [(day_of(s["from"]), day_of(s["until"])) for s in calendar["ramadan"]]
        hours = calendar["hours"]
        only(len(hours) == 1 and hours[0]["path"] == "/" and not hours[0]["on_holidays"], "hours of single units")
        self.hours = hours[0]
        self.blackouts = [(minute_of(b["slot"]["from"]), minute_of(b["slot"]["until"])) for b in calendar["blackouts"]]
        only(all(b["path"] == "/" for b in calendar["blackouts"]), "blackouts of single units")
        only(len({v["city"] for v in self.venues}) == 1, "venues of several cities")
        only(not any(v["windows"] or v["out_of_use"] or v["online"] for v in self.venues), "venues that are not always there")
        only(not any(s["windows"] or s["out_of_use"] for s in self.speakers), "speakers with windows")
        only(not any(s.get("person") for s in self.speakers), "speakers who have seats")
        only(not any(p["direct_service"] for p in self.people), "direct service")
        only(len({s["person"] for s in self.seats}) == len(self.seats), "people with two seats")
        only(all(d == self.preferred[0] for d in self.preferred), "preferred hours of single days")
        only(not any(s.get("now") for s in self.sessions), "sessions that stand already")
        only(not any(a["training"] for a in self.away), "training elsewhere")

    def worked(self, day):
        if day in self.holidays:
            return []
        fasting = any(a <= day < b for a, b in self.ramadan)
        return [(s["from"], s["until"]) for s in self.hours["ramadan" if fasting else "normal"][day % 7]["stretches"]]

    # None of the starts breaks a rule by itself: working time, blackouts, prayers.
    def starts(self, session, day):
        worked, rundown = self.worked(day), self.policy["rundown"]
        if not worked:
            return []
        found = []
        for begin in session["starts"]:
            end = begin + session["minutes"]
            at = day * DAY + begin
            blacked = any(a < at + session["minutes"] and at < b for a, b in self.blackouts)
            if worked[0][0] <= begin and end <= worked[-1][1] and not blacked:
                if all(self.free(p, begin, end) for p in (rundown["friday" if day % 7 == 4 else "noon"], rundown["afternoon"])):
                    found.append(begin)
        return found

    @staticmethod
    def free(prayer, begin, end):
        a, b = prayer["window"]["from"], prayer["window"]["until"]
        return max(min(begin, b) - a, b - max(end, a)) >= prayer["free_minutes"]


class Model:
    def __init__(self, problem, mend=None, address=None):
        self.p, self.m = problem, cp_model.CpModel()
        self.cost = []
        self.mend, self.address = mend, address
        self.sessions_of = collections.defaultdict(list)
        for i, session in enumerate(problem.sessions):
            self.sessions_of[session["batch"]].append(i)
        for sessions in self.sessions_of.values():
            sessions.sort(key=lambda i: problem.sessions[i]["order"])
            only(len({problem.sessions[i]["order"] for i in sessions}) == len(sessions), "sessions in any order")
        self.people()
        self.times()
        for batch in range(len(problem.batches)):
            self.batch(batch)
        self.places()
        self.speakers_apart()
        self.leaders()
        self.leave()
        self.continuity()
        if mend is None:
            self.balance()
            self.arms()
            self.m.minimize(sum(self.cost))

    def weight(self, wish):
        return self.p.policy["weights"][wish]

    def flag(self, name=""):
        return self.m.new_bool_var(name)

    # sits[seat][batch]
    def people(self):
        self.sits = []
        for i, seat in enumerate(self.p.seats):
            choice = {b: self.flag() for b in seat["batches"]}
            self.m.add_exactly_one(choice.values())
            if self.mend:
                self.m.add(choice[self.mend["batches"][i]] == 1)
            self.sits.append(choice)
        for b, batch in enumerate(self.p.batches):
            self.m.add(sum(c[b] for c in self.sits if b in c) <= batch["seats"])
        self.of_unit = {}  # people of a unit in a batch
        members = collections.defaultdict(list)
        for i, choice in enumerate(self.sits):
            for b, literal in choice.items():
                members[self.p.people[self.p.seats[i]["person"]]["unit"], b].append(literal)
        for key, literals in members.items():
            count = self.m.new_int_var(0, len(literals), "")
            self.m.add(count == sum(literals))
            self.of_unit[key] = count
        self.seat_of = {self.p.people[s["person"]]["id"]: i for i, s in enumerate(self.p.seats)}

    # on[session][day], at[session][minute], start[session] in minutes since EPOCH
    def times(self):
        self.on, self.at, self.start, self.interval = [], [], [], []
        for session in self.p.sessions:
            window = self.p.batches[session["batch"]]["window"]
            days = {d: s for d in range(day_of(window["from"]), day_of(window["until"])) if (s := self.p.starts(session, d))}
            on = {d: self.flag() for d in days}
            at = {s: self.flag() for s in sorted({s for some in days.values() for s in some})}
            self.m.add_exactly_one(on.values())
            self.m.add_exactly_one(at.values())
            for d, s in itertools.product(on, at):
                if s not in days[d]:
                    self.m.add_bool_or(~on[d], ~at[s])
            start = self.m.new_int_var(min(on) * DAY, (max(on) + 1) * DAY, "")
            self.m.add(start == sum(d * DAY * x for d, x in on.items()) + sum(s * x for s, x in at.items()))
            self.on.append(on)
            self.at.append(at)
            self.start.append(start)
            self.interval.append(self.m.new_fixed_size_interval_var(start, session["minutes"], ""))
            if session["learning"]:
                best = [(s["from"], s["until"]) for s in self.p.preferred[0]["stretches"]]
                for s, x in at.items():
                    end = s + session["minutes"]
                    outside = session["minutes"] - sum(max(0, min(b, end) - max(a, s)) for a, b in best)
                    self.cost.append(self.weight("preferred") * outside * x)
        prayer = self.p.policy["rundown"]["afternoon"]["window"]
        late = {s for session in self.p.sessions for s in session["starts"] if s < prayer["until"] and prayer["from"] < s + session["minutes"]}
        only(len(late) <= 1, "two sessions in the time of a prayer")
        noon = self.p.policy["rundown"]["noon"]["window"]
        only(not any(s < noon["until"] and noon["from"] < s + session["minutes"] for session in self.p.sessions for s in session["starts"]),
             "sessions at noon")

    def end(self, session):
        return self.start[session] + self.p.sessions[session]["minutes"]

    # What is one batch's own: its sessions are a chain, so neighbours in it are neighbours in time.
    def batch(self, b):
        given, chain, rundown = self.p.batches[b], self.sessions_of[b], self.p.policy["rundown"]
        only(not given["venues"] and not given["compensated"], "venues of a batch, compensation")
        self.active = getattr(self, "active", {})
        days = sorted({d for i in chain for d in self.on[i]})
        for d in days:
            there = [self.on[i][d] for i in chain if d in self.on[i]]
            self.active[b, d] = self.flag()
            self.m.add_max_equality(self.active[b, d], there)
            self.m.add(sum(self.p.sessions[i]["minutes"] * self.on[i][d] for i in chain
                           if self.p.sessions[i]["learning"] and d in self.on[i]) <= rundown["day_learning"])
        rests = []
        for one, then in itertools.pairwise(chain):
            self.m.add(self.start[then] >= self.end(one))
            rest = self.flag()
            self.m.add(self.start[then] >= self.end(one) + rundown["break_minutes"]).only_enforce_if(rest)
            rests.append(rest)
        for first in range(len(chain)):
            minutes = learned = 0
            for last in range(first, len(chain)):
                session = self.p.sessions[chain[last]]
                if session["learning"]:
                    minutes, learned = minutes + session["minutes"], learned + 1
                if learned >= 2 and minutes > rundown["run_minutes"]:
                    self.m.add_bool_or(rests[first:last])
                    break
        if not given["structural"]:
            quarters = collections.defaultdict(list)
            for d in days:
                date = EPOCH + datetime.timedelta(d)
                quarters[date.year, (date.month - 1) // 3].append(self.active[b, d])
            for some in quarters.values():
                self.m.add(sum(some) <= self.p.policy["continuity"]["quarter_days"])
        first, last = self.on[chain[0]], self.on[chain[-1]]
        working = list(itertools.accumulate((1 if d % 7 < 5 and d not in self.p.holidays else 0 for d in range(days[0], days[-1] + 1)), initial=0))
        idle = (sum(working[d - days[0] + 1] * x for d, x in last.items()) - sum(working[d - days[0]] * x for d, x in first.items())
                - sum(self.active[b, d] for d in days))
        self.cost.append(self.weight("compact") * idle)
        if "settle_by" in given:
            by = day_of(given["settle_by"])
            self.cost.append(self.weight("budget") * sum(max(0, d - by) * x for d, x in last.items()))

    # in_venue[session][venue], held_by[session][speaker]
    def places(self):
        self.in_venue, self.held_by = [], []
        in_venues, city = collections.defaultdict(list), self.p.venues[0]["city"]
        spare = 100 + self.p.policy["clash"]["spare_percent"]
        for i, session in enumerate(self.p.sessions):
            seats = self.p.batches[session["batch"]]["seats"]
            large = [v for v, venue in enumerate(self.p.venues) if venue["capacity"] >= -(-seats * spare // 100)]
            choice = {v: self.flag() for v in large}
            self.m.add_exactly_one(choice.values())
            for v, x in choice.items():
                in_venues[v].append(self.m.new_optional_fixed_size_interval_var(self.start[i], session["minutes"], x, ""))
                self.cost.append(self.weight("fit") * max(0, self.p.venues[v]["capacity"] - seats) * x)
            self.in_venue.append(choice)
            able = {s: self.flag() for s in session["speakers"]}
            if able:
                self.m.add_exactly_one(able.values())
            for s, x in able.items():
                if self.p.speakers[s]["city"] != city:
                    self.cost.append(self.weight("travel") * x)
            self.held_by.append(able)
        for intervals in in_venues.values():
            self.m.add_no_overlap(intervals)
        for choice, seat in zip(self.sits, self.p.seats):
            if not self.p.people[seat["person"]]["accessible"]:
                continue
            for b, sits in choice.items():
                for i in self.sessions_of[b]:
                    for v, x in self.in_venue[i].items():
                        if not self.p.venues[v]["accessible"]:
                            self.m.add_bool_or(~sits, ~x)
        for chain in self.sessions_of.values():
            for one, then in itertools.pairwise(chain):
                same, moves = self.flag(), self.flag()
                for d in self.on[one].keys() & self.on[then].keys():
                    self.m.add_bool_or(~self.on[one][d], ~self.on[then][d], same)
                for v, x in self.in_venue[one].items():
                    self.m.add_bool_or(~x, ~same, self.in_venue[then][v], moves)
                self.m.add(self.start[then] >= self.end(one) + self.p.policy["clash"]["travel_minutes"]).only_enforce_if(moves)
                self.cost.append(self.weight("travel") * moves)

    # Literals of which one holds when nothing clashes for somebody who goes from one to the other.
    def apart(self, one, other):
        way, some = self.p.policy["clash"]["travel_minutes"], []
        near = self.flag()
        for v in self.in_venue[one].keys() | self.in_venue[other].keys():
            here, there = self.in_venue[one].get(v, 0), self.in_venue[other].get(v, 0)
            self.m.add(here == there).only_enforce_if(near)
        for a, b in ((one, other), (other, one)):
            far, close = self.flag(), self.flag()
            self.m.add(self.start[b] >= self.end(a) + way).only_enforce_if(far)
            self.m.add(self.start[b] >= self.end(a)).only_enforce_if(close)
            self.m.add_implication(close, near)
            some += [far, close]
        return some

    def meets(self, one, other):
        return bool(self.on[one].keys() & self.on[other].keys())

    def speakers_apart(self):
        intervals = collections.defaultdict(list)
        for i, able in enumerate(self.held_by):
            for s, x in able.items():
                intervals[s].append(self.m.new_optional_fixed_size_interval_var(self.start[i], self.p.sessions[i]["minutes"], x, ""))
        for some in intervals.values():
            self.m.add_no_overlap(some)
        for one, other in itertools.combinations(range(len(self.p.sessions)), 2):
            both = self.held_by[one].keys() & self.held_by[other].keys()
            # Of one batch: neighbours in another venue are apart already.
            if both and self.p.sessions[one]["batch"] != self.p.sessions[other]["batch"] and self.meets(one, other):
                some = self.apart(one, other)
                for s in both:
                    self.m.add_bool_or(~self.held_by[one][s], ~self.held_by[other][s], *some)

    def leaders(self):
        addresses = [i for i, s in enumerate(self.p.sessions) if s["leader"]]
        holds = collections.defaultdict(list)
        for b in self.p.bookings:
            if b["resource"] == "LEADER":
                only(not b.get("venue") and not b.get("city"), "agendas with a place")
                holds[b["id"]].append((minute_of(b["slot"]["from"]), minute_of(b["slot"]["until"])))
        for i in addresses:
            minutes = self.p.sessions[i]["minutes"]
            for d, s in itertools.product(self.on[i], self.at[i]):
                at = d * DAY + s
                clashes = sum(a < at + minutes and at < b for a, b in holds[self.p.sessions[i]["leader"]])
                if clashes and i == self.address:
                    self.m.add_bool_or(~self.on[i][d], ~self.at[i][s])
                elif clashes and self.mend is None:
                    both = self.flag()
                    self.m.add_bool_or(~self.on[i][d], ~self.at[i][s], both)
                    self.cost.append(self.weight("leader") * clashes * both)
        for one, other in itertools.combinations(addresses, 2):
            if self.p.sessions[one]["leader"] != self.p.sessions[other]["leader"] or not self.meets(one, other):
                continue
            if self.address in (one, other):
                self.m.add_bool_or(self.apart(one, other))
            elif self.mend is None:
                clash = self.flag()
                self.m.add_bool_or(*self.apart(one, other), clash)
                self.cost.append(self.weight("leader") * clash)

    # Nobody sits in a session while he, or the other of head and secretary, is on leave.
    def leave(self):
        other = {}
        for unit in self.p.units:
            if unit["head"] and unit["secretary"]:
                other[unit["head"]], other[unit["secretary"]] = unit["secretary"], unit["head"]
        self.leaves = collections.defaultdict(list)
        for b in self.p.bookings:
            if b["resource"] == "PERSON":
                self.leaves[b["id"]].append((minute_of(b["slot"]["from"]), minute_of(b["slot"]["until"])))
        for who, slots in self.leaves.items():
            for person in (who, other.get(who)):
                if person not in self.seat_of:
                    continue
                for b, sits in self.sits[self.seat_of[person]].items():
                    for i, (a, z) in itertools.product(self.sessions_of[b], slots):
                        d = a // DAY
                        if d not in self.on[i]:
                            continue
                        for s, x in self.at[i].items():
                            if d * DAY + s < z and a < d * DAY + s + self.p.sessions[i]["minutes"]:
                                self.m.add_bool_or(~sits, ~self.on[i][d], ~x)

    def continuity(self):
        policy = self.p.policy["continuity"]
        only(all(p["acting"] for p in self.p.people if p["id"] in {u["head"] for u in self.p.units}), "heads without an acting one")
        for u, unit in enumerate(self.p.units):
            staff = unit["headcount"]
            cap = 0 if staff < policy["one_from"] else max(1, staff * policy["unit_percent"] // 100)
            batches = [b for (unit_of, b) in self.of_unit if unit_of == u]
            if batches:
                self.m.add_cumulative([self.interval[i] for b in batches for i in self.sessions_of[b]],
                                      [self.of_unit[u, b] for b in batches for _ in self.sessions_of[b]], cap)
            pair = [self.seat_of[w] for w in (unit["head"], unit["secretary"]) if w in self.seat_of]
            if len(pair) == 2:
                self.m.add_no_overlap([
                    self.m.new_optional_fixed_size_interval_var(self.start[i], self.p.sessions[i]["minutes"], sits, "")
                    for seat in pair for b, sits in self.sits[seat].items() for i in self.sessions_of[b]])
        kecamatan = collections.defaultdict(list)
        for unit in self.p.units:
            if unit["kecamatan"] and unit["head"]:
                kecamatan[unit["kecamatan"]].append(unit["head"])
        for lurah in kecamatan.values():
            cap = len(lurah) * policy["lurah_percent"] // 100
            for d in sorted({d for _, d in self.active}):
                gone, on_leave = [], 0
                for who in lurah:
                    if any(a // DAY == d for a, _ in self.leaves[who]):
                        on_leave += 1
                    elif who in self.seat_of:
                        away = self.flag()
                        for b, sits in self.sits[self.seat_of[who]].items():
                            if (b, d) in self.active:
                                self.m.add_bool_or(~sits, ~self.active[b, d], away)
                        gone.append(away)
                self.m.add(sum(gone) <= max(0, cap - on_leave))

    # d (d - 1) / 2 by its tangents, which meet it at whole numbers.
    def balance(self):
        weeks = collections.defaultdict(list)
        for (b, d), x in self.active.items():
            weeks[b, d // 7].append(x)
        away = collections.defaultdict(list)
        for (b, week), days in weeks.items():
            at_least = [self.flag() for _ in days]
            self.m.add(sum(at_least) == sum(days))
            for one, more in itertools.pairwise(at_least):
                self.m.add_implication(more, one)
            for (u, of), count in self.of_unit.items():
                if of != b:
                    continue
                for x in at_least[: self.p.policy["continuity"]["quarter_days"]]:
                    part = self.m.new_int_var(0, len(self.p.seats), "")
                    self.m.add(part >= count).only_enforce_if(x)
                    away[u, week].append(part)
        for (u, _), parts in away.items():
            people = self.p.units[u]["headcount"]
            most = min(4 * people, 60)
            total = self.m.new_int_var(0, most, "")
            self.m.add(total >= sum(parts))
            pairs = self.m.new_int_var(0, most * most, "")
            for k in range(most):
                self.m.add(pairs >= k * total - k * (k + 1) // 2)
            self.cost.append(self.weight("balance") * pairs)

    def arms(self):
        programs = collections.defaultdict(lambda: collections.defaultdict(list))
        for b, batch in enumerate(self.p.batches):
            if batch["arm"]:
                programs[batch["program"]][batch["arm"]].append(b)
        best = [(s["from"], s["until"]) for s in self.p.preferred[0]["stretches"]]
        for arms in programs.values():
            milles = []
            for batches in arms.values():
                learning = [i for b in batches for i in self.sessions_of[b] if self.p.sessions[i]["learning"]]
                total = sum(self.p.sessions[i]["minutes"] for i in learning)
                terms = []
                for i in learning:
                    for s, x in self.at[i].items():
                        minutes = self.p.sessions[i]["minutes"]
                        terms.append((minutes - sum(max(0, min(b, s + minutes) - max(a, s)) for a, b in best)) * x)
                mille = self.m.new_int_var(0, 1000, "")
                self.m.add_division_equality(mille, 1000 * sum(terms), total)
                milles.append(mille)
            most, least = self.m.new_int_var(0, 1000, ""), self.m.new_int_var(0, 1000, "")
            self.m.add_max_equality(most, milles)
            self.m.add_min_equality(least, milles)
            self.cost.append(self.weight("arms") * (most - least))

    # Literals that hold in a plan, by session.
    def literals(self, plan):
        for i, place in enumerate(plan["places"]):
            mine = [self.on[i][day_of(place["day"])], self.at[i][place["from"]], self.in_venue[i][place["venue"]]]
            yield mine + ([self.held_by[i][place["speaker"]]] if place.get("speaker") is not None else [])

    def hint(self, plan):
        held = {x.index for mine in self.literals(plan) for x in mine}
        for some in self.on + self.at + self.in_venue + self.held_by:
            for x in some.values():
                self.m.add_hint(x, x.index in held)
        for choice, batch in zip(self.sits, plan["batches"]):
            for b, x in choice.items():
                self.m.add_hint(x, b == batch)

    # Everything that follows from the hint is hinted too, if it breaks no rule.
    def complete_hint(self, seconds):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.fix_variables_to_their_hinted_value = True
        if solve_within(solver, self.m, seconds) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        values = list(solver.response_proto.solution)
        self.m.clear_hints()
        for i, value in enumerate(values):
            self.m.add_hint(self.m.get_int_var_from_proto_index(i), value)

    def fewest_changes(self):
        changed = []
        for mine in self.literals(self.mend):
            changes = self.flag()
            for x in mine:
                self.m.add_implication(~changes, x)
            changed.append(changes)
        self.m.minimize(sum(changed))


# Seconds are those of the processor, so that a busy machine counts no less.
def solve_within(solver, model, seconds):
    begun, done = time.process_time(), threading.Event()

    def watch():
        while not done.wait(0.05):
            if time.process_time() - begun > seconds:
                solver.stop_search()

    thread = threading.Thread(target=watch)
    thread.start()
    status = solver.solve(model)
    done.set()
    thread.join()
    return status


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("problem")
    arguments.add_argument("--seconds", type=float, required=True)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--hint")
    arguments.add_argument("--mend")
    arguments.add_argument("--address", type=int)
    given = arguments.parse_args()
    load = lambda path: json.load(open(path)) if path else None
    problem, mend = Problem(load(given.problem)), load(given.mend)
    model = Model(problem, mend, given.address)
    if mend:
        model.fewest_changes()
        model.hint(mend)
    elif given.hint:
        model.hint(load(given.hint))
        model.complete_hint(given.seconds)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = given.workers
    solver.parameters.random_seed = given.seed
    # All of its presolve takes ten seconds and finds little here.
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    begun = time.process_time()
    status = solve_within(solver, model.m, given.seconds)
    took = time.process_time() - begun
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        print(f"none bound {solver.best_objective_bound:.0f} {solver.status_name(status)} seconds {took:.3f}", file=sys.stderr)
        raise SystemExit(1)
    print(f"objective {solver.objective_value:.0f} bound {solver.best_objective_bound:.0f} proven {int(status == cp_model.OPTIMAL)} "
          f"seconds {took:.3f}", file=sys.stderr)
    chosen = lambda literals: next((k for k, x in literals.items() if solver.boolean_value(x)), None)
    places = []
    for on, at, venue, speaker in zip(model.on, model.at, model.in_venue, model.held_by):
        place = {"day": (EPOCH + datetime.timedelta(chosen(on))).isoformat(), "from": chosen(at), "venue": chosen(venue)}
        if speaker:
            place["speaker"] = chosen(speaker)
        places.append(place)
    json.dump({"places": places, "batches": [chosen(choice) for choice in model.sits]}, sys.stdout)


main()
