"""The forms under customers' codes: one code, with whom or which product it is about, and a paste of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.catalogue.code_paste import MOST_ROWS, Pasted
from apps.catalogue.customers import PriceCustomer, customers_found
from apps.catalogue.models import LONGEST_CODE, Product
from apps.catalogue.panels import chosen_customer
from apps.catalogue.selectors import product_get, product_search, products_by_codes
from apps.catalogue.texts import code_key
from apps.core.forms import Form, SearchField
from apps.core.pasted import pasted_rows
from apps.erp.mirror.fold import fold

HITS = 12
# So many sentences are shown below the box; the rows themselves all come back into it.
MOST_REASONS = 50
GONE = _("Removed in LogicTrade. Choose another")
MANY = _("Choose one from the list")


@dataclass(frozen=True)
class Choice:
    """One option of a picker."""

    id: int
    name: str
    number: str

    @classmethod
    def of(cls, one: Product | PriceCustomer) -> "Choice":
        return cls(one.pk if isinstance(one, Product) else one.id, one.name, one.number)


class CodeForm(Form):
    """One code. ``other`` names the record that is picked: by its option's id, else by what was typed in ``q``.

    After cleaning ``picked`` is that record; ``options`` are hits to choose from when the text names no single one.
    """

    other = ""
    code = forms.CharField(label=_("Their code"), max_length=LONGEST_CODE)
    q = SearchField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="own_%s", **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-key": "o"}
        self.options: Sequence[Choice] = ()
        self.picked: Any = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not code_key(code):
            raise forms.ValidationError(self.fields["code"].error_messages["required"])
        return code

    @property
    def typed(self) -> str:
        """What stands in the search box: what was picked by its number, so that it is found again."""
        return (self.picked.number or self.picked.name) if self.picked else self["q"].value() or ""


class ForCustomerForm(CodeForm):
    """On the card of a product: whose code it is."""

    other = "customer"

    def clean(self) -> dict[str, Any]:
        chosen = chosen_customer(self.data.get("customer", ""))
        typed = self.cleaned_data.get("q", "")
        if chosen is None and typed:
            hits = customers_found(typed, HITS)
            same = [one for one in hits if fold(typed) in {fold(one.number), fold(one.name)}]
            chosen = same[0] if len(same) == 1 else None
            self.options = [] if chosen else [Choice.of(one) for one in hits]
        self.picked = chosen if chosen and not chosen.gone else None
        if self.picked is None:
            none = gettext("No customer found. Try a part of the name, number, phone or postcode.")
            self.add_error("q", GONE if chosen else MANY if self.options or not typed else none)
        return self.cleaned_data


class ForProductForm(CodeForm):
    """On the card of a customer: which product it stands for."""

    other = "product"

    def clean(self) -> dict[str, Any]:
        given = self.data.get("product", "")
        chosen = product_get(int(given)) if given.isascii() and given.isdigit() and len(given) < 16 else None
        typed = self.cleaned_data.get("q", "")
        if chosen is None and typed:
            chosen = products_by_codes([typed]).get(typed) if code_key(typed) else None
            hits = [] if chosen else product_search(typed, HITS, with_gone=False)[0]
            self.options = [Choice.of(one) for one in hits]
        self.picked = chosen if chosen and chosen.gone_at is None else None
        if self.picked is None:
            none = gettext("No product has this code, barcode or name.")
            self.add_error("q", GONE if chosen else MANY if self.options or not typed else none)
        return self.cleaned_data


class PasteField(forms.CharField):
    """A text of a spreadsheet: a NUL in it is no reason to refuse the rows around it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\x00", "")) or ""


class PasteForm(Form):
    """Rows of two columns; what was not kept comes back with its reasons."""

    rows = PasteField(
        label=_("Rows of two columns: their code, our code"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("As a spreadsheet copies them; a semicolon or two blanks between the columns will do too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="paste_%s", **kwargs)

    def clean_rows(self) -> str:
        text: str = self.cleaned_data["rows"]
        if len(pasted_rows(text)) > MOST_ROWS:
            raise forms.ValidationError(gettext("At most %(n)d rows at once") % {"n": MOST_ROWS})
        return text

    @classmethod
    def of(cls, pasted: Pasted) -> "PasteForm":
        """The form again with the rows that were not kept, and a sentence about each."""
        form = cls({"rows": pasted.rest})
        form.is_valid()
        for one in pasted.refused[:MOST_REASONS]:
            form.add_error("rows", f"{' '.join(one.row.split())[:LONGEST_CODE]}: {one.reason}")
        return form
