from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "jingwei.privacy"
    label = "privacy"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import erasing, making, messages, worker  # noqa: F401 - declare their sentences and tasks

        every_minute(worker.take_up_due)
        every_minute(making.expire)
        every_minute(erasing.erase_once_a_day)
        every_minute(erasing.overwrite_what_was_freed)
