"""allauth looks here for what it can sign in with: it goes by this file's name."""

from .school.openid import OpenIDProvider
from .school.wecom import WeComProvider

provider_classes = [OpenIDProvider, WeComProvider]
