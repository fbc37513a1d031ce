"""Dormitory grids as an optimisation problem: plain ids in, plain ids out.

This package knows neither Django nor Jingwei. Its doors:

- ``planner.instance.tables``   the columns: Rooms, Keepers ..., Plan, Pin; ProblemError
- ``planner.instance.problem``  Problem: tables that fit together
- ``planner.instance.reading``  read_problem, read_plan: from parsed JSON
- ``planner.solve``    solve(problem, ...) -> Result
- ``planner.change``   Division: one change after the other, each planned anew at once
- ``planner.proof.verify``   refuted(instance, certificate) -> what the prices do not prove
- ``planner.proof.check``    check(problem, plan) -> violations, score(problem, plan) -> Score
- ``planner.why.explain``  explain_room, swap_cost, swap_lead_cost, shortages
- ``planner.rules``    every rule by name, with its weight and a sentence in Chinese and English
- ``planner.instance.bands``    load_bands, the fair number of rooms for a member of each branch
"""
