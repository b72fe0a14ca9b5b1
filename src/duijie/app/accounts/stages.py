"""The steps between a right password and being signed in."""

from typing import Any

from allauth.account import stages


class EmailVerificationStage(stages.EmailVerificationStage):  # type: ignore[misc]
    """Asks for the code that was sent by e-mail, unless somebody signed up with a phone alone."""

    def handle(self) -> tuple[Any, bool]:
        """Return the page to show next, if any, and whether to go on."""
        user = self.login.user
        if user is not None and not user.email and user.phone and user.phone_verified:
            return None, True
        response, goes_on = super().handle()
        return response, goes_on
