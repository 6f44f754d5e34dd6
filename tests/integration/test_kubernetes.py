"""The manifests are what Kubernetes takes, and keep to what Compose promises of root and of what may be written."""

from functools import cache
from typing import Any

import kubernetes_validate
import pytest
import yaml
from ai_worker.settings import WorkerSettings
from backend_core.settings import CoreSettings
from media_server.settings import MediaSettings
from visavis.launcher.settings import checkout

FOLDER = checkout() / "infra/kubernetes"
VERSION = "1.30"
"""An older one that is still in use: what it takes, newer ones take."""
Manifest = dict[str, Any]


@cache
def kustomization() -> Manifest:
    found: Manifest = yaml.safe_load((FOLDER / "kustomization.yaml").read_text(encoding="utf-8"))
    return found


@cache
def manifests() -> list[Manifest]:
    files = [(FOLDER / name).read_text(encoding="utf-8") for name in kustomization()["resources"]]
    return [manifest for text in files for manifest in yaml.safe_load_all(text)]


def name_of(manifest: Manifest) -> str:
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


def pods() -> list[Any]:
    kinds = {"Deployment", "StatefulSet", "Job"}
    return [
        pytest.param(manifest["spec"]["template"]["spec"], id=name_of(manifest))
        for manifest in manifests()
        if manifest["kind"] in kinds
    ]


@pytest.mark.parametrize("manifest", manifests(), ids=name_of)
def test_the_schema_takes_it(manifest: Manifest):
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_the_schema_refuses_a_name_that_is_none():
    broken = yaml.safe_load(yaml.safe_dump(next(one for one in manifests() if one["kind"] == "Deployment")))
    broken["spec"]["template"]["spec"]["securityContex"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, VERSION, strict=True)


def test_every_file_is_listed():
    listed = {*kustomization()["resources"], "kustomization.yaml"}
    assert {path.name for path in FOLDER.glob("*.yaml")} == listed


@pytest.mark.parametrize("pod", pods())
def test_a_pod_is_as_small_a_target_as_a_container_of_compose(pod: Manifest):
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["automountServiceAccountToken"] is False
    for container in [*pod.get("initContainers", []), *pod["containers"]]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        # A secret is named, and never written here.
        assert not [
            one for one in container.get("env", []) if {"KEY", "TOKEN", "PASSWORD"} & set(one["name"].split("_"))
        ]


def test_what_serves_is_probed_and_survives_a_drained_node():
    serving = {one["metadata"]["name"]: one for one in manifests() if one["kind"] in {"Deployment", "StatefulSet"}}
    for manifest in serving.values():
        (container,) = manifest["spec"]["template"]["spec"]["containers"]
        assert {"livenessProbe", "readinessProbe"} <= set(container)
    assert {one["metadata"]["name"] for one in manifests() if one["kind"] == "PodDisruptionBudget"} == set(serving)


def test_what_writes_on_the_record_waits_until_it_is_of_its_version():
    waiting = {
        name_of(one)
        for one in manifests()
        for container in one["spec"].get("template", {}).get("spec", {}).get("initContainers", [])
        if container["command"] == ["python", "-m", "persistence.migrate", "--wait"]
    }
    assert waiting == {"Deployment/backend-core", "Deployment/ai-worker"}


def test_selectors_find_their_pods():
    templates = [one["spec"]["template"] for one in manifests() if "template" in one["spec"]]
    known = {template["metadata"]["labels"]["app.kubernetes.io/name"] for template in templates}
    for manifest in manifests():
        selector = manifest["spec"].get("selector", {})
        name = selector.get("matchLabels", selector).get("app.kubernetes.io/name")
        assert name is None or name in known, name_of(manifest)


def test_the_settings_are_settings():
    known = {name.upper() for kind in (CoreSettings, MediaSettings, WorkerSettings) for name in kind.model_fields}
    (settings,) = [one for one in kustomization()["configMapGenerator"] if one["name"] == "visavis"]
    assert {line.partition("=")[0] for line in settings["literals"]} <= known
    own = {
        one["name"] for pod in pods() for container in pod.values[0]["containers"] for one in container.get("env", [])
    }
    assert own - known == {"POD_NAME"}
