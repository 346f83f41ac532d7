"""Provisions the managed network of a hub; says how the hub and its rules look before and after."""

import sys

from twin_workspace import open_workspace, report, rule_facts

name = sys.argv[1]
client = open_workspace(name)


def look():
    hub = client.workspaces.get(name)
    network = hub.managed_network
    status = network.status.status if network.status else None
    rules = [rule_facts(rule) for rule in client.workspace_outbound_rules.list(name)]
    return {"kind": type(hub).__name__, "isolation": network.isolation_mode, "status": status, "rules": rules}


before = look()
result = client.workspaces.begin_provision_network(workspace_name=name, include_spark=False).result()
report({"before": before, "result": {"status": result.status, "spark_ready": result.spark_ready}, "after": look()})
