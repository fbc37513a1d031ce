"""The policy table's own words, so that they are collected for translation, and said in the reader's language."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from .policy import data_class, policy

WORDS = frozenset(
    [
        _("使用自己的页面"),
        _("了解楼栋与组织"),
        _("照看寝室与联系同学"),
        _("核对任职与网格"),
        _("办理案卷"),
        _("维护名册"),
        _("组织关系与党员发展"),
        _("突发情况联系"),
        _("查阅本人资料"),
        _("核查阅知与操作记录"),
        _("维护账号与系统"),
        _("组织活动与服务"),
        _("考核评优"),
        _("报送材料"),
        _("自己的首页、消息与设置"),
        _("楼栋、楼层、房间、组织、学期与事项目录，不含人"),
        _("名册：姓名、房间、床位"),
        _("电话与邮箱"),
        _("任职与网格方案"),
        _("设施、安全与服务案卷"),
        _("案卷照片"),
        _("关怀转介，密封"),
        _("心声：原始答卷"),
        _("心声：公布的统计"),
        _("匿名反映"),
        _("活动与服务时长"),
        _("履职考核"),
        _("发展党员的日期与名册"),
        _("寝室检查与星级"),
        _("资助与就业结对"),
        _("同意、更正与异议"),
        _("阅知记录与操作记录"),
        _("账号、设置与任务"),
        _("导出的申请与批准"),
    ]
)


def purpose(code: str) -> str:
    """What data were read for; an old line may have a purpose that the table no longer knows."""
    found = policy().purposes.get(code)
    return gettext(found) if found else ""


def title(code: str) -> str:
    """What a class of data is."""
    return gettext(data_class(code).title)
