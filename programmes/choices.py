"""The closed lists of the room: periods, strands, roles, parts. Sources stand in docs/data.md."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Period(TextChoices):
    """The programming periods of territorial cooperation."""

    P2000 = "2000-2006", "2000–2006"
    P2007 = "2007-2013", "2007–2013"
    P2014 = "2014-2020", "2014–2020"
    P2021 = "2021-2027", "2021–2027"


class Strand(TextChoices):
    """The strands of territorial cooperation (A, B, C and, from 2021, D)."""

    CROSS_BORDER = "cross-border", _("Cross-border")
    TRANSNATIONAL = "transnational", _("Transnational")
    INTERREGIONAL = "interregional", _("Interregional")
    OUTERMOST = "outermost", _("Outermost regions")


class Part(TextChoices):
    """As what a country takes part in a programme."""

    MEMBER_STATE = "member-state", _("Member State")
    PARTNER = "partner", _("Partner country")
    THIRD_COUNTRY = "third-country", _("Third country")


class ControlSystem(TextChoices):
    """How first level control is organised in a programme."""

    CENTRALISED = "centralised", _("Centralised")
    DECENTRALISED = "decentralised", _("Decentralised")
    MIXED = "mixed", _("Centralised in some countries")


class Fund(TextChoices):
    """The European fund that an axis spends."""

    ERDF = "ERDF", _("ERDF (European Regional Development Fund)")
    IPA = "IPA", _("IPA (Instrument for Pre-accession Assistance)")
    ENI = "ENI", _("ENI (European Neighbourhood Instrument)")
    NDICI = "NDICI", _("NDICI (neighbourhood, development and international cooperation)")
    OTHER = "other", _("Another fund")


class ThematicObjective(TextChoices):
    """The eleven thematic objectives of 2014–2020 (Regulation (EU) 1303/2013, Article 9)."""

    RESEARCH = "01", _("Research and innovation")
    ICT = "02", _("Information and communication technologies")
    SME = "03", _("Competitiveness of small and medium-sized enterprises")
    LOW_CARBON = "04", _("Low-carbon economy")
    CLIMATE = "05", _("Climate change adaptation and risk prevention")
    ENVIRONMENT = "06", _("Environment and resource efficiency")
    TRANSPORT = "07", _("Sustainable transport and networks")
    EMPLOYMENT = "08", _("Employment and mobility")
    INCLUSION = "09", _("Social inclusion")
    EDUCATION = "10", _("Education and training")
    ADMINISTRATION = "11", _("Efficient public administration")
    ASSISTANCE = "TA", _("Technical assistance")
    IPA_ASSISTANCE = "IPA-TA", _("Technical assistance (IPA)")


class Role(TextChoices):
    """What a body does for a programme."""

    MANAGING_AUTHORITY = "managing-authority", _("Managing authority")
    CERTIFYING_AUTHORITY = "certifying-authority", _("Certifying authority / accounting function")
    AUDIT_AUTHORITY = "audit-authority", _("Audit authority")
    GROUP_OF_AUDITORS = "group-of-auditors", _("Group of auditors")
    JOINT_SECRETARIAT = "joint-secretariat", _("Joint secretariat")
    MONITORING_COMMITTEE = "monitoring-committee", _("Monitoring committee")
    NATIONAL_AUTHORITY = "national-authority", _("National authority")
    NATIONAL_CONTACT_POINT = "national-contact-point", _("National contact point")
    FIRST_LEVEL_CONTROLLER = "first-level-controller", _("First level controller")
    INFO_POINT = "info-point", _("Info point")


class MembershipRole(TextChoices):
    """What a person is at a body."""

    MEMBER = "member", _("Member of staff")
    DESIGNATED = "designated", _("Designated person")


class MembershipState(TextChoices):
    """Where a person's membership of a body stands."""

    ASKED = "asked", _("Waiting for confirmation")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")
