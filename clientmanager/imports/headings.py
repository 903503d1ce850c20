"""What a heading means: English and Afrikaans, phones, mailers, adviser systems and plain practice lists."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

NAMES = {
    "title": "title titel nameprefix honorificprefix aanspreektitel",
    "initials": "initials initial voorletters voorletter inisiale paraaf",
    "first_names": "firstname firstnames givenname givennames forename forenames christianname christiannames voornaam "
    "voorname fullfirstname fullfirstnames vollevoorname vollevoornaam names fname",
    "middle_names": "middlename middlenames additionalname secondname secondnames othernames othername tweedenaam",
    "last_name": "lastname surname familyname van agternaam familienaam sname lname legalsurname",
    "preferred_name": "preferredname preferredfirstname knownas nickname noemnaam roepnaam bynaam goesby callname",
    "full_name": "displayname clientname contactname nameandsurname namesurname naamenvan vollenaam kliëntnaam "
    "naamvankliënt klient client contact membername initialsandsurname voorlettersenvan fileas fullnameandsurname "
    "namessurname nameofclient firstnameandsurname firstandlastname clientfullname customername customer",
    "name": "name naam fullname fullnames namesinfull volname",
    "surname_first": "surnameandinitials surnameinitials surnameandname surnamename surnamefirstname surnameandnames "
    "surnamefirstnames lastnamefirstname vanenvoorletters vanenvoorname vanennaam vanvoorletters",
    "entity_name": "company companyname organization organizationname organisation organisationname organization1name "
    "businessname entityname trustname firm maatskappy maatskappynaam trustnaam besigheid besigheidsnaam "
    "companytrustname nameofcompany nameoftrust nameofentity registeredname",
    "registration_number": "registrationnumber registrationno regno regnr regnumber companyregistrationnumber "
    "companyregistrationno companyregno companyregnumber registrasienommer registrasienr regnommer trustnumber trustno "
    "trustregistrationnumber cknumber ckno cipcnumber mastersreference mastersreferencenumber "
    "trustreference maatskappyregistrasienommer companynumber",
    "bare_id": "id",
    "id_number": "idnumber idno idnr idnum idnommer identitynumber identityno identitynr identificationnumber "
    "identificationno identiteitsnommer identiteitnommer identiteitsnr identitydocumentnumber nationalid "
    "nationalidnumber said saidno saidnumber rsaid rsaidno rsaidnumber southafricanid southafricanidnumber identity "
    "iddocumentnumber idpassport idorpassport idpassportnumber idpassportno idpassportnr idorpassportnumber "
    "idorpassportno identitypassportnumber identityorpassportnumber idpaspoort idpaspoortnommer idofpaspoort "
    "idofpaspoortnommer idregno idregistrationnumber idreg idregnumber idnumberpassportnumber idnopassportno "
    "idpassportregistrationnumber identification",
    "passport_number": "passport passportnumber passportno passportnr passportnum paspoort paspoortnommer paspoortnr",
    "passport_country": "passportcountry countryofpassport passportcountryofissue passportissuingcountry paspoortland "
    "passportissuecountry landvanuitreiking countryofissue",
    "birth_date": "birthday birthdate dateofbirth dob bday geboortedatum verjaarsdag gebdatum datumvangeboorte",
    "gender": "gender sex geslag",
    "language": "language taal homelanguage huistaal preferredlanguage voorkeurtaal correspondencelanguage",
    "last_contact_on": "lastcontact lastcontacted lastcontactdate lastcontacton datelastcontacted dateoflastcontact "
    "laastekontak laastekontakdatum",
    "tags": "tags tag keywords sleutelwoorde etikette",
    "status": "status clientstatus kliëntstatus",
    "category": "category categories clientcategory labels groupmembership kategorie kategorieë kliëntkategorie "
    "segment clientsegment tier clientclass clientgroup clienttier",
    "adviser": "adviser advisor financialadviser financialadvisor planner financialplanner broker brokername "
    "consultant primaryadviser primaryadvisor advisername advisorname makelaar adviseur finansiëleadviseur raadgewer "
    "representative plannername consultantname accountmanager intermediary verteenwoordiger",
    "note": "note notes comment comments remark remarks opmerking opmerkings nota notas kommentaar clientnotes "
    "generalnotes description",
    "kind": "kind type clienttype entitytype contacttype kliënttipe tipekliënt tipe persontype legaltype",
}
EMAIL_PLACES = {
    "": "",
    "Home": "home personal private huis privaat persoonlike persoonlik p h",
    "Work": "work business office werk besigheid kantoor w",
    "Other": "other secondary alternative alternate ander sekondere alternatiewe additional",
    "Main": "primary main preferred primere hoof",
}
PHONE_PLACES = {
    **EMAIL_PLACES,
    "Home": "home huis h residential res private personal",
    "Work": "work business office werk kantoor besigheid w b bus",
    "Mobile": "mobile cell cellphone cellular cel selfoon sel mobiel gsm c s m",
    "Fax": "fax faks f",
    "Home fax": "homefax huisfaks",
    "Work fax": "workfax businessfax officefax werkfaks kantoorfaks",
    "Other fax": "otherfax",
    "Company": "companymain company switchboard",
    "WhatsApp": "whatsapp",
    "Car": "car",
    "Pager": "pager",
    "Callback": "callback",
    "Radio": "radio",
    "ISDN": "isdn",
    "Telex": "telex",
    "TTY": "ttytdd",
}
STANDALONE = {"Mobile", "Fax", "Home fax", "Work fax", "Other fax", "WhatsApp", "Pager", "Callback", "ISDN", "Telex"}
ADDRESS_PLACES = {
    "Home": "home residential res residence huis woon",
    "Physical": "physical fisiese street straat domicilium delivery",
    "Work": "work business office werk besigheid besigheids kantoor",
    "Postal": "postal post pos mailing mail correspondence",
    "Registered": "registered geregistreerde",
    "Other": "other ander alternative",
}
ADDRESS_PARTS = {
    "lines": "address adres addressline line lyn adreslyn street straat suburb voorstad pobox posbus "
    "complex unit building gebou district extendedaddress streetname streetnumber addr buurt",
    "city": "city town stad dorp towncity citytown locality",
    "province": "province state region provinsie stateprovince provincestate",
    "postal_code": "postalcode postcode poskode zip zipcode code kode pcode postkode",
    "country": "country land countryregion",
    "label": "label type",
    "formatted": "formatted",
}
ONLY_WITH_PLACE = {"code", "kode", "land", "type", "label", "line", "lyn", "formatted", "unit"}
OWNERS = ("client", "kliënt", "klient", "entity", "member", "customer", "primary", "contact", "lead")


def canonical(heading: str) -> str:
    """Letters and digits only, without accents or case."""
    plain = unicodedata.normalize("NFKD", heading[:200]).casefold()
    return "".join(character for character in plain if character.isalnum())


@dataclass(frozen=True)
class Column:
    """`field` is "" for a heading nobody knows; e-mail, phone and address columns also say whose and which."""

    heading: str
    field: str
    label: str = ""
    number: str = ""
    place: str = ""


EXACT = {canonical(word): field for field, words in NAMES.items() for word in words.split()}


def _either(words: str) -> str:
    return "|".join(sorted({canonical(word) for word in words.split()}, key=len, reverse=True))


def _places(table: dict[str, str]) -> dict[str, str]:
    return {canonical(word): label for label, words in table.items() for word in words.split()}


EMAIL_LABELS, PHONE_LABELS, ADDRESS_LABELS = map(_places, (EMAIL_PLACES, PHONE_PLACES, ADDRESS_PLACES))
PART_FIELDS = {canonical(word): part for part, words in ADDRESS_PARTS.items() for word in words.split()}
EMAIL = re.compile(
    rf"(?P<before>{_either(' '.join(EMAIL_PLACES.values()))})?(?:emailaddress|emailadres|eposadres|email|epos|mail)"
    rf"(?P<number>\d*)(?:address|adres|value|id)?(?P<also>\d*)(?P<part>type|label|displayname)?"
    rf"(?P<after>{_either(' '.join(EMAIL_PLACES.values()))})?"
)
PHONE = re.compile(
    rf"(?P<before>{_either(' '.join(PHONE_PLACES.values()))})?"
    r"(?P<base>telephone|telefoon|landline|landlyn|phone|foon|tel|contactnumber|contactno|kontaknommer|number|nommer)?"
    r"(?:number|nommer|num|no|nr)?(?P<number>\d*)(?P<part>value|type|label)?"
    rf"(?P<after>{_either(' '.join(PHONE_PLACES.values()))})?(?:number|nommer|no|nr)?(?P<also>\d*)"
)
ADDRESS = re.compile(
    rf"(?P<place>{_either(' '.join(ADDRESS_PLACES.values()))})??(?P<word>address|adres)?(?P<number>\d*)"
    rf"(?P<part>{_either(' '.join(ADDRESS_PARTS.values()))})?(?P<line>\d*)"
)


def understand(heading: str) -> Column:
    """One heading by itself."""
    heading = heading.strip()
    whole, bare = canonical(heading), canonical(re.sub(r"\(.*?\)|\[.*?\]", "", heading[:200]))
    for key in (whole, bare, *(key.removeprefix(canonical(owner)) for owner in OWNERS for key in (whole, bare))):
        if key and (column := _by_key(heading, key)):
            return column
    return Column(heading, "")


def _by_key(heading: str, key: str) -> Column | None:
    if field := EXACT.get(key):
        return Column(heading, field)
    if match := EMAIL.fullmatch(key):
        label = EMAIL_LABELS.get(match["before"] or match["after"] or "", "")
        field = {"type": "email_label", "label": "email_label", "displayname": "repeat"}.get(
            match["part"] or "", "email"
        )
        return Column(heading, field, label, match["number"] or match["also"])
    if (match := PHONE.fullmatch(key)) and (column := _phone(heading, match)):
        return column
    if (match := ADDRESS.fullmatch(key)) and (match["word"] or match["part"]):
        return _address(heading, match)
    return None


def _phone(heading: str, match: re.Match[str]) -> Column | None:
    label = PHONE_LABELS.get(match["before"] or match["after"] or "", "")
    base = match["base"] or ""
    word_alone = len(match["before"] or match["after"] or "") > 2 and label in STANDALONE
    if not word_alone and (not base or (base in ("number", "nommer") and not label)):
        return None
    field = "phone_label" if match["part"] in ("type", "label") else "phone"
    return Column(heading, field, label, match["number"] or match["also"])


def _address(heading: str, match: re.Match[str]) -> Column | None:
    part = match["part"] or "address"
    if part in ONLY_WITH_PLACE and not (match["place"] or match["word"]):
        return None
    google = match["number"] if match["part"] and match["word"] else ""
    place = f"#{google}" if google else (match["place"] or "")
    return Column(
        heading,
        f"address_{PART_FIELDS[part]}",
        ADDRESS_LABELS.get(match["place"] or "", ""),
        match["line"] or match["number"],
        place,
    )


def understand_row(cells: list[str]) -> list[Column]:
    """All headings together: "Name" beside "Surname" is a first name, by itself it is the whole name."""
    columns = [understand(cell) if len(cell) <= 80 else Column(cell, "") for cell in cells]
    fields = Counter(column.field for column in columns)
    name = "first_names" if fields["last_name"] and not fields["first_names"] else "full_name"
    return [replace(column, field=name) if column.field == "name" else column for column in columns]


def recognised(columns: list[Column]) -> int:
    """How many different headings are known."""
    return len({canonical(column.heading) for column in columns if column.field})


def source(columns: list[Column]) -> str:
    """Who wrote the file, in words."""
    keys = {canonical(column.heading) for column in columns} - {""}
    if "email1value" in keys or "phone1value" in keys:
        return "Google Contacts"
    if len(keys & {"emailaddress", "emaildisplayname", "businessphone", "mobilephone", "businessstreet"}) >= 3:
        return "Outlook contacts"
    if len(keys & {"entityfirstname", "entitylastname", "entitydob", "entitypreferredname"}) >= 2:
        return "an Xplan export"
    if {"firstnames", "lastname", "entityname", "preferredname"} <= keys:
        return "a ClientManager export"
    known = sum(1 for column in columns if column.field)
    total = sum(1 for column in columns if column.heading)
    return f"a spreadsheet with {known} of {total} known headings"
