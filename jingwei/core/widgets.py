"""Fields for thumbs: big choices, short choices, a photo, a file, digits. Their looks are in templates/widgets/."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Tiles(forms.RadioSelect):
    """A choice as large tiles; `icons` maps a value to the name of an icon."""

    template_name = "widgets/tiles.html"

    def __init__(self, *args, icons: dict[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.icons = icons or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["icon"] = self.icons.get(str(value), "")
        return option


class Segments(forms.RadioSelect):
    """Two to four short choices side by side."""

    template_name = "widgets/segments.html"


class FileDrop(forms.FileInput):
    """One file, dropped or chosen."""

    template_name = "widgets/drop.html"
    icon = "file-upload"
    invitation = _("把文件拖到这里，或点一下选择")

    def __init__(self, attrs=None, accept: str = ""):
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"icon": self.icon, "invitation": self.invitation}
        return context


class Photo(FileDrop):
    """One photo; the page makes it small and drops its place data before it is sent."""

    icon = "camera"
    invitation = _("加一张照片：只拍东西，不拍人")

    def __init__(self, attrs=None):
        super().__init__({"data-photo": True, **(attrs or {})}, accept="image/*")


class Code(forms.TextInput):
    """Digits to type from elsewhere: a number pad on phones, no guesses from the keyboard."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code", **(attrs or {})})


class Steps(forms.NumberInput):
    """A slider of a few steps, with a word under each."""

    input_type = "range"
    template_name = "widgets/steps.html"

    def __init__(self, words, attrs=None):
        self.words = words
        super().__init__({"min": 0, "max": len(words) - 1, "step": 1, **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"words": self.words}
        return context
