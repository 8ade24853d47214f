"""Slots: what a higher app puts into a frame."""

from django.template import engines

from apps.core import slots


def test_the_templates_of_a_slot_are_drawn_in_order_with_the_page_s_context(monkeypatch):
    monkeypatch.setattr(slots, "_slots", {})
    slots.register("test", "core/_link_words.html", order=200)
    slots.register("test", "core/_crumbs.html", order=50)
    slots.register("test", "core/_crumbs.html", order=300)
    assert slots.templates_of("test") == ["core/_link_words.html", "core/_crumbs.html"]
    assert slots.templates_of("other") == []


def test_a_value_of_the_page_is_escaped_in_the_slot(monkeypatch):
    monkeypatch.setattr(slots, "_slots", {})
    slots.register("test", "dashboard/_others.html")
    page = engines["django"].from_string("{% load core %}<p>{% slot 'test' %}</p>{% slot 'nothing' %}")
    text = page.render({"others": {"key": "<b>", "people": [], "more": 0}})
    assert 'value="&lt;b&gt;"' in text
    assert text.startswith("<p><input")
