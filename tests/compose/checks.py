"""What must be true of the containers themselves, whatever they answer: who they are, and what they can't do."""

from __future__ import annotations

import json
from pathlib import Path

from tests.compose.engine import Failed, Project, run

SERVICES = ("intake", "routing", "followup", "recognition")
OURS = tuple(f"{name}{kind}" for name in SERVICES for kind in ("", "-worker"))
_WGET = ("timeout", "5", "wget", "-q", "-O", "/dev/null")
_HERE = Path(__file__).parent


def processes_are_confined(project: Project) -> None:
    """SU-6: no process is root, none can write to its image, gain a capability or a privilege."""
    for name, container in project.containers().items():
        host = container["HostConfig"]
        assert host["ReadonlyRootfs"], f"{name} can write to its root file system"
        assert host["CapDrop"] == ["ALL"], f"{name} keeps capabilities"
        assert "no-new-privileges:true" in host["SecurityOpt"], f"{name} may gain privileges"
        if container["State"]["Running"]:
            rows = run(["docker", "top", container["Id"], "-eo", "pid,uid"]).splitlines()[1:]
            assert rows, f"{name} has no process"
            assert "0" not in {row.split()[1] for row in rows}, f"{name} runs as root"
    for name in OURS:
        for place in ("/opt/redress/stray", "/var/lib/stray", "/stray"):
            _refused(project, name, "python", "-c", f"open({place!r}, 'w')")


def only_the_gateway_is_outside(project: Project) -> None:
    """SU-6: nothing but the gateway publishes a port, and the gateway reaches neither PostgreSQL nor NATS."""
    published = {
        name
        for name, container in project.containers().items()
        if any((container["NetworkSettings"]["Ports"] or {}).values())
    }
    assert published == {"gateway"}, f"published: {published}"
    # By address, so that it is the network that refuses and not the names.
    project.execute("gateway", *_WGET, f"http://{_address(project, 'intake', 'http')}:8000/livez")
    for name, port in (("nats", 8222), ("postgres", 5432)):
        _refused(project, "gateway", *_WGET, f"http://{_address(project, name, 'data')}:{port}/")


def _address(project: Project, service: str, network: str) -> str:
    networks = project.containers()[service]["NetworkSettings"]["Networks"]
    return str(networks[f"{project.name}_{network}"]["IPAddress"])


def services_are_apart_on_nats(project: Project) -> None:
    """SU-4: a service publishes only its own events, takes only from its own consumers, and declares nothing."""
    probe = (_HERE / "probe_broker.py").read_text(encoding="utf-8")
    for own in SERVICES:
        others = [name for name in SERVICES if name != own]
        forbidden = [f"{other}.complaint.recorded.v1" for other in others]
        for other in others:
            forbidden += [f"$JS.API.CONSUMER.MSG.NEXT.{stream.upper()}.{other}" for stream in SERVICES]
            forbidden += [f"$JS.ACK.{stream.upper()}.{other}.1.1.1.1.1" for stream in SERVICES]
            forbidden += [f"listen:_INBOX_{other}.>", f"listen:{other}.>"]
        stream = own.upper()
        forbidden += [f"$JS.API.STREAM.{verb}.{stream}" for verb in ("CREATE", "DELETE", "PURGE", "MSG.GET")]
        forbidden += [f"$JS.API.CONSUMER.CREATE.{stream}.spy", "listen:>", "listen:$SYS.>"]
        # Its own inbox is allowed: so the probe is known to tell the difference.
        inbox = f"listen:_INBOX_{own}.x"
        allowed = project.execute(own, "python", "-", *forbidden, inbox, stdin=probe).split()
        assert allowed == [inbox], f"NATS lets {own} do {allowed}"


def services_are_apart_on_postgresql(project: Project) -> None:
    """SU-4: a service's role connects to its own database and to no other."""
    probe = (_HERE / "probe_database.py").read_text(encoding="utf-8")
    databases = [f"redress_{name}" for name in SERVICES]
    for own in SERVICES:
        entered = project.execute(own, "python", "-", *databases, "postgres", "template1", stdin=probe).split()
        assert entered == [f"redress_{own}"], f"the role of {own} entered {entered}"


def secrets_stay_in_their_files(project: Project, *, image: str, secrets: Path) -> None:
    """SU-4: no secret is in the image, its history, a container's environment, command or log."""
    values = {
        path.name: path.read_text(encoding="ascii").strip()
        for path in secrets.iterdir()
        if not path.name.endswith((".json", ".conf", "_url"))
    }
    values |= {path.name: json.loads(path.read_text())["d"] for path in secrets.glob("*_signing_key.json")}
    assert len(values) > 10
    places = {
        "the image": run(["docker", "image", "inspect", image]),
        "the image's history": run(["docker", "history", "--no-trunc", "--format", "{{json .}}", image]),
        "the logs": project.compose("logs", "--no-color"),
    }
    for name, container in project.containers().items():
        places[f"the container {name}"] = json.dumps(container["Config"]) + json.dumps(container["Args"])
    found = {
        f"{secret} in {place}" for secret, value in values.items() for place, text in places.items() if value in text
    }
    assert not found, found


def production_refuses_to_move_the_clock(project: Project) -> None:
    """SU-8: outside development there is no moving of time."""
    _refused(project, "intake", "redress", "clock", "advance", "1h")


def the_story_left_its_traces(project: Project) -> None:
    """SU-1, FO-1: each survey is one mail in the shared volume, and no service has a dead letter."""
    listing = "import os; print(*os.listdir('/var/lib/redress/mail'), sep='\\n')"
    mails = project.execute("followup-worker", "python", "-c", listing).split()
    assert sum(name.startswith("survey.") for name in mails) == 2, f"mails: {mails}"
    assert all(name.endswith(".eml") for name in mails), f"mails: {mails}"
    for name in SERVICES:
        said = project.execute(name, "redress", "dead-letters", "list", name)
        assert "has no dead letters" in said, said


def _refused(project: Project, service: str, *command: str) -> None:
    try:
        said = project.execute(service, *command)
    except Failed:
        return
    raise AssertionError(f"{service} could {' '.join(command)}: {said}")
