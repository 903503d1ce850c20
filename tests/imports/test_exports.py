"""Exports as practices bring them, written by us after the real ones, about people who do not exist."""

from datetime import date
from pathlib import Path

import pytest

from clientmanager.imports import Draft, Labelled, PostalAddress, Reading, RejectedRow, read

EXPORTS = Path(__file__).parent / "exports"


def reading(name: str) -> Reading:
    return read((EXPORTS / name).read_bytes(), name)


def client(of: Reading, row: int) -> Draft:
    found = next(one for one in of.rows if one.row == row)
    assert isinstance(found, Draft)
    return found


@pytest.mark.parametrize(
    ("name", "kind", "recognised_as", "drafts", "rejected"),
    [
        ("google.csv", "csv", "Google Contacts", 3, 1),
        ("google_before_2024.csv", "csv", "Google Contacts", 1, 0),
        ("outlook.csv", "csv", "Outlook contacts", 2, 0),
        ("afrikaans_praktyk.csv", "csv", "a spreadsheet with 12 of 13 known headings", 4, 1),
        ("practice.csv", "csv", "a spreadsheet with 13 of 14 known headings", 6, 0),
        ("phones.vcf", "vcard", "Apple Contacts (vCard 2.1 and 3.0 and 4.0)", 4, 3),
    ],
)
def test_each_export_is_recognised_and_every_row_ends_as_one_thing(name, kind, recognised_as, drafts, rejected):
    of = reading(name)
    assert (of.kind, of.recognised_as) == (kind, recognised_as)
    assert [isinstance(one, Draft) for one in of.rows].count(True) == drafts
    assert [isinstance(one, RejectedRow) for one in of.rows].count(True) == rejected
    assert len({one.row for one in of.rows}) == len(of.rows)


def test_google_contacts_keep_labels_several_numbers_in_a_cell_and_the_address():
    thandi = client(reading("google.csv"), 2)
    assert (thandi.title, thandi.first_names, thandi.last_name) == ("Ms", "Thandiwe Nkosazana", "Mokoena")
    assert thandi.preferred_name == "Thandi"
    assert thandi.birth_date == date(1996, 2, 29)
    assert thandi.emails == (
        Labelled("Work", "thandiwe@umoya.example.com"),  # starred by its owner, so it comes first
        Labelled("Home", "thandi.private@example.co.za"),
    )
    assert thandi.phones == (
        Labelled("Mobile", "082 123 4567"),
        Labelled("Mobile", "+27 83 765 4321"),
        Labelled("Work", "011 234 5678"),
    )
    assert thandi.addresses == (
        PostalAddress("Home", "12 Protea Road\nParkhurst", "Johannesburg", "Gauteng", "2193", "South Africa"),
    )
    assert thandi.category == "A clients"
    assert thandi.note == "Prefers WhatsApp\nafter five"
    assert ("Organization Name", "Umoya Energy (Pty) Ltd") in thandi.extra
    assert ("Labels", "* myContacts") in thandi.extra
    assert not [heading for heading, _ in thandi.extra if heading == "Address 1 - Formatted"]


def test_a_company_without_a_person_is_a_company_and_a_number_without_a_name_is_rejected():
    of = reading("google.csv")
    assert (client(of, 4).kind, client(of, 4).entity_name) == ("company", "Baobab Boerdery Bpk")
    assert of.rows[-1] == RejectedRow(
        5, "There is a phone number here, but no name: add a first name, a surname or a company's name."
    )


def test_outlook_contacts_keep_their_places_and_what_repeats_is_said_once():
    lerato = client(reading("outlook.csv"), 2)
    assert (lerato.first_names, lerato.last_name) == ("Lerato", "Netshiṱuni")
    assert lerato.birth_date == date(1988, 12, 31)
    assert [phone.label for phone in lerato.phones] == ["Work", "Home", "Home", "Mobile", "Work fax"]
    assert [address.postal_code for address in lerato.addresses] == ["0920", "0920"]
    assert ("Company", "Soutpansberg Hospital") in lerato.extra
    assert not [heading for heading, _ in lerato.extra if heading == "E-mail Display Name"]


def test_an_address_of_exchange_is_kept_and_pointed_out():
    johan = client(reading("outlook.csv"), 3)
    assert johan.last_name == "'t Hooft"
    assert johan.emails == ()
    assert ("E-mail Address", "/o=ExchangeLabs/ou=Group/cn=Recipients/cn=johan") in johan.extra
    assert johan.warnings == ("E-mail Address: what stands there is not an e-mail address, so it is kept as it is.",)


def test_an_afrikaans_practice_list_is_read_below_its_titles():
    of = reading("afrikaans_praktyk.csv")
    hannes = client(of, 5)
    assert (hannes.title, hannes.first_names, hannes.last_name) == ("Mnr", "Johannes Petrus", "Botha")
    assert (hannes.id_number, hannes.birth_date) == ("7506165002089", date(1975, 6, 16))
    assert hannes.addresses == (PostalAddress("Postal", "Posbus 12, Pretoria", "", "", "0001", ""),)
    assert hannes.adviser == "Naledi Dlamini"
    assert hannes.extra == (("Ras", "x"),)
    anna = client(of, 6)
    assert anna.birth_date == date(1960, 3, 1)
    assert anna.phones == (Labelled("Mobile", "0825550122"),)
    assert [email.value for email in anna.emails] == ["anna@example.co.za", "annie@example.com"]
    assert (client(of, 7).kind, client(of, 7).registration_number) == ("trust", "IT1234/2010")
    assert (client(of, 8).kind, client(of, 8).registration_number) == ("company", "2015/123456/07")
    assert of.warnings == (
        "Above the headings stands, and was not read: Mokoena & Botha Finansiële Beplanners / Kliëntelys",
    )


def test_a_plain_list_loses_neither_double_headings_nor_cells_without_one():
    thandi = client(reading("practice.csv"), 2)
    assert [phone.value for phone in thandi.phones] == ["0821234567", "0831234567"]
    assert thandi.addresses == (
        PostalAddress("Home", "12 Protea Road\nParkhurst", "Johannesburg", "", "2193", ""),
        PostalAddress("Postal", "PO Box 7", "", "", "2122", ""),
    )
    assert thandi.extra == (("Spouse Name", "Sipho"), ("Column O", "likes tea"))


def test_a_malformed_value_never_costs_the_row():
    of = reading("practice.csv")
    assert client(of, 3).last_name == "Botha"
    assert ("E-mail", "not an address") in client(of, 3).extra
    assert client(of, 3).birth_date == date(1975, 3, 12)  # day first
    assert client(of, 4).birth_date is None
    assert ("Date of Birth", "31/02/1980") in client(of, 4).extra
    assert client(of, 4).warnings
    assert [phone.value for phone in client(of, 6).phones] == ["082 555 0130", "083 555 0131"]
    assert ("Cell", "082 555 0130 (him), 083 555 0131 (her)") in client(of, 6).extra


def test_a_formula_in_a_text_file_stays_text():
    formula = client(reading("practice.csv"), 7)
    assert f"{formula.first_names} {formula.last_name}" == "=cmd|'/C calc'!A0"


def test_cards_of_three_versions_in_one_file_are_read():
    of = reading("phones.vcf")
    lerato = client(of, 1)
    assert (lerato.title, lerato.first_names, lerato.last_name) == ("Dr.", "Lerato", "Netshiṱuni")
    assert lerato.note == "First line\nSecond line with = and ; a semicolon"
    assert lerato.phones == (Labelled("Mobile", "0835550114"), Labelled("Work fax", "0155550110"))
    assert lerato.birth_date == date(1988, 12, 31)
    assert lerato.warnings == ("The card's photo (1 kB) was not kept.",)
    renee = client(of, 2)
    assert (renee.first_names, renee.last_name) == ("Renée Marie Anne", "O'Brien")
    assert renee.phones == (Labelled("School", "+27 82 555 0140"),)
    assert renee.emails == (Labelled("Book club", "renee@example.com"),)
    assert renee.addresses[0].country == "South Africa"
    assert renee.category == "Clients; Family"
    assert ("BDAY", "--06-12") in renee.extra
    johannes = client(of, 5)
    assert (johannes.last_name, johannes.phones[0]) == ("van der Merwe", Labelled("Mobile", "+27-82-555-0160"))


def test_a_card_that_is_broken_or_no_client_is_rejected_alone():
    of = reading("phones.vcf")
    assert client(of, 3).kind == "company"
    assert [one for one in of.rows if isinstance(one, RejectedRow)] == [
        RejectedRow(4, "This card has no end: the file may have been cut off."),
        RejectedRow(6, "This card is a group of contacts, not a client."),
        RejectedRow(
            7, "There is an e-mail address here, but no name: add a first name, a surname or a company's name."
        ),
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in EXPORTS.iterdir()))
def test_no_warning_or_reason_repeats_a_clients_particulars(name):
    for one in reading(name).rows:
        if isinstance(one, RejectedRow):
            assert "@" not in one.reason
            continue
        secrets = {one.id_number, one.last_name, *(labelled.value for labelled in (*one.emails, *one.phones))} - {""}
        assert not [secret for secret in secrets for warning in one.warnings if secret in warning]
