"""A person is the account. Only what the work needs: no portrait, birthday, identity number, ethnicity or family."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jingwei.gate.doors import Path

KNOWN_STANDINGS = ("activist", "target", "probationary", "member")  # not applicants


class Gender(models.TextChoices):
    FEMALE = "female", _("女")
    MALE = "male", _("男")


class Cohort(models.Model):
    """年级: the students of one year, whom a counsellor answers for. Who belongs to it says the roster, person by person."""

    grade = models.CharField(_("年级"), max_length=10, unique=True)

    reach = {"college": ()}

    class Meta:
        ordering = ["grade"]
        constraints = [models.CheckConstraint(condition=~Q(grade=""), name="people_cohort_called")]

    def __str__(self):
        return self.grade


def grades(cohorts: list[int]) -> models.QuerySet:
    """What the roster calls these cohorts."""
    return Cohort.objects.filter(pk__in=cohorts).values("grade")


def reporters(staff: list[int]) -> models.QuerySet:
    """Who reported what these have in hand. Cases lie in a higher slice and are reached over their relation."""
    return Person._meta.get_field("reported_cases").related_model.reporters_for(staff)


class PersonManager(BaseUserManager):
    def get_by_natural_key(self, number):
        return self.get(number=number)


class Person(AbstractBaseUser):
    class Kind(models.TextChoices):
        STUDENT = "student", _("学生")
        STAFF = "staff", _("教职工")

    number = models.CharField(
        _("学号/工号"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]{2,20}$", _("学号或工号不对"))],
    )
    name = models.CharField(_("姓名"), max_length=40)
    name_pinyin = models.CharField(max_length=160, blank=True, editable=False)  # one order on both databases
    gender = models.CharField(_("性别"), max_length=6, choices=Gender, blank=True)  # empty: staff who sleep elsewhere
    kind = models.CharField(_("身份"), max_length=8, choices=Kind, default=Kind.STUDENT)
    major = models.CharField(_("专业"), max_length=60, blank=True)
    class_name = models.CharField(_("班级"), max_length=40, blank=True)
    grade = models.CharField(_("年级"), max_length=10, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    reach = {
        "self": ("pk",),
        "room": (Path("stays__room", live="stays"),),
        "building": (Path("stays__room__floor__building", live="stays"),),
        "grid": (Path("stays__room__micro_grids__small_grid", live=("stays", "stays__room__micro_grids")),),
        "branch": (Path("affiliations__branch", live="affiliations"),),
        "named": (Path("pk", called=reporters),),
        "cohort": (Path("grade", called=grades, where=lambda: Q(is_active=True)),),
        # Telephone and e-mail: a secretary's members and activists, a keeper's own leads (trust rule P8).
        ("branch", "contacts.read"): (
            Path(
                "affiliations__branch", live="affiliations", where=lambda: Q(affiliations__standing__in=KNOWN_STANDINGS)
            ),
        ),
        ("grid", "contacts.read"): (Path("led_rooms__small_grid", live="led_rooms"),),
    }

    class Meta:
        ordering = ["name_pinyin", "number"]
        indexes = [
            models.Index(fields=["name_pinyin", "number"]),
            models.Index(fields=["class_name"]),
            models.Index(fields=["grade"]),
        ]

    def __str__(self):
        return self.name
