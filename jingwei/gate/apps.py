from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "jingwei.gate"
    label = "gate"

    def ready(self):
        from django.utils.module_loading import autodiscover_modules

        from jingwei.core.worker import every_minute

        from . import messages  # noqa: F401 - the messages declare themselves
        from .sealing import chain
        from .sealing import heads as chain_heads

        every_minute(chain.seal_all)
        every_minute(chain_heads.keep_heads)
        every_minute(chain_heads.post_head)
        autodiscover_modules("personal", "retention", "exports", "glass")  # what each slice holds, keeps and lets go
