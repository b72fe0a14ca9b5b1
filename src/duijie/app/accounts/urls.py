"""Addresses of people and their organisations."""

from django.urls import path, re_path

from duijie.app.accounts.views import members, organizations, people, verification

urlpatterns = [
    path("my/profile/", people.profile, name="profile"),
    path("my/tokens/", people.tokens, name="tokens"),
    path("my/tokens/<int:pk>/revoke/", people.revoke_token, name="revoke_token"),
    path("my/organizations/", organizations.organizations, name="organizations"),
    path("my/organizations/new/", organizations.register, name="register_organization"),
    path("my/organizations/<int:pk>/", members.members, name="members"),
    path("my/organizations/<int:pk>/correct/", organizations.correct, name="correct_registration"),
    path("my/organizations/<int:pk>/join/", organizations.ask_to_join, name="ask_to_join"),
    path("my/organizations/<int:pk>/invite/", members.invite, name="invite"),
    path("my/organizations/<int:pk>/assign/", members.assign_manager, name="assign_manager"),
    path("my/assignments/<int:pk>/end/", members.end_assignment, name="end_assignment"),
    path("my/members/<int:pk>/role/", members.change_role, name="change_role"),
    path("my/members/<int:pk>/remove/", members.remove_member, name="remove_member"),
    path("my/requests/<int:pk>/", members.answer_join_request, name="answer_join_request"),
    path(
        "my/invitations/<int:pk>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"
    ),
    path("invitations/<str:link>/", members.accept_invitation, name="accept_invitation"),
    path("verification/", verification.verification, name="verification"),
    re_path(
        r"^verification/(?P<pk>\d{1,18})/(?P<step>verify|reject|suspend|restore)/$",
        verification.decide,
        name="decide",
    ),
]
