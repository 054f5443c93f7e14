"""The same picture gives the same bytes."""

from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import pytest

from geodata import BoundaryFileError
from geodata.pictures.caption import Caption
from geodata.pictures.choropleth import plot_choropleth
from geodata.pictures.files import picture_bytes, write_picture

KINDS = ("png", "svg", "pdf")
every_kind = pytest.mark.parametrize("kind", KINDS)
CAPTION = Caption(title="Één kaart", source="CBS")


def bytes_of(drawn, kind):
    return picture_bytes(plot_choropleth(drawn, CAPTION), kind)


@every_kind
def test_the_same_map_gives_the_same_bytes(drawn, kind):
    assert bytes_of(drawn, kind) == bytes_of(drawn, kind)


@every_kind
def test_one_figure_can_be_written_again_in_any_order(drawn, kind):
    figure = plot_choropleth(drawn, CAPTION)
    first = picture_bytes(figure, kind)
    for other in KINDS:
        picture_bytes(figure, other)
    assert picture_bytes(figure, kind) == first


@every_kind
def test_threads_do_not_disturb_each_other(drawn, kind):
    alone = bytes_of(drawn, kind)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: bytes_of(drawn, kind), range(8)))
    assert set(found) == {alone}


@every_kind
def test_the_settings_of_a_user_do_not_change_a_picture(drawn, kind):
    plain = bytes_of(drawn, kind)
    mine = {
        "font.family": "serif",
        "hatch.linewidth": 5,
        "axes.facecolor": "red",
        "lines.color": "r",
    }
    with mpl.rc_context(mine):
        assert bytes_of(drawn, kind) == plain


def test_the_names_in_an_svg_are_numbered_and_all_that_is_called_is_there(drawn):
    svg = bytes_of(drawn, "svg").decode()
    called = {part.split(")")[0] for part in svg.split("url(#")[1:]}
    assert called
    assert all(f'id="{name}"' in svg for name in called)
    assert {name[0] for name in called} == {"n"}


@every_kind
def test_no_date_stands_in_a_file_and_its_title_does(drawn, kind):
    figure = plot_choropleth(drawn, Caption(title="Kop", source="CBS"))
    content = picture_bytes(figure, kind, '{"vingerafdruk": "abc"}')
    assert b"CreationDate" not in content
    assert b"dc:date" not in content
    assert b"Kop" in content
    assert b"vingerafdruk" in content


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".PNG"])
def test_the_suffix_decides_the_format(drawn, tmp_path, suffix):
    figure = plot_choropleth(drawn, CAPTION)
    write_picture(figure, tmp_path / f"map{suffix}")
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
    content = (tmp_path / f"map{suffix}").read_bytes()
    assert content.startswith(starts[suffix.lower()])
    assert content == picture_bytes(figure, suffix.lower()[1:])


def test_another_suffix_and_no_folder_are_said_in_words(drawn, tmp_path):
    figure = plot_choropleth(drawn)
    with pytest.raises(
        BoundaryFileError, match=r"'map\.docx' has no suffix of a picture.*\n.*\.svg"
    ):
        write_picture(figure, tmp_path / "map.docx")
    with pytest.raises(BoundaryFileError, match="No such file"):
        write_picture(figure, tmp_path / "nowhere" / "map.png")
