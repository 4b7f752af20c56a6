"""Triggers that keep the record append-only in the database itself, on both engines.

SQLite drops a table's triggers silently when a migration remakes the table, so they are installed anew after every
migrate. Tests that flush tables take them off before.
"""

from dataclasses import dataclass

from django.db import connections

MESSAGE = "the record of the newsroom is append-only"


@dataclass(frozen=True)
class Trigger:
    """Refuses an event on a table, always or for the rows of which `when` (SQL over OLD) is true.

    `columns` limits an update to these: the others may still change. `refuses` names what is refused where a table
    has two triggers on one event.
    """

    table: str
    event: str
    when: str = ""
    columns: tuple[str, ...] = ()
    refuses: str = ""

    @property
    def on(self) -> str:
        """The event as SQL says it."""
        return f"{self.event} OF {', '.join(self.columns)}" if self.columns else self.event

    @property
    def name(self) -> str:
        return f"{self.table}_no_{self.refuses or self.event.lower()}"


TRIGGERS = (
    Trigger("articles_review", "UPDATE"),
    Trigger("articles_review", "DELETE"),
    Trigger("articles_revision", "UPDATE"),
    # An import that is taken back removes its untouched drafts; a piece that anybody has acted on stays whole.
    Trigger("articles_revision", "DELETE", "EXISTS (SELECT 1 FROM articles_review WHERE article_id = OLD.article_id)"),
    Trigger("articles_correction", "DELETE"),
    Trigger("articles_correction", "UPDATE", columns=("number", "kind", "note", "at")),  # may only be superseded
    Trigger("articles_publication", "DELETE"),
    Trigger(  # may only end
        "articles_publication", "UPDATE", columns=("article_id", "revision_id", "release_review_id", "batch_id", "at")
    ),
    Trigger("staff_accountevent", "UPDATE"),
    Trigger("staff_accountevent", "DELETE"),
    Trigger("articles_debt", "DELETE"),
    Trigger("articles_publication", "UPDATE", "OLD.ended_at IS NOT NULL", refuses="reopening"),
    Trigger("articles_debt", "UPDATE", columns=("article_id", "publication_id", "step", "due_at")),  # only settled
    # What the audit trail is made of besides.
    Trigger("operations_switching", "UPDATE"),
    Trigger("operations_switching", "DELETE"),
    Trigger("django_admin_log", "UPDATE"),
    Trigger("django_admin_log", "DELETE"),
    Trigger("articles_debt", "UPDATE", "OLD.settled_by_id IS NOT NULL", refuses="reopening"),
    Trigger("articles_paragraphnote", "DELETE"),
    Trigger(  # only settled
        "articles_paragraphnote", "UPDATE", columns=("article_id", "revision_id", "paragraph", "words", "note", "by_id",
                                                     "at")
    ),
    Trigger("articles_paragraphnote", "UPDATE", "OLD.settled_at IS NOT NULL", refuses="reopening"),
    Trigger("articles_stepbatch", "DELETE"),
    Trigger("articles_stepbatch", "UPDATE", columns=("step", "by_id", "at", "note")),  # what came of it is filled in
)  # fmt: skip

#: Tables that PostgreSQL could empty in one statement, which no row trigger sees. SQLite has no such statement.
EMPTIED_BY_NOBODY = tuple(dict.fromkeys(trigger.table for trigger in TRIGGERS))


def names(using: str = "default") -> set[str]:
    """The triggers that must stand."""
    found = {trigger.name for trigger in TRIGGERS}
    if connections[using].vendor == "postgresql":
        found |= {_of_truncate(table) for table in EMPTIED_BY_NOBODY}
    return found


def _of_truncate(table: str) -> str:
    return f"{table}_no_truncate"


def standing(using: str = "default") -> set[str]:
    """Those of them that the database's catalogue shows."""
    connection = connections[using]
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {row[0] for row in cursor.fetchall()} & names(using)


def install(using: str = "default") -> None:
    """Install all triggers; doing it twice changes nothing."""
    connection = connections[using]
    write = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            for statement in write(trigger):
                cursor.execute(statement)
        if connection.vendor == "postgresql":
            for table in EMPTIED_BY_NOBODY:
                for statement in _against_truncate(table):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take all triggers off: for tests that flush, and for a restore."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
        if connection.vendor == "postgresql":
            for table in EMPTIED_BY_NOBODY:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_of_truncate(table)} ON {table}")


def install_after_migrate(sender, using: str, **kwargs) -> None:
    present = connections[using].introspection.table_names()
    if all(trigger.table in present for trigger in TRIGGERS):
        install(using)


def _for_sqlite(trigger: Trigger) -> list[str]:
    when = f" WHEN {trigger.when}" if trigger.when else ""
    event = f"BEFORE {trigger.on} ON {trigger.table}{when}"
    return [f"CREATE TRIGGER IF NOT EXISTS {trigger.name} {event} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"]


def _for_postgresql(trigger: Trigger) -> list[str]:
    # A WHEN clause of PostgreSQL may hold no query, so each trigger has a function of its own.
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation';"
    goes_on = "RETURN NEW;" if trigger.event == "UPDATE" else "RETURN OLD;"
    body = f"IF {trigger.when} THEN {refuse} END IF; {goes_on}" if trigger.when else refuse
    event = f"BEFORE {trigger.on} ON {trigger.table}"
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"CREATE TRIGGER {trigger.name} {event} FOR EACH ROW EXECUTE FUNCTION {trigger.name}()",
    ]


def _against_truncate(table: str) -> list[str]:
    name = _of_truncate(table)
    body = f"BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
