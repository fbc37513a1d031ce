"""Every way to change a case. Actor first, the rest by keyword; change, trail and outbox in one transaction.

Raise `Denied` (gate.doors) where the actor may not, `WrongState` (gate.flow; `.row` is the case as it stands now,
`queries.who_has(row)` says who has it) where the case has moved on, `ValidationError` where the input does not fit.
All return the Case unless noted. `to` and `next_owner` are a receiver's key: "person:7", "desk:2", "wardens:5"
(`routing.receivers(case)` lists them for a select).

report.py      report_case(actor, *, category, building, floor=None, room=None, spot="", text, submission_key,
                           answers=None, source_label="", source_url="")
                                                             model instances; the same key again: the same case
               give_info(actor, pk, *, text)                 info_wanted → back
               join_case(actor, pk)                          «我也是» → Supporter
               add_remark(actor, pk, *, text)                → Remark
filing.py      ask_verification(actor, pk, *, note="")       reported → verifying
               confirm_case(actor, pk, *, note="")           the lead (or keeper) saw it: → filed
               refute_case(actor, pk, *, reason)             it is not so: → voided
               ask_info(actor, pk, *, question)              reported → info_wanted
               file_case(actor, pk, *, category=None)        → filed, under the category's filing standard
               merge_case(actor, pk, *, into, reason)        `into`: pk of an open case
               void_case(actor, pk, *, reason)
               end_waiting_for_info()                        by the clock, five days
dispatch.py    dispatch_case(actor, pk, *, to="", reason="") no `to`: as the catalogue routes it
               take_case(actor, pk)                          the keeper handles it: filed → handling
               accept_case(actor, pk)                        one winner
               return_case(actor, pk, *, reason, next_owner)
               pass_on_case(actor, pk, *, to, reason)        handling → dispatched
handling.py    schedule_case(actor, pk, *, when)             `when`: aware datetime
               begin_work(actor, pk)                         scheduled → handling
               resume_work(actor, pk)                        paused → handling, before its date
               begin_rework(actor, pk)                       rework → handling
               claim_done(actor, pk, *, outcome)             handling, scheduled → done_claimed
pauses.py      request_pause(actor, pk, *, until, reason)    → PauseRequest; `until`: date
               approve_pause(actor, request_pk)              → PauseRequest; first level: secretary
               confirm_pause(actor, request_pk)              → PauseRequest; second level: centre; the case is paused
               refuse_pause(actor, request_pk, *, reason)    → PauseRequest; either level
               resume_due()                                  by the clock
extensions.py  request_extension(actor, pk, *, amount, reason)  → Extension; amount in the case's own clock
               approve_extension(actor, extension_pk)        → Extension; secretary
               refuse_extension(actor, extension_pk, *, reason)  → Extension
closing.py     close_case(actor, pk, *, answer)              done_claimed → closed; the answer goes to the reporter
               send_back(actor, pk, *, reason)               done_claimed → rework
               rate_case(actor, pk, *, level)                → Rating; 3 satisfied, 2 fair, 1 unsatisfied
reopening.py   want_reopen(actor, pk, *, reason)             within 14 days
               grant_reopen(actor, pk)
               refuse_reopen(actor, pk, *, reason)
               restore_case(actor, pk, *, reason)            merged, voided → reported
photos.py      add_photo(actor, pk, *, upload, stage)        → Photo; stage "before" | "after"; UploadedFile
catalogue.py   ensure_catalogue(actor)                       → number of categories added
               change_category(actor, pk, **fields)          → Category
succession.py  hand_over_due()                               by the clock: no case stays with who has left the post
               hand_over_now(pk)                             the same for one case that is being read → bool
reminders.py   remind_due()                                  by the clock: handler → keeper → secretary → committee

Reads (queries/): my_cases, board, to_do, timeline, deadline_lines, figures, similar_cases, steps_for, who_has, …
Routing (routing.py): route_of(case) → Route(receiver, because) · receivers(case)
Before sending: promise.promise(category, places.place_for(actor, category, …)) → who will see it, by when an answer comes
"""

from .catalogue import change_category, ensure_catalogue
from .closing import close_case, rate_case, send_back
from .dispatch import accept_case, dispatch_case, pass_on_case, return_case, take_case
from .extensions import approve_extension, refuse_extension, request_extension
from .filing import (
    ask_info,
    ask_verification,
    confirm_case,
    end_waiting_for_info,
    file_case,
    merge_case,
    refute_case,
    void_case,
)
from .handling import begin_rework, begin_work, claim_done, resume_work, schedule_case
from .pauses import approve_pause, confirm_pause, refuse_pause, request_pause, resume_due
from .photos import add_photo
from .reminders import remind_due
from .reopening import grant_reopen, refuse_reopen, restore_case, want_reopen
from .report import add_remark, give_info, join_case, report_case
from .succession import hand_over_due, hand_over_now

__all__ = [
    "accept_case",
    "add_photo",
    "add_remark",
    "approve_extension",
    "approve_pause",
    "ask_info",
    "ask_verification",
    "begin_rework",
    "begin_work",
    "change_category",
    "claim_done",
    "close_case",
    "confirm_case",
    "confirm_pause",
    "dispatch_case",
    "end_waiting_for_info",
    "ensure_catalogue",
    "file_case",
    "give_info",
    "grant_reopen",
    "hand_over_due",
    "hand_over_now",
    "join_case",
    "merge_case",
    "pass_on_case",
    "rate_case",
    "refuse_extension",
    "refuse_pause",
    "refuse_reopen",
    "refute_case",
    "remind_due",
    "report_case",
    "request_extension",
    "request_pause",
    "restore_case",
    "resume_due",
    "resume_work",
    "return_case",
    "schedule_case",
    "send_back",
    "take_case",
    "void_case",
    "want_reopen",
]
