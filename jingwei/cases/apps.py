from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "jingwei.cases"
    label = "cases"

    def ready(self):
        from jingwei.core.worker import every_minute

        from . import actions, messages, sentences  # noqa: F401 - declare themselves

        every_minute(actions.end_waiting_for_info)
        every_minute(actions.resume_due)
        every_minute(actions.hand_over_due)
        every_minute(actions.remind_due)
