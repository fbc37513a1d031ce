from django.urls import path

from .views import account, contacts, inbox, roster

app_name = "people"
urlpatterns = [
    path("", roster.people_list, name="list"),
    path("<int:pk>/", roster.person_show, name="show"),
    path("<int:pk>/contacts/", contacts.contacts, name="contacts"),
    path("account/", account.account, name="account"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.inbox_open, name="inbox-open"),
    path("inbox/read-all/", inbox.inbox_read_all, name="inbox-read-all"),
    path("inbox/unread/<int:stamp>/", inbox.inbox_unread, name="inbox-unread"),
]
