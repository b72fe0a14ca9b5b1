"""Every page of the site: who looks at it, and with which arguments. An address that stands in
neither table makes a test fail, so that no page is forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

VISITOR = ""
A1 = "record=achievement:A1"


@dataclass(frozen=True)
class Visit:
    """One look at one page (查看)."""

    url_name: str
    persona: str
    arguments: tuple[tuple[str, Any], ...] = ()
    query: str = ""
    status: int = 200
    note: str = ""

    @property
    def label(self) -> str:
        return "-".join(filter(None, (self.url_name, self.persona or "visitor", self.note)))

    def path(self, known: dict[str, Any]) -> str:
        """Return its address; an argument that names what the site holds is looked up."""
        from django.urls import reverse

        if self.url_name in NAMELESS:
            return NAMELESS[self.url_name]

        given = {
            name: known[value[1:]] if isinstance(value, str) and value.startswith("$") else value
            for name, value in self.arguments
        }
        return reverse(self.url_name, kwargs=given or None) + self.query


def visit(name: str, persona: str = VISITOR, /, query: str = "", **arguments: Any) -> Visit:
    note = arguments.pop("note", "")
    status = arguments.pop("status", 200)
    return Visit(name, persona, tuple(arguments.items()), query, status, note)


VISITS = (
    visit("home"),
    *(visit("home", who) for who in ("ning", "wei", "li", "wang", "zhao", "olga")),
    visit("look"),
    visit("accessibility"),
    visit("offline"),
    visit("account_login"),
    visit("account_signup"),
    visit("account_reset_password"),
    visit("account_request_login_code"),
    visit("account_logout", "wei"),
    visit("account_email", "wei"),
    visit("account_change_password", "wei"),
    visit("account_change_phone", "wei"),
    visit("account_inactive"),
    visit("mfa_index", "wei"),
    visit("mfa_list_webauthn", "wei"),
    visit("socialaccount_connections", "wei"),
    visit("socialaccount_login_cancelled"),
    visit("usersessions_list", "wei"),
    visit("profile", "wei"),
    visit("tokens", "wei"),
    visit("organizations", "wei"),
    visit("register_organization", "ning"),
    visit("members", "wei", pk="$organization_of_wei"),
    visit("verification", "zhao"),
    visit("jobs", "wang"),
    visit("notices", "wei"),
    *(
        visit("library", "wang", kind=kind, note=kind)
        for kind in ("achievement", "need", "organization", "expert", "patent")
    ),
    visit("library", kind="achievement", note="visitor"),
    visit("library", "wang", "?q=不会有的字", kind="achievement", note="nothing"),
    visit("match", "wang"),
    visit("match_shortlists", "wang"),
    visit("match_list", "wang", list_id="$list_id"),
    visit("match_list", "wang", list_id="$hopeless_id", note="no-good-match"),
    visit("match_from", "wang", record_id="need:N1"),
    visit("match_compare", "wang", f"?{A1}&record=achievement:A2", list_id="$list_id"),
    visit("match_why_not", "wang", "?record=achievement:A3", list_id="$list_id"),
    visit("match_card", "wang", list_id="$list_id", record_id="achievement:A1"),
    visit("match_shortlist", "wang", request_id="$request_id"),
    visit("coach", "wei"),
    visit("coach_list", "wang", list_id="$list_id"),
    visit("searches", "wang"),
    visit("searches", "wei", note="empty"),
    visit("search", "wang", search_id="$search_id"),
    visit("search_new", "wang", "?library=achievement&q=电池"),
    visit("search_stop_link", token="$token"),  # noqa: S106  (what the site holds is looked up)
    visit("judging", "wang"),
    visit("judging", "olga", note="office"),
    visit("judging_new", "olga"),
    visit("judging_item", "wang", round_name="$round_name"),
    visit("judging_item", "zhao", round_name="$round_name", note="through"),
    visit("judging_dispute", "olga", round_name="$round_name"),
    visit("judging_figures", "olga", round_name="$round_name"),
    visit("records", "wei"),
    visit("records", "li", "?state=published", note="published"),
    visit("record_kinds", "wei"),
    *(visit("record_new", "wei", kind=kind, note=kind) for kind in ("need", "achievement")),
    visit("record_step", "wei", kind="need", step=1),
    visit("record", "wei", record_id="$draft_id", note="draft"),
    visit("record", "wei", record_id="$offered_id", note="of-others"),
    visit("record", record_id="$offered_id", note="public"),
    visit("record_edit", "wei", record_id="$draft_id"),
    visit("record_history", "wei", record_id="$draft_id"),
    visit("record_openings", "li", record_id="$offered_id"),
    visit("reviews", "zhao"),
    visit("record_review", "zhao", record_id="$waiting_id"),
    visit("interests", "li"),
    visit("interests", "wei", "?box=sent", note="sent"),
    visit("interest", "li", interest_id="$interest_id"),
    visit("interest_new", "wang", "?record=achievement:A1"),
    visit("imports", "li"),
    visit("import_new", "li"),
    visit("import_columns", "li", import_id="$import_columns_id"),
    visit("import_preview", "li", import_id="$import_preview_id"),
    visit("import", "li", import_id="$import_run_id"),
    visit("job", "li", job_id="$job_id"),
    visit("audit_log", "olga"),
    visit("api:reference"),
    visit("no_such_page", "wei", status=404),
    visit("not_for_you", "ning", status=403),
)  # fmt: skip

# Addresses of visits that have no name of their own.
NAMELESS = {"no_such_page": "/no/such/page/", "not_for_you": "/match/"}

# What shows no page of its own; with the reason.
NO_PAGES_TOLD = """
it takes a POST and leads on:
    set_language theme begin revoke_token ask_to_join invite assign_manager end_assignment
    change_role remove_member answer_join_request withdraw_invitation decide job_cancel
    job_retry notice_read notices_read record_attach record_detach record_publish record_renew
    record_reopen record_submit record_typed record_undo record_withdraw record_official
    interest_accept interest_decline interest_end interest_withdraw import_discard
    import_publish import_run import_sheet import_submit import_undo library_change
    library_undo match_again match_widen match_aside match_back match_challenge match_drop
    judging_answer judging_keep judging_settle judging_undo judging_unsettle
    match_keep match_looks match_note match_share match_unkeep match_unshare match_up
    search_pause search_resume search_stop
gives a file:
    judging_export
    audit_export library_export library_exported match_dossier match_sheet
    mfa_download_recovery_codes import_errors_csv import_errors_xlsx import_template
    record_file
a part of a page:
    match_needs match_titles job_progress
no HTML:
    manifest service_worker alive ready exchange_document
leads to the first library:
    libraries
only in the middle of something; the walks and the tests of their app come by:
    accept_invitation account_complete_password_reset account_confirm_login_code
    account_confirm_password_reset_code account_email_verification_sent
    account_password_reset_completed account_reauthenticate account_set_password
    account_verify_phone correct_registration library_changed mfa_activate_totp
    mfa_add_webauthn mfa_authenticate mfa_deactivate_totp mfa_edit_webauthn
    mfa_generate_recovery_codes mfa_login_webauthn mfa_reauthenticate
    mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_view_recovery_codes
    openid_connect_callback openid_connect_login record_partners socialaccount_login_error
    socialaccount_signup
"""


def _without_page() -> dict[str, str]:
    reason, told = "", {}
    for line in NO_PAGES_TOLD.strip().splitlines():
        if line.startswith(" "):
            told |= dict.fromkeys(line.split(), reason)
        else:
            reason = line.rstrip(":")
    return told


NO_PAGES = _without_page()


def named_addresses() -> Iterator[str]:
    """Yield the name of every address of the site."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def within(resolver: Any, space: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                deeper = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from within(pattern, deeper)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield space + pattern.name

    yield from within(get_resolver(), "")


def unlisted() -> set[str]:
    """Return the addresses that stand in neither table."""
    looked_at = {one.url_name for one in VISITS}
    return {
        name
        for name in named_addresses()
        if name not in looked_at | NO_PAGES.keys() and not name.startswith("api:")
    }
