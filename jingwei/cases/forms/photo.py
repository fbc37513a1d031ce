from django import forms
from django.utils.translation import gettext_lazy as _

from jingwei.core.widgets import Photo


class PhotoForm(forms.Form):
    photo = forms.FileField(label=_("照片"), widget=Photo)
