#!/usr/bin/env python3
"""Usage: portfolio_reference.py <workers> <seconds> <file…>
Solves the programs that bench_portfolio wrote by OR-Tools CP-SAT; for each a line: proven (1 or 0), objective, seconds."""
import sys
import time

from ortools.sat.python import cp_model


def solve(path, workers, seconds):
    with open(path) as file:
        lines = [[int(word) for word in line.split()] for line in file]
    columns, rows = lines[0]
    model = cp_model.CpModel()
    variables = [model.new_int_var(0, most, "") for _, most in lines[1 : columns + 1]]
    for most, _, *terms in lines[columns + 1 : columns + 1 + rows]:
        model.add(cp_model.LinearExpr.weighted_sum([variables[c] for c in terms[::2]], terms[1::2]) <= most)
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, [objective for objective, _ in lines[1 : columns + 1]]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    begun = time.monotonic()
    status = solver.solve(model)
    print(int(status == cp_model.OPTIMAL), solver.objective_value, time.monotonic() - begun, flush=True)


for name in sys.argv[3:]:
    solve(name, int(sys.argv[1]), float(sys.argv[2]))
