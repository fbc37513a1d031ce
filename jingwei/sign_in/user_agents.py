"""What a browser calls itself, in a word that its owner recognises."""

# The first that is found: many name others beside themselves.
BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("HuaweiBrowser", "Huawei"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    return _first(BROWSERS, agent)


def system_of(agent: str) -> str:
    return _first(SYSTEMS, agent)


def _first(table, agent: str) -> str:
    return next((word for sign, word in table if sign in agent), "")
