"""Every command and block of code in the documentation runs as it is printed."""

import re
import subprocess
from pathlib import Path

import pytest

from benchmarks import bench_gap
from benchmarks.bench_completion import ENGLAND, HIDDEN, PUBLISHED, read, recovery
from tests.docs.blocks import blocks
from tests.docs.running import DO, ROOT, Run

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


GAP = "the index of another area changed by {} at most"
REAL = re.compile(r"^\$ (mdi compute gemeente_2021_kerncijfers\.csv .*)$", re.MULTILINE)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=name)
def test_a_page_runs_from_top_to_bottom(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Run(page, tmp_path) as run:
        run.all()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_says_what_it_is(page):
    content = page.read_text(encoding="utf-8")
    fences = re.findall(r"^ *```(.*)$", content, re.MULTILINE)
    opened = [fence.split(" ")[0] for fence in fences[::2]]

    assert fences[1::2] == [""] * len(opened)
    assert set(opened) <= set(DO)
    assert len(opened) == len(blocks(page))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_to_a_file_leads_somewhere(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target]

    assert [target for target in inside if not (page.parent / target).exists()] == []


@pytest.mark.real_data
def test_the_run_with_real_figures_says_what_the_readme_says(tmp_path, shared_data):
    readme = ROOT / "README.md"
    command = REAL.search(readme.read_text(encoding="utf-8"))[1]
    for file in re.findall(r"gemeente_\S+", command):
        (tmp_path / file).symlink_to(shared_data.resolve() / "netherlands" / file)

    with Run(readme, tmp_path) as run:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=run.environment,
            capture_output=True,
            text=True,
            check=True,
        )

    assert "no figures for health, safety, living_environment" in done.stderr
    assert len(re.findall(r"(\w+) by ", done.stderr.split("proxy:")[1].split("\n")[0])) == 2
    assert "10 areas of the table without a shape" in done.stderr
    assert (tmp_path / "mdi.geojson").is_file()


def test_what_one_figure_less_does_to_others_is_what_the_benchmark_finds():
    page = (ROOT / "docs" / "explanation" / "missing-data.md").read_text(encoding="utf-8")
    kept, anew = bench_gap.run()

    assert kept.figures.endswith(" 0")
    assert anew.ratio == 1  # place in that indicator
    assert GAP.format(anew.figures.split()[-1]) in " ".join(page.split())


@pytest.mark.real_data
def test_what_becomes_of_areas_with_gaps_is_what_the_benchmark_prints(shared_data):
    page = (ROOT / "docs" / "explanation" / "missing-data.md").read_text(encoding="utf-8")

    for name, found in recovery(read(shared_data / PUBLISHED, ENGLAND, HIDDEN), seed=1).items():
        line = f"{name:<14}recall {found.recall:.3f}  precision {found.precision:.3f}"
        assert line in page
