"""What cases hold on a person: what they reported, took part in and said."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from jingwei.gate.holdings import hold

from .models import Alert, Case, Dispatch, Extension, PauseRequest, Photo, Rating, Remark, Supporter

IN_PLACE = _("写在「地点」里")
WORKINGS = _("办理流程用的，不是资料")
OTHERS = _("是报告人的资料")


def picture(photo: Photo) -> Iterator[tuple[str, bytes]]:
    if default_storage.exists(photo.key):
        with default_storage.open(photo.key) as file:
            yield f"{photo.case.number}-{photo.pk}{PurePosixPath(photo.key).suffix}", file.read()


hold(
    Case,
    "D05",
    _("你上报的案卷"),
    about=("reporter",),
    columns={
        "number": _("案卷号"),
        "category": _("事项"),
        "state": _("状态"),
        "place": _("地点"),
        "text": _("你写的"),
        "answers": _("你选的答案"),
        "urgent": _("突发事件"),
        "personal": _("个人事项"),
        "question": _("请你补充的问题"),
        "reported_at": _("上报时间"),
        "filed_at": _("立案时间"),
        "scheduled_for": _("约定时间"),
        "paused_until": _("挂账到"),
        "claimed_at": _("报告办结"),
        "closed_at": _("结案时间"),
        "due_at": _("期限"),
        "promised_at": _("答应你的时间"),
        "return_count": _("退回次数"),
        "reopen_count": _("重办次数"),
        "outcome": _("做了什么"),
        "answer": _("答复"),
        "closing_reason": _("理由"),
        "merged_into": _("并到"),
        "source_label": _("来自"),
    },
    kept_back={
        **dict.fromkeys(("building", "floor", "room", "spot", "home_room"), IN_PLACE),
        **dict.fromkeys(
            (
                "submission_key", "steward", "handler", "handler_desk", "handler_building", "checker", "back_to",
                "limit_amount", "limit_clock", "state_since", "act_by", "next_reminder_at", "reminder_level", "source_url",
            ),
            WORKINGS,
        ),
    },
)  # fmt: skip
hold(
    Case,
    "D05",
    _("你经手的案卷"),
    about=("steward", "handler", "checker"),
    columns={
        "number": _("案卷号"),
        "category": _("事项"),
        "state": _("状态"),
        "reported_at": _("上报时间"),
        "closed_at": _("结案时间"),
    },
    kept_back=dict.fromkeys(("text", "answers", "answer", "outcome", "room"), OTHERS),
)
hold(
    Photo,
    "D06",
    _("你上传的照片"),
    about=("taken_by",),
    columns={
        "case__number": _("案卷号"),
        "stage": _("阶段"),
        "at": _("时间"),
        "width": _("宽"),
        "height": _("高"),
    },
    kept_back={"key": _("文件在存储里的名字；照片本身在 files 里")},
    files=picture,
)
hold(
    Remark,
    "D05",
    _("你的留言"),
    about=("author",),
    columns={"case__number": _("案卷号"), "text": _("留言"), "at": _("时间")},
)
hold(
    Supporter,
    "D05",
    _("你说「我也是」的案卷"),
    about=("person",),
    columns={"case__number": _("案卷号"), "at": _("时间")},
)
hold(
    Rating,
    "D05",
    _("你的评价"),
    about=("case__reporter",),
    columns={"case__number": _("案卷号"), "level": _("评价"), "closing": _("第几次结案"), "at": _("时间")},
)
hold(
    Alert,
    "D05",
    _("请你过问的案卷"),
    about=("person",),
    columns={"case__number": _("案卷号"), "reason": _("原因"), "at": _("时间")},
)
hold(
    Dispatch,
    "D05",
    _("派给你的任务"),
    about=("person",),
    columns={
        "case__number": _("案卷号"),
        "because": _("为什么派给你"),
        "result": _("结果"),
        "reason": _("理由"),
        "next_owner": _("你指明的下一位"),
        "dispatched_at": _("派遣时间"),
        "sign_by": _("签收期限"),
        "answered_at": _("回应时间"),
    },
    kept_back=dict.fromkeys(("desk", "wardens_of"), WORKINGS),
)
for model, title, own in (
    (
        PauseRequest,
        _("与你有关的挂账申请"),
        {"until": _("挂账到"), "first_by": _("第一级同意"), "first_at": _("第一级时间")},
    ),
    (Extension, _("与你有关的延期申请"), {"amount": _("延长")}),
):
    hold(
        model,
        "D05",
        title,
        about=("asked_by", "decided_by", *(["first_by"] if "first_by" in own else [])),
        columns={
            "case__number": _("案卷号"),
            "state": _("状态"),
            "reason": _("理由"),
            "asked_by": _("申请人"),
            "asked_at": _("申请时间"),
            "decided_by": _("批准人"),
            "decided_at": _("批准时间"),
            "refusal": _("不批的理由"),
            **own,
        },
    )
