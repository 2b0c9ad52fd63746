"""Money as the composer edits it: fee lines, payments, limits; options of a proposal."""

from __future__ import annotations

from clientdesk.ui.panels.papers.specs import (
    AMOUNT,
    CHOICE,
    DAY,
    FLAG,
    NUMBER,
    PERCENT,
    TEXT,
    TIE,
    Computed,
    FieldSpec,
    Heading,
    RowsSpec,
    SectionSpec,
    translate,
)

_RETAINER = ("fees.kind", ("retainer",))
_TIME = ("fees.kind", ("time_and_materials",))


def rate_units() -> tuple[tuple[str, str], ...]:
    """What a rate is for."""
    return (("hour", translate("Papers", "hour")), ("day", translate("Papers", "day")))


def payment_rows(path: str, *, has_share: bool = True) -> RowsSpec:
    """Instalments, tied to what makes them due."""
    share = FieldSpec("percent", translate("Papers", "Share (%)"), PERCENT, is_short=True)
    amount_title = translate("Papers", "or amount") if has_share else translate("Papers", "Amount")
    return RowsSpec(
        path,
        translate("Papers", "Payments"),
        (
            FieldSpec("tied_to", translate("Papers", "Falls due with"), TIE),
            FieldSpec("text", translate("Papers", "In other words (optional)")),
            *((share,) if has_share else ()),
            FieldSpec("amount", amount_title, AMOUNT, is_short=True),
            FieldSpec("planned_on", translate("Papers", "Planned"), DAY, is_short=not has_share),
        ),
        ("tied_to", "percent", "amount") if has_share else ("tied_to", "amount"),
        translate("Papers", "Add payment"),
        "P" if has_share else "",
        translate("Papers", "Tie payments to accepted outputs rather than to dates."),
        blank={"percent": None},
        kept="percent" if has_share else "",
    )


def _fee_lines() -> RowsSpec:
    units = (
        ("item", translate("Papers", "item")),
        ("hour", translate("Papers", "hour")),
        ("day", translate("Papers", "day")),
        ("month", translate("Papers", "month")),
    )
    return RowsSpec(
        "fees.lines",
        translate("Papers", "Fee lines"),
        (
            FieldSpec("text", translate("Papers", "For"), TEXT),
            FieldSpec("quantity", translate("Papers", "Quantity"), AMOUNT, is_short=True),
            FieldSpec("unit", translate("Papers", "Unit"), CHOICE, choices=units, is_short=True),
            FieldSpec("unit_price", translate("Papers", "Price of one"), AMOUNT, is_short=True),
            FieldSpec(
                "tax_rate",
                translate("Papers", "Tax rate (%), if another"),
                PERCENT,
                is_short=True,
            ),
        ),
        ("text", "quantity", "unit_price"),
        translate("Papers", "Add fee line"),
        hint=translate("Papers", "Paste rows from a spreadsheet: text, quantity, unit, price, tax rate."),
        blank={"quantity": "1"},
        is_needed=True,
    )


def fees() -> SectionSpec:
    """What it costs, and when it is paid."""
    kinds = (
        ("fixed_fee", translate("Papers", "Fixed fee")),
        ("time_and_materials", translate("Papers", "Time and materials")),
        ("retainer", translate("Papers", "Retainer")),
    )
    return SectionSpec(
        "fees",
        translate("Papers", "Fees and payment"),
        translate("Papers", "Totals are computed and never typed."),
        (
            FieldSpec("fees.kind", translate("Papers", "Kind"), CHOICE, choices=kinds, is_short=True),
            FieldSpec("fees.currency", translate("Papers", "Currency"), is_short=True, is_needed=True),
            _fee_lines(),
            FieldSpec("fees.discount", translate("Papers", "Discount"), AMOUNT),
            FieldSpec("fees.tax_name", translate("Papers", "Tax"), is_short=True),
            FieldSpec("fees.tax_rate", translate("Papers", "Tax rate (%)"), PERCENT, is_short=True),
            FieldSpec(
                "fees.tax_note",
                translate("Papers", "Note on the tax"),
                hint=translate("Papers", "For example why none is charged."),
            ),
            Computed("fees"),
            FieldSpec(
                "fees.hours_included",
                translate("Papers", "Hours a month"),
                AMOUNT,
                is_short=True,
                when=_RETAINER,
            ),
            FieldSpec(
                "fees.rollover_months",
                translate("Papers", "Unused hours stay (months)"),
                NUMBER,
                is_short=True,
                when=_RETAINER,
            ),
            FieldSpec(
                "fees.over_rate", translate("Papers", "An hour beyond them costs"), AMOUNT, when=_RETAINER
            ),
            FieldSpec("fees.cap", translate("Papers", "Most for work by the hour"), AMOUNT, when=_TIME),
            payment_rows("fees.payments"),
            FieldSpec(
                "fees.due_days",
                translate("Papers", "Invoices due after (days)"),
                NUMBER,
                is_short=True,
                is_needed=True,
            ),
            FieldSpec("fees.method", translate("Papers", "Paid by"), is_short=True),
            Heading(translate("Papers", "Limits and late payment")),
            FieldSpec("fees.expenses_cap", translate("Papers", "Expenses up to"), AMOUNT, is_short=True),
            FieldSpec(
                "fees.pause_days",
                translate("Papers", "Work may pause after (days late)"),
                NUMBER,
                is_short=True,
            ),
            FieldSpec("fees.late_terms", translate("Papers", "When a payment is late"), TEXT),
        ),
        translate("Papers", "Fees"),
    )


def options() -> SectionSpec:
    """The ways to do it, in a proposal."""
    return SectionSpec(
        "options",
        translate("Papers", "Options"),
        translate("Papers", "Two or three ways to do it, each with its price. One of them is yours."),
        (
            RowsSpec(
                "options",
                translate("Papers", "Options"),
                (
                    FieldSpec("title", translate("Papers", "Option")),
                    FieldSpec("text", translate("Papers", "What it holds"), TEXT),
                    FieldSpec("price", translate("Papers", "Price without tax"), AMOUNT, is_short=True),
                    FieldSpec(
                        "is_recommended", translate("Papers", "I recommend this one"), FLAG, is_short=True
                    ),
                ),
                ("title", "price"),
                translate("Papers", "Add option"),
                "O",
                is_needed=True,
            ),
        ),
    )
