"""azure-ai-ml on the cloud that the environment names, as any program of a user would set it up."""

import json
import os
from typing import Any

from azure.ai.ml import MLClient
from azure.identity import ClientSecretCredential


def open_workspace(name: str) -> MLClient:
    """A client for one hub or project of the group that SFH_GROUP_ID names."""
    _, _, subscription, _, group = os.environ["SFH_GROUP_ID"].split("/")
    arm = os.environ["AZURE_AUTHORITY_HOST"]
    credential = ClientSecretCredential(
        os.environ["AZURE_TENANT_ID"],
        os.environ["AZURE_CLIENT_ID"],
        os.environ["AZURE_CLIENT_SECRET"],
        authority=arm,
        disable_instance_discovery=True,
    )
    # A cloud that the metadata names AzureCloud would be taken for the public one, whatever its endpoints are.
    endpoints = {
        "azure_portal": "https://portal.azure.com",
        "resource_manager": arm,
        "active_directory": arm,
        "aml_resource_id": "https://ml.azure.com",
        "storage_endpoint": "core.windows.net",
        "registry_discovery_endpoint": arm,
    }
    return MLClient(
        credential, subscription, group, name, cloud="Twin", cloud_metadata=endpoints, enable_telemetry=False
    )


def rule_facts(rule: Any) -> dict[str, Any]:
    """What the SDK's object says of an outbound rule."""
    facts = ("name", "type", "category", "status", "service_resource_id", "subresource_target", "destination")
    return {fact: getattr(rule, fact) for fact in facts if getattr(rule, fact, None) is not None}


def report(facts: Any) -> None:
    """Prints what a test asserts."""
    print(json.dumps(facts, default=str))
