"""What fewer gaps would cost, as a small chart and a table: each point is a step of the wish, to be chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from .trials import TOGETHER
from .wishes import Wishes

WIDTH, HEIGHT, MARGIN = 300, 200, 36  # of the drawing; the margin has room for the numbers


@dataclass(frozen=True)
class Mark:
    """One step of the wish: what it leaves and costs, where it stands in the drawing, where choosing it leads."""

    word: str
    fragments: int
    steps: int  # more than where nobody looks at gaps
    foreign: int
    changed: int
    url: str
    chosen: bool
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = MARGIN
    bottom: int = HEIGHT - MARGIN
    right: int = WIDTH - MARGIN
    top: int = MARGIN

    @property
    def ends(self) -> list[Mark]:
        """The first and the last point, whose numbers are written beside the axes."""
        return [self.marks[0], self.marks[-1]]

    @classmethod
    def of(cls, points: list[dict], wishes: Wishes, address: Callable[[Wishes], str]) -> "Chart":
        """Across: steps more; upward: gaps left."""
        first = points[0]["terms"]
        most_gaps = max(1, *(point["fragments"] for point in points))
        most_steps = max(1, *(point["terms"]["steps"] - first["steps"] for point in points))
        marks = []
        for point in points:
            more = {
                name: point["terms"][name] - first[name] for name in ("steps", "foreign_students", "changed_keepers")
            }
            across = max(0, more["steps"]) * (cls.right - cls.left) // most_steps
            upward = point["fragments"] * (cls.bottom - cls.top) // most_gaps
            marks.append(
                Mark(
                    word=str(TOGETHER.words[point["step"]]),
                    fragments=point["fragments"],
                    steps=more["steps"],
                    foreign=more["foreign_students"],
                    changed=more["changed_keepers"],
                    url=address({**wishes, TOGETHER.code: point["step"]}),
                    chosen=wishes.get(TOGETHER.code, TOGETHER.usual) == point["step"],
                    x=cls.left + across,
                    y=cls.bottom - upward,
                )
            )
        return cls(marks)

    @property
    def line(self) -> str:
        """The points of a polyline."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)
