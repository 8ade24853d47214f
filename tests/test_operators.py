"""Operators in the search boxes of real lists: they become chips, work in both languages, and break on nothing."""

import pytest

pytestmark = pytest.mark.django_db


def shown(client, path: str, typed: str):
    answer = client.get(path, {"q": typed})
    assert answer.status_code == 200
    return answer.context["rows"].rows, {chip.value for chip in answer.context["chips"]}, answer


def test_a_town_in_either_language(synced, as_role):
    from apps.relations.models import Customer

    town = Customer.objects.exclude(city="").filter(gone_at=None).first().city
    for word in ("plaats", "town"):
        rows, chips, answer = shown(as_role("sales"), "/relations/customers/", f'{word}:"{town}"')
        assert rows
        assert {row.city for row in rows} == {town}
        assert town in chips
        assert answer.context["filter_form"]["q"].value() in (None, "")


def test_a_state_and_an_amount(synced, as_role):
    rows, chips, _answer = shown(as_role("sales"), "/sales/orders/", ">500")
    assert rows
    assert all(row.total > 500 for row in rows)
    assert chips == {"500"}
    rows, _chips, _answer = shown(as_role("sales"), "/sales/orders/", "<0")
    assert rows == [] or all(row.total <= 0 for row in rows)


def test_words_beside_operators_are_searched_for(synced, as_role):
    from apps.relations.models import Customer

    one = Customer.objects.filter(kind="business", gone_at=None).exclude(city="").first()
    rows, _chips, answer = shown(
        as_role("sales"), "/relations/customers/", f'kind:business "{one.number}"'.replace('"', "")
    )
    assert one.pk in {row.pk for row in rows}
    assert answer.context["filter_form"]["q"].value() == one.number


@pytest.mark.parametrize("typed", ["soort:onzin", "plaats:", '"', ">", "><", "a:b:c", "status:" + "x" * 300])
@pytest.mark.parametrize("path", ["/relations/customers/", "/catalogue/products/", "/sales/quotes/", "/sales/orders/"])
def test_junk_gives_a_page(synced, as_role, path, typed):
    shown(as_role("admin"), path, typed)


def test_the_keys_name_the_lists_operators(synced, as_role):
    text = as_role("sales").get("/sales/orders/").content.decode()
    assert "&gt;500" in text
    assert "status:" in text
