"""Views: the rounds, one item after the other, what judges differ on, and the figures."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duijie.app.accounts.middleware import AskedRequest
from duijie.app.judging_pages import actions, queries
from duijie.app.judging_pages.exports import FORMS, exported
from duijie.app.judging_pages.figures import figures_page
from duijie.app.judging_pages.forms import SKIPS, AnswerForm, RoundForm
from duijie.app.shared.notices import tell, warn
from duijie.app.shared.permissions import require
from duijie.app.shared.words import lang_now, say_now
from duijie.app.wiring import system_clock
from duijie.kernel.errors import CallError, JudgingError


@require_safe
def rounds(request: AskedRequest) -> HttpResponse:
    """Show one's rounds."""
    page = queries.rounds_page(request.actor)
    return render(request, "judging_pages/rounds.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AskedRequest) -> HttpResponse:
    """Start a round."""
    require(request.actor, "judging.start")
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_round(request.actor, form.wanted(), now=system_clock())
            tell(request, say_now("The round is put together; its judges are told then."))
            return redirect("judging")
        except (CallError, JudgingError) as error:
            form.add_error(None, error.message(lang_now()))
    status = 422 if form.is_bound else 200
    return render(request, "judging_pages/new.html", {"form": form}, status=status)


@never_cache
@require_safe
def judge(request: AskedRequest, round_name: str) -> HttpResponse:
    """Show the next item to judge, or one whose answer was taken back."""
    page = queries.item_page(request.actor, round_name, lang_now(), _number(request))
    return render(request, "judging_pages/item.html", {"page": page, "skips": SKIPS})


@require_POST
def answer(request: AskedRequest, round_name: str) -> HttpResponse:
    """Store an answer and go on."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        actions.answer(request.actor, round_name, form.said(), clock=system_clock)
    else:
        queries.item_page(request.actor, round_name, lang_now())  # whether it is theirs at all
        warn(request, say_now("Choose a level, or say why you cannot tell."))
    return redirect("judging_item", round_name)


@require_POST
def undo(request: AskedRequest, round_name: str) -> HttpResponse:
    """Take the latest answer back and show its item again."""
    number = actions.take_back(request.actor, round_name, clock=system_clock)
    return _back_at(request, "judging_item", round_name, number)


@never_cache
@require_safe
def dispute(request: AskedRequest, round_name: str) -> HttpResponse:
    """Show what judges differ on, one after the other, without their levels."""
    page = queries.dispute_page(request.actor, round_name, lang_now(), _number(request))
    return render(request, "judging_pages/dispute.html", {"page": page, "skips": SKIPS})


@require_POST
def settle(request: AskedRequest, round_name: str) -> HttpResponse:
    """Store which level holds and go on."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        actions.settle_item(request.actor, round_name, form.said(), clock=system_clock)
    else:
        queries.dispute_page(request.actor, round_name, lang_now())  # whether they may at all
        warn(request, say_now("Choose a level, or say why you cannot tell."))
    return redirect("judging_dispute", round_name)


@require_POST
def unsettle(request: AskedRequest, round_name: str) -> HttpResponse:
    """Take the latest settlement back and show its item again."""
    number = actions.unsettle(request.actor, round_name, clock=system_clock)
    return _back_at(request, "judging_dispute", round_name, number)


@require_safe
def figures(request: AskedRequest, round_name: str) -> HttpResponse:
    """Show how far the judges agree."""
    page = figures_page(request.actor, round_name, lang_now())
    return render(request, "judging_pages/figures.html", {"page": page})


@require_safe
def export(request: AskedRequest, round_name: str, form: str) -> HttpResponse:
    """Give the final levels as a file."""
    content = exported(request.actor, round_name, form, now=system_clock())
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="levels.{form}"'
    return response


@require_POST
def keep(request: AskedRequest, round_name: str) -> HttpResponse:
    """Keep the final levels for training."""
    kept = actions.keep_levels(request.actor, round_name, now=system_clock())
    tell(request, say_now("Kept beside the feedback: %(count)d levels new or changed.", count=kept))
    return redirect("judging_figures", round_name)


def _number(request: AskedRequest) -> int | None:
    text = request.GET.get("item", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _back_at(
    request: AskedRequest, address: str, round_name: str, number: int | None
) -> HttpResponse:
    """Lead to the item whose answer was taken back; say so where there was none."""
    led = redirect(address, round_name)
    if number is None:
        warn(request, say_now("There is no answer to take back."))
    else:
        led["Location"] += f"?item={number}"
    return led
