"""The three people of the demo. Plain Python: the launcher prints them without Django."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAccount:
    """A person of the demo, with the password that everybody may know."""

    email: str
    password: str
    name: str
    what: str
    language: str = "en-gb"
    is_staff: bool = False


SECRETARIAT = DemoAccount(
    email="secretariat@portal.example",
    password="demo-secretariat",  # noqa: S106 (printed on purpose)
    name="Sofia Secretariat",
    what="officer of the secretariat, with the back office",
    is_staff=True,
)
JOINT_SECRETARIAT = DemoAccount(
    email="jts@portal.example",
    password="demo-joint-secretariat",  # noqa: S106 (printed on purpose)
    name="Jonas Joint",
    what="officer of a joint secretariat",
)
CERTIFYING_AUTHORITY = DemoAccount(
    email="certifying@portal.example",
    password="demo-certifying",  # noqa: S106 (printed on purpose)
    name="Clara Certifying",
    what="certifying authority",
)
DEMO_ACCOUNTS = (SECRETARIAT, JOINT_SECRETARIAT, CERTIFYING_AUTHORITY)
