from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "jingwei.privacy"
    label = "privacy"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import erasing, making, messages  # noqa: F401 - declares its sentences
        from .actions import copies, exports, reminders  # noqa: F401 - declare what they make

        every_minute(reminders.remind_due)
        every_minute(making.take_up_due)
        every_minute(making.expire)
        every_minute(erasing.erase_once_a_day)
        every_minute(erasing.overwrite_what_was_freed)
