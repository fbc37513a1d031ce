from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.gate.roles import Role

from .units import open_posts


class PostForm(forms.Form):
    number = forms.CharField(label=_("学号或工号"), max_length=20)
    name = forms.CharField(label=_("姓名"), max_length=40, required=False, help_text=_("还没有账号的教职工才需要"))
    post = forms.ChoiceField(label=_("职务"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [
            (Role(role).label, [(post.key, post.unit or Role(role).label) for post in posts])
            for role, posts in groupby(open_posts(), key=lambda post: post.role)
        ]
