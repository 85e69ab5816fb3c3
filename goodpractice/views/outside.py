"""The page of somebody outside who was asked for an opinion: opened by a secret link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from goodpractice import workflow
from goodpractice.content import readable
from goodpractice.forms.reviewing import OpinionForm
from interact_portal.core.moves import IllegalMoveError


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a version under review to the holder of its link and take the opinion."""
    review = workflow.outside_review(secret)
    if review is None:
        return _unframed(render(request, "goodpractice/outside_over.html", status=404))
    initial = {"remark": review.remark, "recommendation": review.recommendation}
    initial |= {f"mark_{number}": mark for number, mark in enumerate(review.marks)}
    form = OpinionForm(request.POST if request.method == "POST" else None, initial=initial)
    said = ""
    if form.is_valid():
        try:
            workflow.answer_outside(
                review,
                marks=form.marks(),
                remark=form.cleaned_data["remark"],
                recommendation=form.cleaned_data["recommendation"],
            )
        except IllegalMoveError:
            return _unframed(render(request, "goodpractice/outside_over.html", status=404))
        said = _("Thank you. Your opinion has reached the secretariat; you can still change it.")
    parts = readable(review.version.content, review.version.names)
    context = {"review": review, "form": form, "said": said, "parts": parts}
    return _unframed(render(request, "goodpractice/outside.html", context))


def _unframed(response: HttpResponse) -> HttpResponse:
    """Keep the secret address from other sites and from search engines."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
