"""The months as people write them, in English and Afrikaans."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januarie",
            "february feb februarie",
            "march mar maart mrt",
            "april apr",
            "may mei",
            "june jun junie",
            "july jul julie",
            "august aug augustus",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec desember des",
        ),
        start=1,
    )
    for name in names.split()
}
"""In small letters, to 1 to 12."""
