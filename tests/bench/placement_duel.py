#!/usr/bin/env python3
"""Our placement solver beside Timefold and OR-Tools CP-SAT on generated problems; every plan is judged by `placement check`.

Usage: placement_duel.py [--sizes small,medium,year] [--instances 10] [--seconds 10,60] [--mends 5]
Ours is `placement` of BINADAYA_BIN. BINADAYA_TIMEFOLD names the folder of timefold/pom.xml's jars, BINADAYA_ORTOOLS a python3 that has `ortools`;
what is not named is left out. Each solver has one thread and so many processor seconds (CP-SAT without its model and hint). Timefold begins at our first plan (better than that of its
own construction), CP-SAT, on the small ones, at our plan after a second: without it, it finds none. Of each instance what each plan breaks and wishes
away, the lesser the better. Met: ours breaks nothing on any instance, and is better than the other's on four of five; the same is no victory."""
import argparse
import glob
import json
import os
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
OURS = os.path.join(os.environ.get("BINADAYA_BIN", "build/release/bin"), "placement")
JARS, PYTHON = os.environ.get("BINADAYA_TIMEFOLD"), os.environ.get("BINADAYA_ORTOOLS")
PERCENT_TO_WIN = 80


def run(command, out):
    with open(out, "w") as plan:
        done = subprocess.run([str(word) for word in command], stdout=plan, stderr=subprocess.PIPE, text=True, check=False)
    return done


class Duel:
    def __init__(self, folder):
        self.folder = folder
        if JARS:
            self.jars = glob.glob(os.path.join(JARS, "*.jar"))
            subprocess.run(["javac", "-cp", ":".join(self.jars), "-d", folder, *map(str, HERE.glob("timefold/*.java"))], check=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def problem(self, size, seed):
        path = self.path(f"{size}{seed}.json")
        run([OURS, "generate", "--size", size, "--seed", seed], path)
        return path

    # (broken, wishes), the lesser the better; none: no plan.
    def judge(self, problem, plan):
        done = subprocess.run([OURS, "check", problem, plan], capture_output=True, text=True, check=False)
        found = re.search(r"^broken (\d+) wishes (\d+) bound (\d+)$", done.stdout, re.M)
        return (int(found[1]), int(found[2])) if found else None

    def ours(self, problem, *dose):
        plan = self.path("ours.json")
        if run([OURS, "solve", problem, *dose], plan).returncode != 0:
            raise SystemExit("ours ended")
        return plan

    def timefold(self, problem, seconds):
        first = self.ours(problem, "--steps", 1)
        plan = self.path("timefold.json")
        done = run(["java", "-XX:+UseSerialGC", "-Xmx2g", "-cp", ":".join([self.folder, *self.jars]), "placement.Main", problem, seconds, 1, first], plan)
        judged = self.judge(problem, plan)
        said = re.search(r"broken (\d+) wishes (\d+)", done.stderr)
        if not said or (int(said[1]), int(said[2])) != judged:
            raise SystemExit(f"Timefold counts otherwise than the judge: {done.stderr} {judged}")
        return judged

    def cp_sat(self, problem, seconds):
        hint = self.ours(problem, "--seconds", 1)
        plan = self.path("cpsat.json")
        done = run([PYTHON, HERE / "placement_cpsat.py", problem, "--seconds", seconds, "--hint", hint], plan)
        bound = re.search(r"bound (-?\d+)", done.stderr)
        return self.judge(problem, plan), bound[1] if bound else "-"


def ratio(ours, theirs):
    return f"{theirs[1] / ours[1]:.2f}" if ours and theirs and ours[0] == theirs[0] else "-"


def told(score):
    return f"{score[0]}, {score[1]}" if score else "none"


# Of scores of the same instances, in their order; none: no plan, which everything is better than.
def verdict(ours, theirs):
    wins = sum(our is not None and (other is None or our < other) for our, other in zip(ours, theirs))
    whole = all(our is not None and our[0] == 0 for our in ours)
    return wins, whole and 100 * wins >= PERCENT_TO_WIN * len(ours)


def compare(duel, sizes, count, doses):
    print(f"  {'problem':<10} {'s':>4} {'ours: broken, wishes':>21} {'Timefold':>14} {'ratio':>6} {'CP-SAT':>14} {'ratio':>6} {'its bound':>9}")
    for size in sizes:
        for seconds in doses:
            ours, theirs = [], {"Timefold": [], "CP-SAT": []}
            for seed in range(1, count + 1):
                problem = duel.problem(size, seed)
                ours.append(duel.judge(problem, duel.ours(problem, "--seconds", seconds)))
                bound = "-"
                if JARS:
                    theirs["Timefold"].append(duel.timefold(problem, seconds))
                if PYTHON and size == "small":
                    score, bound = duel.cp_sat(problem, seconds)
                    theirs["CP-SAT"].append(score)
                shown = f"  {size + ' ' + str(seed):<10} {seconds:>4} {told(ours[-1]):>21}"
                for name in theirs:
                    score = theirs[name][-1] if theirs[name] else None
                    shown += f" {told(score) if theirs[name] else '-':>14} {ratio(ours[-1], score):>6}"
                print(f"{shown} {bound:>9}", flush=True)
            for name in theirs:
                if theirs[name]:
                    wins, met = verdict(ours, theirs[name])
                    broken = sum(our[0] for our in ours if our)
                    print(f"= {f'placement {size} {seconds:g} s':<26} {f'{wins} of {count}':>14} {name:>14} {f'{broken} broken':>9}  "
                          f"{f'{PERCENT_TO_WIN} % better, 0 broken':<30} {'met' if met else 'NOT MET'}", flush=True)


# A leader is called away from an address: how many sessions change, ours and the fewest that CP-SAT proves.
def mends(duel, count):
    problem = duel.problem("small", 1)
    plan = duel.ours(problem, "--seconds", 2)
    os.rename(plan, duel.path("standing.json"))
    plan = duel.path("standing.json")
    with open(problem) as one, open(plan) as other:
        data, places = json.load(one), json.load(other)["places"]
    addresses = [i for i, session in enumerate(data["sessions"]) if session["leader"]]
    for address in addresses[:count]:
        hold = {"of": "hold", "resource": "LEADER", "id": data["sessions"][address]["leader"],
                "slot": {"from": places[address]["day"] + "T07:00", "until": places[address]["day"] + "T12:00"}}
        struck = duel.path("struck.json")
        with open(struck, "w") as file:
            json.dump({**data, "bookings": data["bookings"] + [hold]}, file)
        ours = run([OURS, "repair", struck, plan, "--address", address], duel.path("mended.json")).stderr.strip()
        theirs = run([PYTHON, HERE / "placement_cpsat.py", struck, "--seconds", 60, "--mend", plan, "--address", address], duel.path("theirs.json"))
        print(f"  address {address}: ours {ours}; CP-SAT {theirs.stderr.strip()}", flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--sizes", default="small,medium,year")
    arguments.add_argument("--instances", type=int, default=10)
    arguments.add_argument("--seconds", default="10,60")
    arguments.add_argument("--mends", type=int, default=5)
    given = arguments.parse_args()
    if not JARS and not PYTHON:
        print("  no reference: BINADAYA_TIMEFOLD names no jars, BINADAYA_ORTOOLS no python3 that has ortools")
        return
    with tempfile.TemporaryDirectory() as folder:
        duel = Duel(folder)
        compare(duel, given.sizes.split(","), given.instances, [float(one) for one in given.seconds.split(",")])
        if PYTHON and given.mends:
            mends(duel, given.mends)


if __name__ == "__main__":
    main()
