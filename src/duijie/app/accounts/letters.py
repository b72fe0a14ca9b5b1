"""What people are told by mail, by text message and on their next page, when they sign in."""

from typing import Final

from duijie.kernel.words import N_

_IGNORE = N_("If you did not ask for this, you may ignore this mail.")
_CODE = N_("Your code is %(code)s. It is valid for a few minutes; nobody else needs it.")
_NOT_YOU = N_(
    "It was done from %(ip)s with %(user_agent)s. If it was not you, change your password at once "
    "and sign out all other sessions."
)

# By the name that allauth has for a mail: its subject, and its paragraphs.
LETTERS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "account/email/email_confirmation": (N_("Confirm your e-mail address"), (_CODE, _IGNORE)),
    "account/email/email_confirmation_signup": (
        N_("Confirm your e-mail address"),
        (_CODE, _IGNORE),
    ),
    "account/email/login_code": (N_("Your sign-in code"), (_CODE, _IGNORE)),
    "account/email/password_reset_code": (
        N_("Your code for a new password"),
        (_CODE, _IGNORE),
    ),
    "account/email/account_already_exists": (
        N_("You have an account already"),
        (
            N_("Somebody, probably you, tried to sign up with this address, which has an account."),
            N_("Sign in instead. If you forgot the password, choose a new one on that page."),
        ),
    ),
    "account/email/email_changed": (
        N_("Your e-mail address was changed"),
        (N_("Your account has another e-mail address now."), _NOT_YOU),
    ),
    "account/email/email_confirm": (
        N_("Your e-mail address was confirmed"),
        (N_("This address belongs to your account now."), _NOT_YOU),
    ),
    "account/email/email_deleted": (
        N_("Your e-mail address was removed"),
        (N_("This address belongs to your account no longer."), _NOT_YOU),
    ),
    "account/email/password_changed": (
        N_("Your password was changed"),
        (N_("Your account has a new password."), _NOT_YOU),
    ),
    "account/email/password_reset": (
        N_("Your password was changed"),
        (N_("Your account has a new password."), _NOT_YOU),
    ),
    "account/email/password_set": (
        N_("Your account has a password now"),
        (N_("You can sign in with a password now."), _NOT_YOU),
    ),
    "mfa/email/totp_activated": (
        N_("Your sign-in asks for a code now"),
        (N_("An authenticator app was added to your account."), _NOT_YOU),
    ),
    "mfa/email/totp_deactivated": (
        N_("Your sign-in asks for no code any more"),
        (N_("The authenticator app was removed from your account."), _NOT_YOU),
    ),
    "mfa/email/webauthn_added": (
        N_("A passkey was added"),
        (N_("A passkey was added to your account."), _NOT_YOU),
    ),
    "mfa/email/webauthn_removed": (
        N_("A passkey was removed"),
        (N_("A passkey was removed from your account."), _NOT_YOU),
    ),
    "mfa/email/recovery_codes_generated": (
        N_("You have new recovery codes"),
        (N_("New recovery codes were made; the earlier ones are void."), _NOT_YOU),
    ),
    "socialaccount/email/account_connected": (
        N_("Another way to sign in was added"),
        (N_("You can sign in with %(provider)s now."), _NOT_YOU),
    ),
    "socialaccount/email/account_disconnected": (
        N_("A way to sign in was removed"),
        (N_("You can no longer sign in with %(provider)s."), _NOT_YOU),
    ),
}

# By the name that allauth has for a message; what is not here is not said.
MESSAGES: Final[dict[str, str]] = {
    "account/messages/email_confirmation_failed.txt": N_(
        "%(email)s belongs to another account already."
    ),
    "account/messages/email_confirmation_sent.txt": N_("We sent a code to %(email)s."),
    "account/messages/email_confirmed.txt": N_("%(email)s is confirmed."),
    "account/messages/email_deleted.txt": N_("%(email)s was removed."),
    "account/messages/logged_out.txt": N_("You have signed out."),
    "account/messages/login_code_sent.txt": N_("We sent a code to %(recipient)s."),
    "account/messages/password_changed.txt": N_("The password was changed."),
    "account/messages/password_set.txt": N_("The password is set."),
    "account/messages/phone_verification_sent.txt": N_("We sent a code to %(phone)s."),
    "account/messages/phone_verified.txt": N_("%(phone)s is confirmed."),
    "account/messages/unverified_primary_email.txt": N_("Confirm your e-mail address first."),
    "mfa/messages/recovery_codes_generated.txt": N_("Here are your new recovery codes."),
    "mfa/messages/totp_activated.txt": N_("Signing in asks for a code now."),
    "mfa/messages/totp_deactivated.txt": N_("Signing in asks for no code any more."),
    "mfa/messages/webauthn_added.txt": N_("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": N_("The passkey was removed."),
    "socialaccount/messages/account_connected.txt": N_("The account is connected."),
    "socialaccount/messages/account_connected_other.txt": N_(
        "That account is connected with somebody else here."
    ),
    "socialaccount/messages/account_connected_updated.txt": N_("The account is connected."),
    "socialaccount/messages/account_disconnected.txt": N_("The account is connected no longer."),
    "usersessions/messages/sessions_logged_out.txt": N_("All other sessions are signed out."),
}

SMS_CODE = N_("[Duijie] Your code is %(code)s, valid for a few minutes. Tell it to nobody.")
SMS_HAS_ACCOUNT = N_("[Duijie] This phone has an account already. Sign in with a code instead.")

# By allauth's code of a problem.
PROBLEMS: Final[dict[str, str]] = {
    "account_inactive": N_("This account is closed."),
    "cannot_remove_primary_email": N_("Your main e-mail address cannot be removed."),
    "duplicate_email": N_("This address belongs to your account already."),
    "email_password_mismatch": N_("Address and password do not belong together."),
    "phone_password_mismatch": N_("Phone and password do not belong together."),
    "username_password_mismatch": N_(
        "Write an e-mail address or a mobile phone, and its password."
    ),
    "email_taken": N_("This address has an account already."),
    "enter_current_password": N_("Write your present password."),
    "incorrect_code": N_("This code is not right."),
    "incorrect_password": N_("This password is not right."),
    "invalid_or_expired_key": N_("This code is not valid any more."),
    "invalid_login": N_("Write an e-mail address or a mobile phone."),
    "invalid_password_reset": N_("This code is not valid any more."),
    "phone_taken": N_("This phone has an account already."),
    "too_many_login_attempts": N_("Too many tries. Wait a few minutes and try again."),
    "unknown_email": N_("There is no account with this address."),
    "unknown_phone": N_("There is no account with this phone."),
    "unverified_primary_email": N_("Confirm your e-mail address first."),
    "select_only_one": N_("Write only one of the two."),
    "same_as_current": N_("This is what it is already."),
    "rate_limited": N_("Too many tries. Wait a few minutes and try again."),
    "add_email_blocked": N_("Remove the second factor before you change the address."),
    "cannot_delete_authenticator": N_("This second factor cannot be removed."),
    "cannot_generate_recovery_codes": N_("Recovery codes need a second factor first."),
    "unverified_email": N_("Confirm your e-mail address first."),
}
