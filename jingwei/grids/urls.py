from django.urls import path

from .views import bans, compare, findings, mine, plans, repairs, rooms, wishes

app_name = "grids"
urlpatterns = [
    path("mine/", mine.mine, name="mine"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/wishes/", wishes.plan_wishes, name="plan-wishes"),
    path("plans/wishes/try/", wishes.plan_try, name="plan-try"),
    path("plans/new/", plans.plan_new, name="plan-new"),
    path("plans/<int:pk>/", plans.plan_show, name="plan"),
    path("plans/<int:pk>/compare/", compare.plan_compare_present, name="plan-compare-present"),
    path("plans/<int:pk>/compare/<int:other>/", compare.plan_compare, name="plan-compare"),
    path("plans/<int:pk>/replan/", plans.plan_replan, name="plan-replan"),
    path("plans/<int:pk>/publish/", plans.plan_publish, name="publish"),
    path("plans/<int:pk>/discard/", plans.plan_discard, name="discard"),
    path("plans/<int:pk>/rooms/<int:room>/", rooms.plan_room, name="plan-room"),
    path("plans/<int:pk>/rooms/<int:room>/pin/", rooms.plan_pin, name="plan-pin"),
    path("plans/<int:pk>/rooms/<int:room>/unpin/", rooms.plan_unpin, name="plan-unpin"),
    path("plans/<int:pk>/rooms/<int:room>/ban/", bans.plan_ban, name="plan-ban"),
    path("plans/<int:pk>/rooms/<int:room>/lift-ban/", bans.plan_lift_ban, name="plan-lift-ban"),
    path("plans/<int:pk>/rooms/<int:room>/cap/", rooms.plan_cap, name="plan-cap"),
    path("plans/<int:pk>/rooms/<int:room>/swap/", rooms.plan_swap, name="plan-swap"),
    path("plans/<int:pk>/rooms/<int:room>/swap/<int:other>/", rooms.plan_swap_with, name="plan-swap-with"),
    path("calculations/<int:pk>/", plans.calculation, name="calculation"),
    path("calculations/<int:pk>/stop/", plans.calculation_stop, name="calculation-stop"),
    path("findings/", findings.findings, name="findings"),
    path("findings/repairs/", repairs.repairs_find, name="repairs-find"),
    path("findings/repairs/<int:pk>/accept/", repairs.repair_accept, name="repair-accept"),
    path("exempt/", findings.exempt, name="exempt"),
    path("exempt/<int:pk>/end/", findings.exempt_end, name="exempt-end"),
]
