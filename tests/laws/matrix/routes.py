"""Every address of the program: what its arguments name, and what a person must be allowed to get more than «not there».

An address that does not stand here fails the build.
"""

from dataclasses import dataclass

MISSING = 987_654


@dataclass(frozen=True)
class Rule:
    """The rows an address names, and the capabilities of which one must reach the row; empty: the mark of the page is all."""

    label: str
    capabilities: tuple[str, ...] = ()
    fixed: tuple[tuple, ...] = ((),)  # further arguments, each of them tried
    strict: bool = True  # whoever may see the row gets the page; False: its state or form may refuse it too

    def arguments(self, pk: int) -> list[tuple]:
        return [(pk, *more) for more in self.fixed]


def rows(label: str, *capabilities: str, **more) -> Rule:
    return Rule(label, capabilities, **more)


STEPS = tuple((slug,) for slug in ("give-info", "file", "dispatch", "accept", "claim", "close", "void", "ask-pause"))
CASE = "cases.Case"
RULES: dict[str, Rule] = {
    "dashboards:weft": rows("housing.Floor"),
    "dashboards:warp": rows("party.Branch"),
    "dashboards:facade": rows("housing.Building"),
    "exchange:show": rows("exchange.ImportRun", "exchange.import"),
    "exchange:confirm": rows("exchange.ImportRun", "exchange.import", strict=False),
    "exchange:discard": rows("exchange.ImportRun", "exchange.import", strict=False),
    "exchange:undo": rows("exchange.ImportRun", "exchange.import", strict=False),
    "exchange:progress": rows("exchange.ImportRun", "exchange.import", strict=False),
    "exchange:stop": rows("exchange.ImportRun", "exchange.import", strict=False),
    "exchange:errors": rows("exchange.ImportRun", "exchange.import", fixed=(("branches",),), strict=False),
    "posts:end": rows("gate.Appointment", "gate.appoint", strict=False),
    "cases:photo": rows("cases.Photo", "photos.read"),
    "cases:pause": rows("cases.PauseRequest", "cases.approve", "cases.approve_second", strict=False),
    "cases:extension": rows("cases.Extension", "cases.approve", strict=False),
    "cases:show": rows(CASE, "cases.read"),
    "cases:receipt": rows(CASE, "cases.report", strict=False),
    "cases:deadline": rows(CASE, "cases.read"),
    "cases:rate": rows(CASE, "cases.answer", strict=False),
    "cases:join": rows(CASE, "cases.read", "cases.similar", strict=False),
    "cases:remark": rows(CASE, "cases.read", strict=False),
    "cases:add-photo": rows(CASE, "cases.read", strict=False),
    "cases:step": rows(CASE, "cases.read", fixed=STEPS, strict=False),
    "grids:plan": rows("grids.Plan", "grids.plan"),
    "grids:plan-compare-present": rows("grids.Plan", "grids.plan"),
    "grids:plan-replan": rows("grids.Plan", "grids.plan", strict=False),
    "grids:publish": rows("grids.Plan", "grids.plan", strict=False),
    "grids:discard": rows("grids.Plan", "grids.plan", strict=False),
    "grids:calculation": rows("grids.Calculation", "grids.plan"),
    "grids:calculation-stop": rows("grids.Calculation", "grids.plan", strict=False),
    "grids:repair-accept": rows("grids.Repair", "grids.plan", strict=False),
    "grids:exempt-end": rows("grids.Exemption", "grids.exempt", strict=False),
    "party:show": rows("party.Branch", "party.read"),
    "housing:show": rows("housing.Building", "housing.read"),
    "housing:plate": rows("housing.Building", "housing.change"),
    "housing:room": rows("housing.Room", "housing.read"),
    "people:show": rows("people.Person", "people.browse"),
    "sign_in:agree": rows("sign_in.CodeRequest", "codes.agree", strict=False),
    "sign_in:refuse": rows("sign_in.CodeRequest", "codes.agree", strict=False),
    "sign_in:slips": rows("sign_in.CodeRequest", "codes.ask", strict=False),
    "sign_in:end-device": rows("sign_in.Device", "account.update", strict=False),
    "sign_in:remove-factor": rows("mfa.Authenticator", strict=False),
    "privacy:copy-progress": rows("privacy.DataCopy", "copies.read"),
    "privacy:copy-file": rows("privacy.DataCopy", "copies.read", strict=False),
    "privacy:correction": rows("privacy.Correction", "corrections.read"),
    "privacy:correction-decide": rows("privacy.Correction", "corrections.decide", strict=False),
    "privacy:correction-withdraw": rows("privacy.Correction", "corrections.withdraw", strict=False),
    "privacy:objection": rows("privacy.Objection", "objections.read"),
    "privacy:objection-decide": rows("privacy.Objection", "objections.decide", strict=False),
    "privacy:objection-withdraw": rows("privacy.Objection", "objections.withdraw", strict=False),
    "privacy:break-glass-new": rows("people.Person", "contacts.break", strict=False),
    "privacy:break-glass": rows("privacy.BreakGlass", "contacts.broken"),
    "privacy:break-glass-contents": rows("privacy.BreakGlass", "contacts.broken", strict=False),
    "privacy:glass-note": rows("privacy.BreakGlass", "glass.read"),
    "privacy:export": rows("privacy.ExportRequest", "exports.read", "exports.decide"),
    "privacy:export-decide": rows("privacy.ExportRequest", "exports.decide", strict=False),
    "privacy:export-withdraw": rows("privacy.ExportRequest", "exports.ask", strict=False),
    "privacy:export-file": rows("privacy.ExportRequest", "exports.read", strict=False),
    "privacy:inquiry": rows("privacy.Inquiry", "inquiries.use"),
    "privacy:inquiry-close": rows("privacy.Inquiry", "inquiries.use", strict=False),
    "privacy:inquiry-content": rows(
        "privacy.Inquiry", "inquiries.use", fixed=(("D02",), ("D03",), ("D05",), ("D13",)), strict=False
    ),
    "people:contacts": rows("people.Person", "contacts.read", strict=False),
    "api:token-revoke": rows("api.PersonalToken", "account.update", strict=False),
    "people:inbox-open": rows("core.InboxMessage", "inbox.update"),
}


@dataclass(frozen=True)
class Chain:
    """An address of several rows, such as a room in a plan: the first of them decides."""

    labels: tuple[str, ...]
    capabilities: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.labels[0]


PLAN_ROOM = Chain(("grids.Plan", "housing.Room"), ("grids.plan",))
CHAINS: dict[str, Chain] = {
    "dashboards:crossing": Chain(("housing.Floor", "party.Branch")),
    "exchange:decide": Chain(("exchange.ImportRun", "exchange.ImportFinding"), ("exchange.import",)),
    "grids:plan-room": PLAN_ROOM,
    "grids:plan-pin": PLAN_ROOM,
    "grids:plan-unpin": PLAN_ROOM,
    "grids:plan-ban": PLAN_ROOM,
    "grids:plan-lift-ban": PLAN_ROOM,
    "grids:plan-swap": PLAN_ROOM,
    "grids:plan-cap": PLAN_ROOM,
    "grids:plan-compare": Chain(("grids.Plan", "grids.Plan"), ("grids.plan",)),
    "grids:plan-swap-with": Chain(("grids.Plan", "housing.Room", "housing.Room"), ("grids.plan",)),
}
# Addresses whose arguments are words of a fixed list or a moment: nobody's row.
WORDS: dict[str, tuple[tuple, ...]] = {
    "exchange:template": (("branches",), ("nothing-of-the-kind",)),
    "cases:report-details": (("repair",), ("nothing-of-the-kind",)),
    "cases:similar": (("repair",), ("nothing-of-the-kind",)),
    "people:inbox-unread": ((0,), (10**15,)),
}

# Under /api/v1/ an argument is named after what it names.
API = "api-v1:"
PARAMETERS = {
    "case": "cases.Case",
    "photo": "cases.Photo",
    "pause": "cases.PauseRequest",
    "extension": "cases.Extension",
    "person": "people.Person",
    "message": "core.InboxMessage",
    "building": "housing.Building",
    "room": "housing.Room",
    "branch": "party.Branch",
    "plan": "grids.Plan",
    "calculation": "grids.Calculation",
    "exemption": "grids.Exemption",
    "run": "exchange.ImportRun",
    "finding": "exchange.ImportFinding",
    "appointment": "gate.Appointment",
}
API_WORDS = {"step": "file", "code": "100000010050400412"}
NARROWER = {"exchange.ImportRun"}  # rosters of the Party are C3 and stay with the pages
FREE = {"grids.loom"}  # what is drawn for whoever holds it at all, of every place alike


# Whoever may read a row is told why a step on it is not theirs to take, and by whom it is.
TOLD_WHY = {CASE: ("cases.read", "cases.similar")}


def api_rule(parameters: tuple[str, ...], method: str, capability: str) -> Rule | Chain:
    labels = tuple(PARAMETERS[name] for name in parameters if name in PARAMETERS)
    words = tuple(API_WORDS[name] for name in parameters if name in API_WORDS)
    capabilities = () if capability in FREE else (capability,)
    if method != "GET":
        capabilities += TOLD_WHY.get(labels[0], ())
    if len(labels) > 1:
        return Chain(labels, capabilities)
    return Rule(labels[0], capabilities, fixed=(words,), strict=not words and labels[0] not in NARROWER)
