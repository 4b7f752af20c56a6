"""Random people take random steps on a few pieces; after each the rules of the house must still hold.

The tables of `tests/workflow` say what each step may do. This walks through their combinations: corrections of express
releases, withdrawals of printed pages, pieces taken down while they are scheduled, and whatever else comes up.
"""

import random
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles import editing, facts, publishing, reviews, revisions, workflow
from articles.models.newsroom import Article, Revision
from articles.models.published import PublishedArticle, Withdrawal
from articles.models.record import Debt, Publication
from articles.workflow import PublicState, Status
from tests.cast import account, hire
from tests.makers import make_draft, make_printed

STEPS = 120
REASON = "随机走一步，理由须满十个字。"
WORDS = ("两荤一素", "一荤两素", "三菜一汤", "十元", "十二元", "昨天上午", "前天上午")


class Walk:
    """A newsroom of nine, three pieces, and a clock that moves on."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        people = hire()
        self.people = [*vars(people).values(), account("代编辑", "责任编辑"), account("副手", "总编辑")]
        make_draft("甲", by=people.li)
        make_draft("乙", by=people.wang)
        make_printed("丙")
        self.now = timezone.now()
        self.taken: list[str] = []

    def go(self) -> None:
        self.now += timedelta(minutes=self.dice.randint(1, 40))
        article = self.dice.choice(list(Article.objects.order_by("pk")))
        person = self.dice.choice(self.people)
        if self.dice.random() < 0.3:
            self.edit(article, person)
        elif self.dice.random() < 0.1:
            editing.release_due(now=self.now)
        else:
            self.step(article, person)

    def edit(self, article: Article, person) -> None:
        try:
            with transaction.atomic():
                article = editing.lock(article.number, seen=article.current_revision_id)
                word = self.dice.choice(WORDS)
                match self.dice.randint(0, 2):
                    case 0:
                        article.headline = self.dice.choice(["", f"标题{word}"])
                    case 1:
                        article.correction_kind, article.correction_note = "correction", f"应为{word}。"
                    case 2:
                        article.body = f"<p>昨天，食堂开张，{word}。</p>"
                if article.status not in {Status.DRAFT, Status.PRINT_CHECK} and not article.headline:
                    return  # the form asks for it
                article.save()
                editing.keep_revision(article, by=person, now=self.now)
        except editing.StepClosed:
            return

    def step(self, article: Article, person) -> None:
        open_steps = [choice.step for choice in editing.choices(article, person, now=self.now) if not choice.reason]
        if not open_steps:
            return
        step = self.dice.choice(open_steps)
        known = facts.of(article, now=self.now)
        to = self.dice.choice(workflow.targets(known)) if step.name == "send_back" else None
        at = self.now + timedelta(minutes=30) if step.name == "release" and self.dice.random() < 0.4 else None
        if step.wants_minute:
            at = self.now + timedelta(minutes=self.dice.randint(35, 200))
        self.check_the_signer(step.name, article, person, known)
        try:
            editing.advance(article, step.name, by=person, seen=article.current_revision_id, note=REASON, to=to, at=at,
                            code="other", acknowledged=True, now=self.now)  # fmt: skip
        except editing.StepClosed:
            # The buttons do not know the minute that somebody will name: an embargo, or a day that is over before.
            has_minutes = article.embargo_until or article.expires_at or article.scheduled_for
            if step.name in {"release", "set_expiry"} and has_minutes:
                return
            raise
        self.taken.append(step.name)

    def check_the_signer(self, name: str, article: Article, person, known: workflow.Facts) -> None:
        """What the house promises of a signature, read from the records and not from the rules."""
        if name in {"first_review", "second_review", "final_review", "proofread", "release", "express"}:
            since = Publication.objects.filter(article=article).order_by("-at", "-pk").first()
            written = Revision.objects.filter(article=article, is_authorship=True, by=person)
            assert not written.filter(number__gt=since.revision.number if since else 0).exists(), self.taken
        if name in workflow.THREE_REVIEWS:
            others = [who for other in workflow.THREE_REVIEWS if other != name for who in known.signers.get(other, ())]
            assert person.pk not in others, self.taken

    def check(self) -> None:
        for article in Article.objects.order_by("pk"):
            facts.of(article, now=self.now)
            row = PublishedArticle.objects.filter(pk=article.pk).first()
            notice = Withdrawal.objects.filter(pk=article.pk).first()
            open_now = Publication.objects.filter(article=article, ended_at=None)
            state = article.public_state
            assert (row is not None) == (state == PublicState.LIVE), self.taken
            assert (notice is not None) == (state in {PublicState.DOWN, PublicState.WITHDRAWN}), self.taken
            assert article.expires_at is None or article.expires_at > self.now - timedelta(minutes=40), self.taken
            assert open_now.count() == (state in {PublicState.LIVE, PublicState.DOWN}), self.taken
            if row:
                self.check_the_public_row(article, row, open_now.get())
        assert not Debt.objects.filter(settled_by__isnull=False).exclude(
            settled_by__revision__publications__debts__isnull=False
        )

    def check_the_public_row(self, article: Article, row: PublishedArticle, publication: Publication) -> None:
        release = publication.release_review
        assert release is not None
        assert release.step in {"release", "express"}, self.taken
        assert release.revision == publication.revision, self.taken
        composed = publishing.compose(article, publication, now=publication.at)
        assert revisions.content_of(row) == revisions.content_of(composed), self.taken
        before = [review for review in article.reviews.all() if review.position < release.position]
        if release.step == "release":
            signed = workflow.standing(before)
            names = {"final_review", "proofread"}, {"print_check"}, {"proofread"}
            assert any(wanted <= set(signed) for wanted in names), self.taken
        else:
            owed = set(publication.debts.values_list("step", flat=True))
            assert owed, self.taken


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_a_random_walk_breaks_no_rule_of_the_house(seed):
    walk = Walk(seed)
    for _step in range(STEPS):
        walk.go()
        walk.check()
    assert reviews.verify() == []
    assert len(walk.taken) > STEPS // 5
