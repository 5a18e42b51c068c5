"""The inbox: everybody's home, with a first step for who has none."""

import pytest

from factories import accounts, library
from quanheng.platform.common import inbox
from quanheng.platform.common.roles import Role

pytestmark = pytest.mark.django_db


def test_an_owner_with_nothing_to_do_is_shown_where_to_begin():
    page = accounts.client_for(accounts.actor(Role.OWNER)).get("/inbox/").text
    assert ('href="/achievements/new/"' in page, "Register an achievement" in page) == (True, True)


def test_who_cannot_register_is_not_shown_that_button():
    assert "/achievements/new/" not in accounts.client_for(accounts.actor(Role.REVIEWER)).get("/inbox/").text


def test_the_reader_chooses_how_many_rows_a_page_of_the_inbox_has():
    owner = library.owner()
    row = library.draft(owner)
    to = inbox.Recipient(Role.OWNER, person_id=owner.person_id)
    for _ in range(21):
        inbox.assign(row, "submit", what="Do it", to=to, at=library.NOW, by=owner)
    client = accounts.client_for(owner)
    shown = [client.get(f"/inbox/?view=todo{more}").text.count("Do it") for more in ("", "&rows=50")]
    assert shown == [20, 21]
