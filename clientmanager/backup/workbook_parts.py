"""What every workbook has besides its rows: the list of sheets, five styles, and the sheet that explains."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from clientmanager.backup.manifest import Manifest
from clientmanager.backup.naming import local_moment
from clientmanager.backup.sheet_cells import HEADING, TEXT, TITLE, number_cell, text_cell

READ_ME = "Read me"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# plain, text ("@", so that editing a cell that begins with = keeps it text), date, moment, heading, title
STYLES = f"""{_XML}<styleSheet {_MAIN}>
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="16"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="2"><border/>
<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1"/>
<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""

_WIDTHS = {"uuid": 38, "date": 12, "timestamp with time zone": 20, "boolean": 8, "integer": 10, "bigint": 12}
_WIDTH = 24


def fixed_parts(sheets: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files of a workbook with these sheets, but for the sheets themselves."""
    numbered = list(enumerate(sheets, start=1))
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>' for n, _ in numbered
    )
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    }
    for name, content in parts.items():
        yield name, (_XML + content).encode()
    yield "xl/styles.xml", STYLES.encode()


def sheet_start(types: list[str], *, headings: bool = True) -> bytes:
    """The beginning of a sheet; its first row stays in view where it holds the headings."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_WIDTHS.get(name, _WIDTH)}" customWidth="1"/>'
        for n, name in enumerate(types, start=1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if headings else ""
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    return f"{_XML}<worksheet {_MAIN}>{view}<cols>{columns}</cols><sheetData>".encode()


def sheet_end(filtered: str = "") -> bytes:
    return f"</sheetData>{f'<autoFilter ref={quoteattr(filtered)}/>' if filtered else ''}</worksheet>".encode()


def read_me_rows(manifest: Manifest, sheets: list[tuple[str, int, str]], *, too_long: bool) -> list[bytes]:
    """The first sheet: whose backup this is, how to read it, and what it must hold.

    Args:
        sheets: name, rows, and the SHA-256 of the table in the sealed backup.
    """
    facts = [
        ("Practice", manifest.practice.name),
        ("Practice's Id", str(manifest.practice.id)),
        ("Taken", f"{local_moment(manifest.taken_at)} (South African time)"),
        ("Backup", str(manifest.snapshot_id)),
        ("ClientManager", f"{manifest.app_version}, schema {manifest.schema_revision}"),
    ]
    notes = [
        "Excel knows no time zones: every moment is shown in South African time.",
        "Dates before March 1900 and numbers of more than 15 digits are kept as text, for Excel would change them.",
        "ID numbers, phones and everything that begins like a formula are text: nothing here runs.",
        "A table with more rows than a sheet holds goes on in a sheet of the same name with (2) behind it.",
        "A cell holds no file: “Task files” has the name, size and SHA-256 of each. The CSV download has the files.",
    ]
    if too_long:
        notes.append("A text longer than a cell holds goes on in the sheet “Long texts”, in as many pieces as needed.")
    rows: list[list[tuple[str | int, int]]] = [
        [("Backup", TITLE)],
        *([(name, TEXT), (said, TEXT)] for name, said in facts),
        [],
        *([(note, TEXT)] for note in notes),
        [],
        [("Sheet", HEADING), ("Rows", HEADING), ("SHA-256 of the table", HEADING)],
        *([(name, TEXT), (count, 0), (digest, TEXT)] for name, count, digest in sheets),
    ]
    lines = [_read_me_row(number, row) for number, row in enumerate(rows, start=1)]
    return [sheet_start(["text", "text", "text"], headings=False), *lines, sheet_end()]


def _read_me_row(number: int, row: list[tuple[str | int, int]]) -> bytes:
    cells = [
        text_cell(f"{at}{number}", said, style) if isinstance(said, str) else number_cell(f"{at}{number}", said, style)
        for at, (said, style) in zip("ABC", row, strict=False)
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()
