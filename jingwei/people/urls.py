from django.urls import path

from .views import account, entry, inbox, roster

app_name = "people"
urlpatterns = [
    path("", roster.people_list, name="list"),
    path("<int:pk>/", roster.person_show, name="show"),
    path("codes/", roster.codes, name="codes"),
    path("sign-in/", entry.sign_in, name="sign-in"),
    path("sign-out/", entry.sign_out, name="sign-out"),
    path("enter/", entry.enter, name="enter"),
    path("password/", entry.password, name="password"),
    path("account/", account.account, name="account"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.inbox_open, name="inbox-open"),
    path("inbox/read-all/", inbox.inbox_read_all, name="inbox-read-all"),
    path("inbox/unread/<int:stamp>/", inbox.inbox_unread, name="inbox-unread"),
]
