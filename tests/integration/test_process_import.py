"""`run.py process import`: suggestions first, files on consent, refusals in sentences."""

import json

from click.testing import CliRunner

from cli import main
from tests.unit.definitions.repairs.foreign import ALL, BPMN_IO, SIGNAVIO, document, process


def run(*words, answer=None):
    return CliRunner().invoke(main, [str(word) for word in words], input=answer)


def put(folder, files):
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_suggestions_are_shown_and_nothing_is_written(tmp_path):
    before = put(tmp_path, {"a.bpmn": BPMN_IO})
    told = run("process", "import", before)
    assert told.exit_code == 0 and "after them 0 errors" in told.output
    assert [path.read_bytes() for path in before.iterdir()] == [BPMN_IO]


def test_files_are_written_on_consent_only_and_importing_them_again_suggests_nothing(tmp_path):
    (tmp_path / "theirs").mkdir()
    theirs, ours = put(tmp_path / "theirs", ALL["camunda_8"]), tmp_path / "ours"
    assert run("process", "import", theirs, "--apply", ours, answer="n\n").exit_code == 0 and not ours.exists()
    assert run("process", "import", theirs, "--apply", ours, answer="y\n").exit_code == 0
    assert {"a.bpmn", "check-schema.json", "check-uischema.json"} <= {path.name for path in ours.iterdir()}
    assert "0 repairs suggested; after them 0 errors" in run("process", "import", ours).output
    assert {path.name: path.read_bytes() for path in theirs.iterdir()} == ALL["camunda_8"]


def test_the_originals_are_never_written_over(tmp_path):
    told = run("process", "import", put(tmp_path, {"a.bpmn": BPMN_IO}), "--apply", tmp_path, "--yes")
    assert told.exit_code == 1 and "never changed" in told.output
    assert (tmp_path / "a.bpmn").read_bytes() == BPMN_IO


def test_kinds_of_repair_can_be_chosen_and_what_stays_wrong_ends_with_1(tmp_path):
    put(tmp_path, {"a.bpmn": BPMN_IO})
    told = run("process", "import", tmp_path, "--only", "pool", "--json")
    body = json.loads(told.output)
    assert {repair["code"] for repair in body["repairs"]} == {"pool"} and told.exit_code == 1
    assert "condition_missing" in {finding["code"] for finding in body["remaining"]}
    skipped = json.loads(run("process", "import", tmp_path, "--skip", "way", "--json").output)
    assert "way" not in {repair["code"] for repair in skipped["repairs"]}
    assert run("process", "import", tmp_path, "--only", "nonsense").exit_code == 2


def test_another_pool_can_be_chosen_by_its_name(tmp_path):
    put(tmp_path, {"a.bpmn": SIGNAVIO})
    assert run("process", "import", tmp_path, "--process", "q").exit_code == 0
    refused = run("process", "import", tmp_path, "--process", "nobody")
    assert refused.exit_code == 1 and "There is no process nobody; there is p, q." in refused.output


def test_what_cannot_be_imported_is_refused_with_a_sentence(tmp_path):
    assert "holds no diagram" in run("process", "import", tmp_path).output
    put(tmp_path, {"a.bpmn": b"<!DOCTYPE a><a/>"})
    assert run("process", "import", tmp_path).exit_code == 1
    assert "DOCTYPE" in run("process", "import", tmp_path).output
    put(tmp_path, {"a.bpmn": document(process('<startEvent id="b"/><complexGateway id="hard"/>'
                                              '<sequenceFlow id="f" sourceRef="b" targetRef="hard"/>'))})
    refused = run("process", "import", tmp_path)
    assert refused.exit_code == 1 and "hard" in refused.output and "complex gateway" in refused.output
    (tmp_path / "inner").mkdir()
    put(tmp_path / "inner", {"a.bpmn": BPMN_IO})
    assert "Two files" in run("process", "import", tmp_path).output


def test_an_imported_folder_is_deployed_on_request(tmp_path, insaf):
    environment = {"DATABASE_URL": insaf.settings.database_url, "INSAF_DATA": str(insaf.settings.data),
                   "INSAF_SECRET": insaf.settings.secret}
    put(tmp_path, ALL["camunda_7"])
    told = CliRunner().invoke(main, ["process", "import", str(tmp_path), "--deploy", "loans", "--yes"], env=environment)
    assert told.exit_code == 0 and "loans: version" in told.output
    with insaf.reading() as session:
        definition = insaf.shelf.in_force(session, "loans")[1]
    assert (definition.profile, definition.form("approve").title("en")) == ("engine", "Approve")
