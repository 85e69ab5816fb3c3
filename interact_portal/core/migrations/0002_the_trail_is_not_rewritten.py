"""What the audit trail says stands: the database itself refuses to change or delete an entry.

Only forgetting a person is let through: who acted may become nobody, and the words about a person
or her post may be emptied.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION keep_the_audit_trail() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'The audit trail is not deleted.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.act = OLD.act
        AND NEW.thing_type = OLD.thing_type AND NEW.thing_key = OLD.thing_key
        AND NEW.request_id = OLD.request_id
        AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
        AND (NEW.actor_name = OLD.actor_name OR NEW.actor_id IS NULL)
        AND (NEW.before = OLD.before OR NEW.before = '{}'::jsonb)
        AND (NEW.after = OLD.after OR NEW.after = '{}'::jsonb)
        AND (NEW.why = OLD.why OR NEW.why = '')
        AND (NEW.thing_name = OLD.thing_name
             OR (NEW.before = '{}'::jsonb AND NEW.after = '{}'::jsonb AND NEW.why = ''))
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit trail is not rewritten.' USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER the_audit_trail_stands BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION keep_the_audit_trail();
"""
UNGUARD = """
DROP TRIGGER the_audit_trail_stands ON core_auditentry;
DROP FUNCTION keep_the_audit_trail();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_the_first_tables")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
