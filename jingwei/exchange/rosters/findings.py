"""What can be doubtful about a row: a code, how heavy it weighs, a sentence for an office worker, and a way out."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from jingwei.core.spreadsheet.rows import FINDINGS as CELL_SENTENCES
from jingwei.exchange.models import ImportFinding
from jingwei.gate.roles import Role
from jingwei.housing.models import Building
from jingwei.party.models import Affiliation
from jingwei.people.models import Gender

from .sheets import SHEETS

CHOICES = {"gender": Gender, "building": Building.Gender, "standing": Affiliation.Standing, "role": Role}
HELD, LOOK, NOTE = ImportFinding.Severity.HELD, ImportFinding.Severity.LOOK, ImportFinding.Severity.NOTE


@dataclass(frozen=True)
class Kind:
    severity: str
    sentence: str
    accept: str = ""  # the button that decides it here and now


KINDS: dict[str, Kind] = {
    # any list
    "empty": Kind(HELD, _("「{heading}」是空的，请补上。")),
    "bad_number": Kind(HELD, _("「{value}」不像学号或工号，请核对。")),
    "bad_gender": Kind(HELD, _("性别「{value}」读不懂，请写「男」或「女」。")),
    "bad_cell": Kind(HELD, _("{problem}")),
    "odd_cell": Kind(LOOK, _("{problem}")),
    "twice": Kind(NOTE, _("与第 {row} 行完全相同，只算一次。")),
    "two_people": Kind(HELD, _("学号 {number} 在第 {rows} 行各有一个名字，不知道是谁的。")),
    "name_changed": Kind(LOOK, _("学号 {number} 原来叫「{before}」，这里是「{after}」，将按这里改。")),
    # 住宿名单
    "no_number": Kind(HELD, _("{name} 没有学号，不能确定是哪位同学。")),
    "no_number_hint": Kind(
        HELD, _("{name} 没有学号。{source}里有一位同名的，学号 {number}，可能就是这位。"), _("就是这位，用这个学号")
    ),
    "bad_building": Kind(HELD, _("楼栋「{value}」读不懂，请写成「3号楼」这样。")),
    "which_campus": Kind(HELD, _("不知道{building}号楼在哪个校区（{campuses}），请在「校区」一列写明。")),
    "bad_room": Kind(HELD, _("房间号「{value}」读不懂，请写成「101」这样。")),
    "bad_bed": Kind(LOOK, _("床位号「{value}」读不懂，先空着。")),
    "bad_phone": Kind(LOOK, _("电话「{value}」位数不对，没有读取。")),
    "two_rooms": Kind(HELD, _("{name} 同时登记在 {places}，不知道住哪一间。"), _("以这一行为准")),
    "differs": Kind(HELD, _("{name} 有两行写得不一样（第 {rows} 行）。"), _("以这一行为准")),
    "same_bed": Kind(HELD, _("{place} 登记了不止一个人：{names}。")),
    "bed_taken": Kind(HELD, _("{place} 现在住着 {name}，而这份名单没有说 {name} 搬走。")),
    "gender": Kind(HELD, _("{name} 登记为{gender}，住的却是{building}（{kind}）。"), _("名单没有错，照此导入")),
    # 党员名册、积极分子、申请人
    "unknown_branch": Kind(HELD, _("没有叫「{value}」的党支部，请写全称。")),
    "short_branch": Kind(NOTE, _("「{value}」读作「{branch}」。")),
    "bad_standing": Kind(HELD, _("党员类别「{value}」读不懂，请写「正式党员」或「预备党员」。")),
    "bad_date": Kind(LOOK, _("「{heading}」的「{value}」读不懂，先空着。")),
    "other_name": Kind(HELD, _("学号 {number} 在{source}里是「{known}」，这里是「{name}」，不知道是谁。")),
    "other_gender": Kind(LOOK, _("{name} 在住宿名单里登记为{known}，这里是{gender}，按住宿名单。")),
    "unknown_person": Kind(HELD, _("学号 {number} 不在住宿名单里，也不在系统里。")),
    "waits": Kind(HELD, _("{name} 在住宿名单里的那一行还待定，等它定了再导入这一行。")),
    "off_campus": Kind(NOTE, _("{name} 不在住宿名单里，按不住校登记。")),
    "in_two_lists": Kind(LOOK, _("{name} 同时在{upper}里，按{upper}登记，这里的日期一并记下。")),
    "standing_back": Kind(HELD, _("{name} 现在是{before}，这里却是{after}。"), _("名单没有错，照此导入")),
    "contact_unknown": Kind(LOOK, _("培养联系人「{value}」不在党员名册里，先空着。")),
    "contact_ambiguous": Kind(LOOK, _("叫「{value}」的党员有 {count} 位，不知道哪一位是培养联系人，先空着。")),
    # 党支部一览
    "bad_kind": Kind(HELD, _("支部类别「{value}」读不懂，请写「学生」或「教工」。")),
    "secretary_unknown": Kind(LOOK, _("书记「{value}」不在党员名册里，没有任命。")),
    "secretary_elsewhere": Kind(LOOK, _("书记「{value}」不是{branch}的党员，没有任命。")),
    "secretary_name": Kind(LOOK, _("书记的姓名「{name}」与编号 {number}（{known}）对不上，没有任命。")),
    "secretary_conflict": Kind(LOOK, _("{name} 现任{held}，按规定不能兼任支部书记，没有任命。")),
    "duty_differs": Kind(LOOK, _("{name} 的党内职务写着「{duty}」，党支部一览里不是，按党支部一览。")),
    "branch_missing": Kind(LOOK, _("党支部一览里没有{branch}，系统里的没有改动。")),
}


@dataclass(slots=True)
class Finding:
    sheet: str
    row: int
    code: str
    details: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)

    @property
    def severity(self) -> str:
        return KINDS[self.code].severity


def sentence(code: str, details: dict) -> str:
    """The finding in the reader's language. A cell's own problem is the spreadsheet reader's to word."""
    if "cell" in details:
        problem = str(CELL_SENTENCES[details["cell"]]).format(heading=details["heading"])
        return str(KINDS[code].sentence).format(problem=problem)
    return str(KINDS[code].sentence).format_map({key: _worded(value) for key, value in details.items()})


def _worded(value: object) -> object:
    """A detail that is a stored value goes as [what it is, value], and is worded in the language of who reads it."""
    if not isinstance(value, list):
        return value
    kind, stored = value
    if kind == "list":
        return SHEETS[stored].title if stored else _("系统")
    return CHOICES[kind](stored).label
