"""Believes a certificate or not: plain numpy over all pairs, no code shared with the solver.

For prices p and rooms r, people k: every plan costs at least

    sum over r of min(nobody, min over k of (cost of r with k + p_k))
    + sum over k of min over n of (load cost of n rooms - p_k * n)

since each room is paid at most once for, and the prices cancel. The instance is the JSON as read;
the pins and bans of the certificate are what it is a proof for.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np


def refuted(inst: dict[str, Any], certificate: dict[str, Any]) -> list[str]:
    """The claims that the prices do not prove, each as a sentence; an empty list is a pass."""
    wrong = []
    for claim in certificate["claims"]:
        proven, most = _bound(inst, certificate, claim)
        said = f"{claim['role']}s of gender {claim['gender']}"
        if proven < claim["uncovered"] * claim["nobody"] + claim["cost"]:
            wrong.append(f"{said}: the prices prove only {proven:,}.")
        if most >= claim["nobody"]:
            wrong.append(f"{said}: an uncovered room is not dearer than everything else.")
    return wrong


def _bound(inst: dict[str, Any], certificate: dict[str, Any], claim: dict[str, Any]) -> tuple[int, int]:
    """(what the prices prove, more than any plan that covers every room can cost)."""
    rooms, role, gender, nobody = inst["rooms"], claim["role"], claim["gender"], claim["nobody"]
    people = inst[f"{role}s"]
    who = [k for k, g in enumerate(people["gender"]) if g == gender and people.get("avail", people["cap"])[k]]
    price = np.array([certificate[role][k] if people["cap"][k] else 2 * nobody for k in who], dtype=np.int64)
    row = {people["id"][k]: place for place, k in enumerate(who)}
    pins = {pin["room"]: row[pin[role]] for pin in certificate["pins"] if pin.get(role) in row}
    bans = _bans(inst, certificate, role, row)
    change = inst["weights"][f"change_{role}"]
    costs = _keeper_costs if role == "keeper" else _lead_costs
    total = most = 0
    held, there = Counter(), 0
    columns = _homes(inst, people, who)
    columns["main"] = _main_buildings(inst, who if role == "keeper" else [])
    for r, occ in enumerate(rooms["occ"]):
        if not occ or inst["buildings"]["gender"][rooms["building"][r]] != gender:
            continue
        there += 1
        cost = costs(inst, columns, r)
        old = row.get(inst["prev"][role][r])
        if old is not None:
            cost[old] -= change
            total += change
        most += int(cost.max(initial=0)) + change
        cost[bans.get(r, [])] = 2 * nobody
        pin = pins.get(rooms["id"][r])
        if pin is not None:
            total += int(cost[pin] + price[pin])
            held[pin] += 1
        else:
            total += min(nobody, int((cost + price).min(initial=nobody)))
    for place, k in enumerate(who):
        loads = [_load(inst, role, k, n) for n in range(min(people["cap"][k], there) + 1)]
        total += min(cost - int(price[place]) * n for n, cost in enumerate(loads) if n >= held[place])
        most += max(loads)
    return total, most


def _bans(inst: dict[str, Any], certificate: dict[str, Any], role: str, row: dict[Any, int]) -> dict[int, list[int]]:
    """The people (places in ``row``) who may not have a room, by the row of the room."""
    found: dict[int, list[int]] = {}
    for ban in certificate["pins"]:
        if ban.get(f"not_{role}") in row:
            for r, (room, b) in enumerate(zip(inst["rooms"]["id"], inst["rooms"]["building"], strict=True)):
                if room == ban["room"] or inst["buildings"]["id"][b] == ban["building"]:
                    found.setdefault(r, []).append(row[ban[f"not_{role}"]])
    return found


def _main_buildings(inst: dict[str, Any], who: list[int]) -> Any:
    """The row of the building where most of each one's Party group (of a gender) live, the lesser id of two; or -1."""
    people, ids = inst["keepers"], inst["buildings"]["id"]
    order = sorted(range(len(ids)), key=lambda b: (isinstance(ids[b], str), ids[b]))
    homes: dict[Any, list[int]] = {}
    for group, gender, home in zip(people["group"], people["gender"], people["home"], strict=True):
        if group is not None and home >= 0:
            homes.setdefault((group, gender), []).append(inst["rooms"]["building"][home])
    main = {key: max(order, key=there.count) for key, there in homes.items()}
    found = [main.get((people["group"][k], people["gender"][k]), -1) for k in who]
    return np.array(found, dtype=np.int64)


def _homes(inst: dict[str, Any], people: dict[str, Any], who: list[int]) -> dict[str, Any]:
    """Where some people live: building, floor, pos, branch and the row of the room."""
    home = np.array([people["home"][k] for k in who], dtype=np.int64)
    found = {name: np.array(inst["rooms"][name], dtype=np.int64)[home] for name in ("building", "floor", "pos")}
    found["building"][home < 0] = -1
    found["xy"] = np.array([inst["buildings"]["x"], inst["buildings"]["y"]], dtype=np.int64)[:, found["building"]]
    stairs = [inst["buildings"]["stairs"][b] for b in found["building"].tolist()]
    to_stairs = [min(abs(s - pos) for s in doors) for doors, pos in zip(stairs, found["pos"].tolist(), strict=True)]
    found["out"] = np.array(to_stairs, dtype=np.int64) + inst["weights"]["floor_steps"] * (found["floor"] - 1)
    return {**found, "home": home, "branch": np.array([people["branch"][k] for k in who], dtype=np.int64)}


def _keeper_costs(inst: dict[str, Any], at: dict[str, Any], r: int) -> Any:
    weights, rooms, buildings = inst["weights"], inst["rooms"], inst["buildings"]
    b, floor, pos = (rooms[name][r] for name in ("building", "floor", "pos"))
    stairs = buildings["stairs"][b]
    far = np.abs(at["xy"] - np.array([[buildings["x"][b]], [buildings["y"][b]]])).sum(axis=0)
    down = min(abs(pos - s) for s in stairs) + weights["floor_steps"] * (floor - 1)
    walk = far + at["out"] + down + weights["building_steps"]
    by_stairs = np.min([np.abs(at["pos"] - s) + abs(pos - s) for s in stairs], axis=0)
    by_stairs += weights["floor_steps"] * np.abs(at["floor"] - floor)
    along = np.abs(at["pos"] - pos)
    walk = np.where(at["building"] == b, np.where(at["floor"] == floor, along, by_stairs), walk)
    walk[at["home"] < 0] = weights["nohome_steps"]
    own = Counter(rooms["occ"][r])
    foreign = len(rooms["occ"][r]) - sum((at["branch"] == branch) * count for branch, count in own.items())
    away = (at["main"] >= 0) & (at["main"] != b)
    return weights["branch"] * foreign + weights["step"] * walk + weights["group"] * away


def _lead_costs(inst: dict[str, Any], at: dict[str, Any], r: int) -> Any:
    weights, rooms = inst["weights"], inst["rooms"]
    here = (at["home"] >= 0) & (at["building"] == rooms["building"][r])
    cost = np.where(here, weights["lead_building"], weights["lead_elsewhere"])
    cost[here & (at["floor"] == rooms["floor"][r])] = weights["lead_floor"]
    cost[at["home"] == r] = 0
    return cost


def _load(inst: dict[str, Any], role: str, k: int, n: int) -> int:
    if role == "lead":
        return inst["weights"]["lead_second"] * max(0, n - 1)
    lo, hi = inst["keepers"]["lo"][k], inst["keepers"]["hi"][k]
    return inst["weights"]["imbalance"] * max(0, lo - n, n - hi) ** 2
