"""The weft: where people live. Every room has a place code that is spatial only and never used again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.core.dated import Dated
from jingwei.gate.doors import Path
from jingwei.people.models import grades


class Campus(models.Model):
    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(_("校区"), max_length=40, unique=True)

    class Meta:
        verbose_name_plural = "campuses"

    def __str__(self):
        return self.name


class Building(models.Model):
    class Gender(models.TextChoices):
        FEMALE = "female", _("女生楼")
        MALE = "male", _("男生楼")
        MIXED = "mixed", _("混住楼")

    campus = models.ForeignKey(Campus, on_delete=models.PROTECT, related_name="buildings")
    number = models.PositiveSmallIntegerField(_("楼号"))
    name = models.CharField(_("楼栋"), max_length=40)
    gender = models.CharField(_("入住"), max_length=6, choices=Gender)
    x = models.IntegerField(default=0)  # campus steps, for the walk between buildings
    y = models.IntegerField(default=0)
    stairs = models.JSONField(default=list)  # door positions of the one or two stairwells

    reach = {"building": ("pk",), "room": ("floors__rooms",)}

    class Meta:
        ordering = ["campus_id", "number"]
        constraints = [models.UniqueConstraint(fields=["campus", "number"], name="housing_building_once")]

    def __str__(self):
        return self.name


class Floor(models.Model):
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="floors")
    number = models.SmallIntegerField(_("楼层"))

    class Meta:
        ordering = ["building_id", "number"]
        constraints = [models.UniqueConstraint(fields=["building", "number"], name="housing_floor_once")]

    def __str__(self):
        return str(_("%(building)s %(floor)s 层") % {"building": self.building, "floor": self.number})


class Room(models.Model):
    floor = models.ForeignKey(Floor, on_delete=models.PROTECT, related_name="rooms")
    number = models.CharField(_("房间号"), max_length=8)
    position = models.PositiveSmallIntegerField()  # door order along the corridor
    place_code = models.CharField(max_length=18, unique=True)
    beds = models.PositiveSmallIntegerField(_("床位"), default=4)
    closed = models.BooleanField(default=False)

    reach = {
        "room": ("pk",),
        "building": ("floor__building",),
        "grid": (Path("micro_grids__small_grid", live="micro_grids"),),
        "branch": (Path("micro_grids__small_grid__branch", live="micro_grids"),),
    }

    class Meta:
        ordering = ["floor_id", "position"]
        constraints = [models.UniqueConstraint(fields=["floor", "number"], name="housing_room_once")]

    def __str__(self):
        return f"{self.floor.building.name} {self.number}"


class Stay(Dated):
    """A person in a bed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stays")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="stays")
    bed = models.CharField(_("床位号"), max_length=4, blank=True)

    reach = {
        "self": ("person",),
        # Who lived here before is nobody's business any more: only the stays of today are reached.
        "room": (Path("room", live=""),),
        "building": (Path("room__floor__building", live=""),),
        "grid": (Path("room__micro_grids__small_grid", live=("", "room__micro_grids")),),
        "cohort": (Path("person__grade", live="", called=grades),),
    }

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["person"], condition=Q(end__isnull=True), name="housing_stay_one_room"),
            models.UniqueConstraint(
                fields=["room", "bed"], condition=Q(end__isnull=True) & ~Q(bed=""), name="housing_stay_one_bed"
            ),
        ]
        indexes = [models.Index(fields=["room", "end"])]

    def __str__(self):
        return f"{self.person_id} · {self.room_id}-{self.bed}"
