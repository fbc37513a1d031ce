"""The fair number of rooms for a keeper: the rooms of the branch shared among its members."""

from __future__ import annotations

from collections import Counter

from .tables import Buildings, Rooms


def load_bands(
    rooms: Rooms, buildings: Buildings, *, gender: list[str], branch: list[int], cap: list[int], avail: list[int]
) -> tuple[list[int], list[int]]:
    """(lo, hi) for keepers given as columns.

    A room belongs to the branch most of its occupants are of (the first to appear, where
    two are equal). Rooms and available members are counted by branch and gender; the band
    is the floor and the ceiling of their quotient, at least one room wide open upward and
    never above the keeper's cap.
    """
    belonging = Counter(
        (Counter(occ).most_common(1)[0][0], buildings.gender[rooms.building[row]])
        for row, occ in enumerate(rooms.occ)
        if occ
    )
    members = Counter((b, g) for b, g, there in zip(branch, gender, avail, strict=True) if there)
    lo, hi = [], []
    for key, most in zip(zip(branch, gender, strict=True), cap, strict=True):
        share, rest = divmod(belonging[key], max(1, members[key]))
        lo.append(min(most, share))
        hi.append(min(most, max(1, share + bool(rest))))
    return lo, hi
