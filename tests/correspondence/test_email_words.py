"""HTML as plain text, lines put together again, and where the quoted history begins."""

import pytest

from clientmanager.correspondence import flowed, html_text, quotations, read_email
from tests.correspondence.messages import message


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two<br>Three</div>", "One\nTwo\nThree"),
        ("a&nbsp;&amp;&nbsp;b &lt;c&gt; &#233; &#xe9; &euro;", "a & b <c> é é €"),
        ("&#99999999999999999999; &#" + "9" * 6_000 + ";", "\ufffd \ufffd"),
        ("<ul><li>One<li>Two</ul>After", "- One\n- Two\n\nAfter"),
        (
            "<table><tr><td>Premium</td><td>R500</td></tr><tr><td>Cover</td><td>R1m</td></tr></table>",
            "Premium R500\nCover R1m",
        ),
        ("<table><tr><td><p>Premium</p></td><td><p>R500</p></td></tr><tr><td><p>Cover", "Premium R500\nCover"),
        ("<table><tr><td><p>One</p><p>Two</p></td><td>Beside</td></tr></table>After", "One\n\nTwo\nBeside\nAfter"),
        ("<table><tr><td></td><td>B</td><td></td></tr></table><td>stray</td></tr>", "B\nstray"),
        ("Reply<blockquote>Old<blockquote>Older</blockquote></blockquote>", "Reply\n> Old\n> > Older"),
        ("<pre>a\n  b</pre>c", "a\n  b\nc"),
        ("<style>x</style><script>y</script><title>z</title>Words", "Words"),
        ("<style>never closed<p>Words</p>", "never closed\n\nWords"),
        ("<!-- hidden -->Words<!-- never closed", "Words<!-- never closed"),
        ("<!--[if mso]>Outlook only<![endif]-->Words<![if !supportLists]>!<![endif]>", "Words!"),
        ('<a href="https://acacia.example/a">here</a>', "here <https://acacia.example/a>"),
        ('<a href="https://acacia.example/">acacia.example</a>', "acacia.example"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<img alt="Our logo" src="https://tracker.example/p.gif">Words', "[Our logo]Words"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<b>bold</b><i> and</i>   not\n so", "bold and not so"),
        ("One<hr>Two", "One\n--------------------\nTwo"),
        ("<p>One</p>\n\n<p> </p><p>&nbsp;</p><p>Two</p>", "One\n\nTwo"),
        ("<unknown-thing x='>Words", "Words"),
    ],
)
def test_html_is_read_as_its_reader_sees_it(html, text):
    assert html_text.plain(html).strip() == text


def test_flowed_lines_are_put_together():
    text = "One line \nthat goes on\n\n> quoted \n> too\n>> deeper\n-- \nThandi\n  indented"
    assert flowed.unfold(text) == "One line that goes on\n\n> quoted too\n> > deeper\n-- \nThandi\n indented"
    assert flowed.unfold("Donau \ndampf", without_space=True) == "Donaudampf"
    email = read_email(message("Content-Type: text/plain; format=flowed", body="One line \r\nthat goes on"))
    assert email.text == "One line that goes on"


@pytest.mark.parametrize(
    ("own", "history"),
    [
        ("Ja.\n\n", "On 4 Jan 2024, Thandi wrote:\n> Nee?"),
        ("Ja.\n\n", "Op 4 Jan 2024 om 10:00 het Thandi geskryf:\n> Nee?"),
        ("Ja.\n\n", "On Thursday, 4 January 2024 at 10:00, Thandi Mokoena\n<thandi@acacia.example> wrote:\n\nNee?"),
        ("Ja.\n\n", "Thandi <thandi@acacia.example> wrote:\n> Nee?"),
        ("Ja.\n\n", "-----Original Message-----\nFrom: Thandi\nNee?"),
        ("Ja.\n\n", "-----Oorspronklike boodskap-----\nVan: Thandi\nNee?"),
        ("Ja.\n\n", "---------- Forwarded message ---------\nFrom: Thandi\n\nNee?"),
        ("Ja.\n\n", "From: Thandi\nSent: 4 January 2024\nTo: Piet\nSubject: Polis\n\nNee?"),
        ("Ja.\n\n", "*From:* Thandi\n*Date:* 4 January 2024\n*To:* Piet\n\nNee?"),
        ("Ja.\n\n", "> Nee?\n>\n> Piet\n"),
        ("He wrote: nothing.\nFrom: is a word too.", ""),
        ("On 4 Jan 2024, Thandi wrote:\n> Cover?\nYes.\n> Premium?\nNo.", ""),
        ("On 4 Jan 2024, Thandi wrote:\n> Cover?\nYes.\n", "> The rest\n> of it"),
        ("", ""),
    ],
)
def test_where_the_history_begins(own, history):
    text = own + history
    assert text[: quotations.begins_at(text)] == own


def test_nothing_but_history_is_shown():
    assert quotations.begins_at("\n> Nee?\n> Ja.") == len("\n> Nee?\n> Ja.")
