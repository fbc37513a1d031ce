"""The main building of a Party group: where most of its members of a gender live."""

from __future__ import annotations

from collections import Counter

from .tables import UNKNOWN, Buildings, Id, Keepers, Rooms


def main_buildings(keepers: Keepers, rooms: Rooms, buildings: Buildings) -> list[int]:
    """For each keeper the row of their group's building, UNKNOWN where they have no group or nobody's home is known.

    Every member of the roster counts, available or not. Of two buildings with as many homes it
    is the one whose id comes first, whole numbers before text.
    """
    homes: dict[tuple[Id, str], Counter[int]] = {}
    keys = list(zip(keepers.group, keepers.gender, strict=True))
    for (group, gender), home in zip(keys, keepers.home, strict=True):
        if group is not None and home != UNKNOWN:
            homes.setdefault((group, gender), Counter())[rooms.building[home]] += 1

    def rank(count: tuple[int, int]) -> tuple[int, bool, Id]:
        id_ = buildings.id[count[0]]
        return -count[1], isinstance(id_, str), id_

    main = {key: min(count.items(), key=rank)[0] for key, count in homes.items()}
    return [main.get(key, UNKNOWN) for key in keys]
