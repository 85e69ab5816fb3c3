"""Begin with the synonyms of territorial cooperation; the secretariat adds its own."""

from django.db import migrations

SYNONYMS = [
    ["JTS", "JS", "joint technical secretariat", "joint secretariat"],
    ["certifying authority", "certifying authorities", "accounting body", "accounting function",
     "CA", "paying authority"],
    ["FLC", "first level control", "first level controller", "management verification",
     "management verifications", "national control"],
    ["MA", "managing authority"],
    ["AA", "audit authority"],
    ["GoA", "group of auditors"],
    ["MC", "JMC", "monitoring committee", "joint monitoring committee"],
    ["NCP", "national contact point", "national contact person"],
    ["info point", "information point", "antenna", "regional contact point"],
    ["SCO", "simplified cost options", "simplified costs"],
    ["n+2", "n+3", "decommitment", "automatic decommitment"],
    ["approbation body", "designation body"],
    ["LP", "lead partner", "lead beneficiary"],
    ["EGTC", "European grouping of territorial cooperation"],
    ["European territorial cooperation", "Interreg"],
    ["SPF", "small project fund", "small projects fund"],
    ["HIT", "harmonised implementation tools"],
    ["ERDF", "European Regional Development Fund"],
    ["IPA", "Instrument for Pre-accession Assistance"],
    ["recovery", "recoveries", "financial correction"],
]  # fmt: skip


def bring(apps, schema_editor):
    """Write the synonyms."""
    table = apps.get_model("words", "Synonyms")
    table.objects.bulk_create([table(terms=terms) for terms in SYNONYMS])


class Migration(migrations.Migration):
    dependencies = [("words", "0001_the_first_tables")]

    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
