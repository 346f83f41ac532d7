"""Creates, reads, updates and removes an outbound rule of a hub."""

import sys

from azure.ai.ml.entities import FqdnDestination, PrivateEndpointDestination
from twin_workspace import open_workspace, report, rule_facts

name, target = sys.argv[1:]
client = open_workspace(name)
rules = client.workspace_outbound_rules


def table(spark_enabled):
    return PrivateEndpointDestination(
        name="to-storage", service_resource_id=target, subresource_target="table", spark_enabled=spark_enabled
    )


created = rules.begin_create(name, table(False)).result()
read = rules.get(name, "to-storage")
updated = rules.begin_update(name, table(True)).result()
fqdn = rules.begin_create(name, FqdnDestination(name="packages", destination="*.example.org")).result()
rules.begin_remove(name, "packages").result()
report(
    {
        "created": rule_facts(created),
        "read": rule_facts(read),
        "spark_enabled": updated.spark_enabled,
        "fqdn": rule_facts(fqdn),
        "names": sorted(rule.name for rule in rules.list(name)),
    }
)
