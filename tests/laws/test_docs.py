"""What is made from the program is in step with it."""

from jingwei.site.commands import docs, messages


def test_the_made_pages_are_in_step():
    assert docs.run(check=True) == 0, "run: jingwei docs"


def test_every_sentence_has_its_english(capsys):
    assert messages.run(check=True) == 0, capsys.readouterr().err
