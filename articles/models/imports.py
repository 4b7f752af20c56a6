"""What imports leave behind: the files that were brought in, where their pieces came from, what was doubtful."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.models import Reporter, User


class ImportBatch(models.Model):
    """One imported file: what it was, who brought it in, what came of it."""

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(_("digest"), max_length=64, db_index=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    text = models.TextField(_("text"), blank=True)
    issue_date = models.DateField(_("issue date"), null=True, blank=True)
    page_label = models.CharField(_("page"), max_length=10, blank=True)
    is_printed = models.BooleanField(_("printed page"), default=False)
    print_released_by = models.CharField(_("released for print by"), max_length=60, blank=True)
    print_released_on = models.DateField(_("released for print on"), null=True, blank=True)
    is_archive = models.BooleanField(_("archive"), default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    report = models.JSONField(_("report"), default=dict, blank=True)
    reporters_made = models.ManyToManyField(
        Reporter, related_name="+", blank=True, verbose_name=_("reporters made by this import")
    )
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]
        permissions = [("sign_importbatch", "Can publish an archive on his signature")]
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="a_signature_has_a_name_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_printed=False) | (~Q(print_released_by="") & Q(print_released_on__isnull=False)),
                name="a_printed_page_says_who_released_it_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class Remark(models.Model):
    """A doubt that the import raised on a piece, for the editor to settle; never a silent guess."""

    LIKELY_DUPLICATE = "likely_duplicate"  # says the number and the headline of another piece

    article = models.ForeignKey("Article", models.CASCADE, related_name="remarks")
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    first_line = models.PositiveIntegerField(null=True)
    last_line = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("settled by"))

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]
        indexes = [models.Index("article", condition=Q(settled_at__isnull=True), name="open_remarks")]

    def __str__(self) -> str:
        return self.code


class ImportAlias(models.Model):
    """A place of an imported file whose text stands in this piece since somebody divided the file's pieces otherwise.

    An import finds the piece by it as by `import_ref`, leaves it alone, and brings nothing in twice.
    """

    ref = models.CharField(max_length=330, unique=True)
    article = models.ForeignKey("Article", models.CASCADE, related_name="import_aliases")

    def __str__(self) -> str:
        return self.ref


class HeldImport(models.Model):
    """Files that were uploaded, looked at and not kept yet: for a day, in the private storage."""

    token = models.CharField(max_length=32, unique=True)
    files = models.JSONField(default=list)  # {"name", "stored"}: its name, and where the private storage has it
    options = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)  # somebody is keeping them just now

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.token
