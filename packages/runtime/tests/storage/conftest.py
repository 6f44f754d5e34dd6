"""The storages there are: a folder, and a server that speaks S3's protocol."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from runtime.storage import ObjectStore
from runtime.storage.settings import StorageSettings


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_settings(s3_endpoint: str) -> StorageSettings:
    key, secret, bucket = "key", secrets.token_hex(16), f"bucket-{secrets.token_hex(4)}"
    credentials = {"aws_access_key_id": key, "aws_secret_access_key": secret}
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1", **credentials)
    client.create_bucket(Bucket=bucket)
    return StorageSettings.model_validate(
        {
            "storage_url": f"s3://{bucket}/visavis",
            "s3_endpoint_url": s3_endpoint,
            "s3_access_key_id": key,
            "s3_secret_access_key": secret,
        }
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, folder: Path) -> ObjectStore:
    if request.param == "s3":
        settings: StorageSettings = request.getfixturevalue("s3_settings")
    else:
        settings = StorageSettings(storage_url=os.fspath(folder))
    store = settings.object_store()
    assert store
    return store
