"""Asks a workspace for its own diagnosis."""

import sys

from twin_workspace import open_workspace, report

(name,) = sys.argv[1:]
value = open_workspace(name).workspaces.begin_diagnose(name).result()


def results(kind):
    return [{"code": row.code, "level": row.level, "message": row.message} for row in getattr(value, kind) or []]


kinds = ("dns_resolution_results", "resource_lock_results", "key_vault_results", "storage_account_results")
report({kind: results(kind) for kind in kinds})
