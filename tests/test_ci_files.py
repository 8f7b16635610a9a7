"""What is ready-made for CI: the hook, the action, the template, the Makefile, and their page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.batch.sources import is_wanted
from archive.judges import JUDGES
from tests.program import other, save

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
SHIPPED = (
    "archive", "schemas", "ci", "requirements", "pyproject.toml", "README.md", "LICENSE", "NOTICE",
    ".pre-commit-hooks.yaml", "action.yml",
)  # fmt: skip
HOSTILE = ("$(touch pwned).json", "`touch pwned`.json", "a;touch pwned.json", "b c.json", "-q.json")
"""Names that would do something if a shell or the program took them for more than names."""
_IDENTITY = ("-c", "user.name=Siti", "-c", "user.email=siti@example.org")


def snippets(kind: str) -> list[str]:
    """Return the examples of the page that are of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _unavailable(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def judges() -> Path:
    """Return the folder of the programs that judge files for CI."""
    found = os.environ.get("PRESS_ARCHIVE_CI_JUDGES")
    if found is None:
        _unavailable(
            "no judges of CI files: install requirements/ci-judges.txt into an environment of its "
            "own, PRESS_ARCHIVE_CI_JUDGES=…/bin"
        )
    return Path(found)


def _environment(**more: str) -> dict[str, str]:
    """Return the environment without what sets options, languages and colours, with more."""
    ours = ("PRESS_ARCHIVE", "GITHUB_", "GIT_", "LC_", "LANG", "FORCE_COLOR", "CI")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PIP_NO_COMPILE": "1"} | more


def _run(*words: str | Path, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*map(str, words)], cwd=folder, env=_environment(**more), capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=300, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _git(folder: Path, *words: str) -> str:
    done = _run("git", *_IDENTITY, *words, folder=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _committed(folder: Path) -> str:
    """Commit all there is below a folder; return the commit."""
    if not (folder / ".git").exists():
        _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-q", "--no-verify", "-m", "Siaran")
    return _git(folder, "rev-parse", "HEAD")


@pytest.fixture
def portal(tmp_path) -> Path:
    """Return a repository with a bad release, a good one, and files of other kinds."""
    folder = tmp_path / "portal"
    save(str(folder / "releases/old.json"), other(1, headline=None))
    save(str(folder / "releases/good.json"), other(2))
    save(str(folder / "releases/gone.json"), other(3, headline=None))
    (folder / "releases/README.md").write_text("Siaran pers\n", encoding="utf-8")
    (folder / "package.json").write_text("{}\n", encoding="utf-8")
    _committed(folder)
    return folder


def _change(portal: Path) -> None:
    """Change what is no release, delete a release, add a bad one, and commit it."""
    (portal / "releases/README.md").write_text("Siaran pers kami\n", encoding="utf-8")
    (portal / "package.json").write_text('{"a": 1}\n', encoding="utf-8")
    (portal / "releases/gone.json").unlink()
    save(str(portal / "releases/baru\nkafé.json"), other(4, headline=None))
    _committed(portal)


NEW = "releases/baru\\u000akafé.json"
"""The bad release that a change adds, as it is shown."""


def _problems(text: str) -> list[str]:
    """Return file and code of each problem that a text names."""
    return re.findall(r"^(\S[^:\n]*:\d+:\d+: [A-Z]\d+)", text, re.MULTILINE)


@pytest.fixture
def on_the_path(tmp_path) -> str:
    """Return a search path on which `press-archive` is the program of this checkout."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "press-archive"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m archive "$@"\n')
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


# lists of files


def test_names_in_a_list_may_end_with_nul_and_hold_line_breaks(press_archive):
    save("a\nb.json", other(1, headline=None))
    save("c\r\nd.json", other(2, headline=None))

    done = press_archive("validate", "--files-from", "-", stdin=b"a\nb.json\0c\r\nd.json\0")

    assert _problems(done.out) == [
        "a\\u000ab.json:1:1: S101",
        "c\\u000d\\u000ad.json:1:1: S101",
    ]


def test_files_of_other_kinds_are_passed_over_if_one_says_so(press_archive):
    save("a.json", other(1, headline=None))
    Path("README.md").write_text("Siaran pers\n", encoding="utf-8")

    strict = press_archive("validate", "README.md", "a.json")
    done = press_archive("validate", "--skip-unknown", "README.md", "a.json")

    assert strict.codes == ["J013", "S101"]
    assert done.codes == ["S101"]


def test_a_file_that_is_not_there_is_an_error_of_whatever_kind(press_archive):
    done = press_archive("validate", "--skip-unknown", "gone.md", "gone.json")

    assert done.status == 2
    assert "'gone.md' does not exist" in done.err
    assert "'gone.json' does not exist" in done.err


def test_nothing_left_to_judge_is_fine(press_archive):
    """A change may touch only what is no release."""
    Path("README.md").write_text("Siaran pers\n", encoding="utf-8")

    done = press_archive("validate", "--skip-unknown", "--files-from", "-", stdin=b"README.md\0")

    assert (done.status, done.out) == (0, "")


@pytest.mark.parametrize(("language", "word"), [("en", "Correct"), ("id", "Perbaiki")])
def test_of_many_missing_files_it_is_said_once_what_to_do(press_archive, language, word):
    done = press_archive("validate", "a.json", "b.json", "--lang", language)

    assert done.err.count(f"    = {word}") == 1


@pytest.mark.parametrize(("language", "word"), [("en", "Name another"), ("id", "Sebut tempat")])
def test_of_a_report_that_cannot_be_written_it_is_said_what_to_do(press_archive, language, word):
    save("a.json", other(1))

    done = press_archive("validate", "a.json", "--report", "json=a.json/b", "--lang", language)

    assert done.status == 2
    assert f"\n    = {word}" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["validate", "--lang", "id", "--fail-no"],
            "Tidak ada opsi '--fail-no'. Maksud Anda '--fail-on' / '--files-from'?",
        ),
        (
            ["validate", "--fail-no"],
            "No such option '--fail-no'. Did you mean '--fail-on' / '--files-from'?",
        ),
        (["validate", "--zzz"], "No such option '--zzz'."),
        (["validat", "--lang=id"], "Tidak ada perintah 'validat'. Maksud Anda 'validate'?"),
    ],
)
def test_what_was_meant_is_proposed_in_the_language_of_messages(press_archive, words, said):
    done = press_archive(*words)

    assert done.status == 2
    assert done.err.splitlines()[-1] == f"Error: {said}"


def test_a_variable_gives_the_language_of_what_is_said_of_wrong_usage(press_archive, monkeypatch):
    monkeypatch.setenv("PRESS_ARCHIVE_LANG", "id")

    assert "Tidak ada opsi" in press_archive("validate", "--fail-no").err


# the page


def test_what_has_changed_is_judged_by_hand_as_the_page_says(portal, on_the_path):
    changed = next(one for one in snippets("sh") if "git diff" in one)
    _git(portal, "checkout", "-q", "-b", "baru")
    _change(portal)

    done = _run("bash", "-c", changed, folder=portal, PATH=on_the_path)

    assert (done.returncode, _problems(done.stdout)) == (1, [f"{NEW}:1:1: S101"])


def test_what_is_known_is_kept_as_the_page_says(portal, on_the_path):
    known = next(one for one in snippets("sh") if "--baseline" in one)

    done = _run("bash", "-ec", known, folder=portal, PATH=on_the_path)
    save(str(portal / "releases/baru.json"), other(4, headline=None))
    later = _run("sh", "-c", known.splitlines()[1], folder=portal, PATH=on_the_path)

    assert done.returncode == 0
    assert later.returncode == 1
    assert _problems(later.stdout) == ["releases/baru.json:1:1: S101"]


# the hook


@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
@pytest.mark.parametrize(
    "suffix", sorted({".json", ".jsonl", *(j.suffix for j in JUDGES.values())})
)
def test_the_hook_takes_every_kind_of_file_that_is_judged(suffix, packed):
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    files = re.search("^  files: (.*)$", hook, re.MULTILINE)[1]

    assert re.search(files, f"releases/a{suffix}{packed}")
    assert is_wanted(f"a{suffix}{packed}", None, frozenset(JUDGES))
    assert not re.search(files, "releases/README.md")


# the Makefile of a portal


def _made(portal: Path, target: str, path: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Return what a target of the Makefile on the page does."""
    (snippet,) = snippets("make")
    (portal.parent / "Makefile").write_text(
        snippet.replace("press-archive/ci", str(ROOT / "ci")), encoding="utf-8"
    )
    words = [f"{name}={value}" for name, value in more.items()]
    return _run("make", "-f", "../Makefile", target, *words, folder=portal, PATH=path)


def test_a_portal_judges_what_has_changed_and_what_is_new(portal, on_the_path):
    _git(portal, "checkout", "-q", "-b", "baru")
    _change(portal)
    save(str(portal / "releases/untracked.json"), other(5, headline=None))

    done = _made(portal, "releases-changed", on_the_path, SINCE="main")

    assert done.returncode == 2  # of make; the program's own stands in what it says
    assert "Error 1" in done.stderr
    assert _problems(done.stdout) == [f"{NEW}:1:1: S101", "releases/untracked.json:1:1: S101"]


def test_a_portal_that_names_no_commit_is_not_told_that_all_is_well(portal, on_the_path):
    done = _made(portal, "releases-changed", on_the_path, SINCE="nowhere")

    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_a_portal_publishes_nothing_while_a_release_is_bad(portal, on_the_path):
    done = _made(portal, "releases", on_the_path)

    assert done.returncode == 2
    assert not (portal / "public").exists()


def test_a_portal_converts_what_is_good_and_writes_what_became_of_it(portal, on_the_path):
    (portal / "releases/old.json").unlink()
    (portal / "releases/gone.json").unlink()

    done = _made(portal, "releases", on_the_path)

    assert done.returncode == 0, done.stderr
    assert {path.name for path in (portal / "public").iterdir()} >= {
        "good.xml", "good.jsonld", "good.ttl", "manifest.jsonl",
    }  # fmt: skip


# judged by schemas and linters


def _loaded(judges: Path, text: str) -> dict:
    """Return what a text in YAML says."""
    load = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.read()), sys.stdout)"
    done = subprocess.run(
        [judges / "python", "-c", load], input=text, capture_output=True, text=True, check=True,
        encoding="utf-8", timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


def _is_judged_fine(judges: Path, schema: str | Path, *files: Path) -> None:
    option = "--schemafile" if isinstance(schema, Path) else "--builtin-schema"
    done = _run(judges / "check-jsonschema", option, schema, *files, folder=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.standards
def test_action_workflows_and_hooks_obey_their_schemas(judges, standards, tmp_path):
    workflows = snippets("yaml github-workflow")
    for number, text in enumerate(workflows):
        (tmp_path / f"{number}.yml").write_text(text, encoding="utf-8")

    assert len(workflows) == 2
    _is_judged_fine(judges, standards / "github-workflow.schema.json", *tmp_path.iterdir())
    _is_judged_fine(judges, standards / "github-action.schema.json", ROOT / "action.yml")
    _is_judged_fine(
        judges, standards / "pre-commit-hooks.schema.json", ROOT / ".pre-commit-hooks.yaml"
    )


@pytest.mark.slow
def test_the_template_for_gitlab_and_what_includes_it_obey_their_schema(judges, tmp_path):
    (including,) = snippets("yaml gitlab-ci")
    (tmp_path / "including.yml").write_text(including, encoding="utf-8")

    _is_judged_fine(
        judges, "vendor.gitlab-ci", ROOT / "ci/gitlab-template.yml", tmp_path / "including.yml"
    )


@pytest.mark.slow
def test_a_linter_finds_nothing_in_the_action_and_the_workflows(judges, tmp_path):
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for number, text in enumerate(snippets("yaml github-workflow")):
        (folder / f"{number}.yml").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "action.yml", tmp_path)

    done = _run(judges / "zizmor", "--offline", "--no-progress", tmp_path, folder=tmp_path)

    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout


@pytest.mark.slow
def test_no_script_of_the_action_holds_an_expression(judges):
    steps = _loaded(judges, (ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]

    assert [step["name"] for step in steps if "${{" in step["run"]] == []


@pytest.mark.slow
def test_hook_and_page_obey_the_program_that_reads_them(judges, tmp_path):
    (text,) = snippets("yaml pre-commit")
    page = tmp_path / "page.yaml"
    page.write_text(text, encoding="utf-8")

    manifest = _run(
        judges / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", folder=tmp_path
    )
    config = _run(judges / "pre-commit", "validate-config", page, folder=tmp_path)

    assert (manifest.returncode, config.returncode) == (0, 0), manifest.stdout + config.stdout


# run as GitHub and GitLab run them


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """Return a repository with what is shipped, as somebody else would have it."""
    folder = tmp_path_factory.mktemp("theirs") / "press-archive"
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder)
    _committed(folder)
    return folder


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory) -> Path:
    """Return the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    done = _run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=checkout
    )
    assert done.returncode == 0, done.stderr
    return next(folder.iterdir())


@dataclass(frozen=True)
class Step:
    """What a step of the action left behind."""

    status: int
    out: str
    outputs: dict[str, str]


@dataclass(frozen=True)
class Action:
    """The scripts of the action, run as GitHub runs them."""

    scripts: dict[str, str]
    temp: Path
    checkout: Path

    def step(self, name: str, folder: Path, **inputs: str) -> Step:
        """Run a step with its inputs in the environment."""
        script, outputs = self.temp / "script.sh", self.temp / "outputs"
        script.write_text(self.scripts[name], encoding="utf-8")
        outputs.write_text("", encoding="utf-8")
        more = {
            "RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(outputs),
            "GITHUB_ACTION_PATH": str(self.checkout), "GITHUB_ACTIONS": "true",
        }  # fmt: skip
        done = _run(
            "bash", "--noprofile", "--norc", "-eo", "pipefail", script,
            folder=folder, **more, **inputs,
        )  # fmt: skip
        lines = outputs.read_text("utf-8").splitlines()
        return Step(
            done.returncode, done.stdout + done.stderr, dict(line.split("=", 1) for line in lines)
        )

    def validate(self, folder: Path, paths: str, **inputs: str) -> Step:
        """Run the step that judges."""
        empty = {"CHANGED_SINCE": "", "OPTIONS": "", "SARIF": ""}
        return self.step("Validate", folder, PATHS=paths, **(empty | inputs))


def _is_installed(status: int, said: str) -> None:
    """Skip a test, or fail it in CI, where the index of packages cannot be asked."""
    if status != 0 and re.search(
        r"No matching distribution|connection|resolve", said, re.IGNORECASE
    ):
        _unavailable(f"the package index, from which libraries come, cannot be asked: {said}")
    assert status == 0, said


@pytest.fixture(scope="module")
def action(judges, checkout, wheel, tmp_path_factory) -> Action:
    """Return the action, with the program installed from a wheel."""
    steps = _loaded(judges, (ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    scripts = {step["name"]: step["run"] for step in steps}
    made = Action(scripts, tmp_path_factory.mktemp("runner"), checkout)
    done = made.step("Install press-archive", checkout, PACKAGE=str(wheel))
    _is_installed(done.status, done.out)
    return made


@pytest.mark.slow
def test_the_action_installs_its_own_commit_with_pinned_libraries(action, checkout, tmp_path):
    done = action.step("Install press-archive", tmp_path, PACKAGE="")

    _is_installed(done.status, done.out)
    python = action.temp / "press-archive" / "bin" / "python"
    listed = _run(python, "-m", "pip", "freeze", folder=tmp_path).stdout
    frozen = listed.replace("_", "-").lower().splitlines()
    pinned = (checkout / "requirements" / "base.txt").read_text("utf-8")
    assert f"press-archive @ {checkout.as_uri()}" in listed
    assert [one for one in frozen if " @ " not in one and f"{one} " not in pinned] == []


@pytest.mark.slow
def test_the_action_judges_all_that_it_is_given(action, portal):
    done = action.validate(portal, "releases/\n\npackage.json\n", SARIF="out.sarif\n")

    assert done.status == 1
    assert done.outputs == {"status": "1", "sarif": "out.sarif"}
    results = json.loads((portal / "out.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results} == {
        "releases/old.json", "releases/gone.json", "package.json",
    }  # fmt: skip


@pytest.mark.slow
def test_the_action_judges_only_what_has_changed(action, portal):
    before = _git(portal, "rev-parse", "HEAD")
    _change(portal)

    done = action.validate(portal, "releases/", CHANGED_SINCE=before)
    nothing = action.validate(portal, "releases/", CHANGED_SINCE="main")

    assert done.outputs["status"] == "1"
    assert _problems(done.out) == [f"{NEW}:1:1: S101"]
    assert nothing.outputs["status"] == "0"


@pytest.mark.slow
@pytest.mark.parametrize(
    "since", ["nowhere", "--output=pwned", "$(touch pwned)", "x\n::warning::pwned\n", "main; touch pwned"]
)  # fmt: skip
def test_the_action_refuses_a_commit_that_it_does_not_find(action, portal, since):
    done = action.validate(portal, "releases/", CHANGED_SINCE=since)

    assert (done.status, done.outputs) == (2, {})
    assert done.out.startswith("::error::press-archive: no commit ")
    assert done.out.count("\n") == 1
    assert not (portal / "pwned").exists()


@pytest.mark.slow
@pytest.mark.parametrize("paths", ["", "\n\n"])
def test_the_action_does_not_say_that_all_is_well_when_it_was_given_nothing(action, portal, paths):
    assert action.validate(portal, paths).status == 2


@pytest.mark.slow
def test_names_of_files_do_nothing_to_the_action(action, portal):
    for number, name in enumerate(HOSTILE):
        save(str(portal / name), other(10 + number, headline=None))
    before = _git(portal, "rev-parse", "HEAD")
    _committed(portal)
    wanted = sorted(f"{name}:1:1: S101" for name in HOSTILE)

    named = action.validate(portal, "\n".join(HOSTILE))
    changed = action.validate(portal, ".", CHANGED_SINCE=before)

    assert sorted(_problems(named.out)) == wanted
    assert sorted(_problems(changed.out)) == wanted
    assert not (portal / "pwned").exists()


@pytest.mark.slow
def test_options_of_the_action_are_words_one_a_line(action, portal):
    fine = action.validate(portal, "releases/", OPTIONS="--exit-zero\n--ignore\nS101\n")
    hostile = action.validate(portal, "releases/", OPTIONS="--exit-zero; $(touch pwned)")

    assert (fine.status, _problems(fine.out)) == (0, [])
    assert hostile.status == 2
    assert not (portal / "pwned").exists()


@pytest.mark.slow
def test_the_template_for_gitlab_reports_what_a_merge_request_changes(
    action, judges, portal, wheel
):
    template = _loaded(judges, (ROOT / "ci/gitlab-template.yml").read_text("utf-8"))
    job = template["press-archive"]
    before = _git(portal, "rev-parse", "HEAD")
    _change(portal)
    variables = job["variables"] | {
        "PATH": f"{action.temp}/press-archive/bin{os.pathsep}{os.environ['PATH']}",
        "RELEASES_PROGRAM": str(wheel),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": before,
    }
    script = "\n".join(job["script"])

    whole = _run("sh", "-ec", script, folder=portal, **variables)
    variables["RELEASES_CHANGED_ONLY"] = "true"
    changed = _run("sh", "-ec", script, folder=portal, **variables)

    assert (whole.returncode, changed.returncode) == (1, 1), whole.stderr + changed.stderr
    assert {line.split(":")[0] for line in _problems(whole.stdout)} == {NEW, "releases/old.json"}
    assert {line.split(":")[0] for line in _problems(changed.stdout)} == {NEW}
    reports = job["artifacts"]["reports"]
    quality = json.loads((portal / reports["codequality"]).read_text("utf-8"))
    assert [one["check_name"] for one in quality] == ["S101"]
    assert "<failure" in (portal / reports["junit"]).read_text("utf-8")


# run by pre-commit


@pytest.mark.slow
def test_the_hook_names_the_place_of_what_is_wrong_and_passes_what_is_fine(
    judges, checkout, portal, tmp_path
):
    """It makes an environment of the hook, from the package index."""
    (text,) = snippets("yaml pre-commit")
    text = text.replace("https://git.example.org/press-archive", str(checkout))
    text = text.replace("0" * 40, _git(checkout, "rev-parse", "HEAD"))
    (portal / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    (portal / "releases/--ignore=S.json").write_text("{}\n", encoding="utf-8")
    _git(portal, "add", "-A")
    home = str(tmp_path / "home")

    def hook(*words: str) -> subprocess.CompletedProcess[str]:
        run = (judges / "pre-commit", "run", *words)
        return _run(*run, folder=portal, PRE_COMMIT_HOME=home)

    fine = hook("--files", "releases/good.json", "releases/README.md", "package.json")
    whole = hook("--all-files")

    _is_installed(fine.returncode, fine.stdout + fine.stderr)
    assert "Passed" in fine.stdout
    assert whole.returncode == 1
    found = _problems(whole.stdout)
    assert "releases/old.json:1:1: S101" in found
    assert "releases/gone.json:1:1: S101" in found
    assert "releases/--ignore=S.json:1:1: S101" in found
    assert not [one for one in found if one.startswith(("package.json", "releases/good"))]


@pytest.mark.slow
def test_the_hook_can_be_tried_before_it_is_set_up(judges, checkout, portal, tmp_path):
    """It makes an environment of the hook, from the package index."""
    done = _run(
        judges / "pre-commit", "try-repo", checkout, "press-archive-validate",
        "--files", "releases/old.json", folder=portal, PRE_COMMIT_HOME=str(tmp_path / "home"),
    )  # fmt: skip

    if "Failed" not in done.stdout:
        _is_installed(done.returncode, done.stdout + done.stderr)
    assert done.returncode == 1
    assert _problems(done.stdout) == ["releases/old.json:1:1: S101"]
