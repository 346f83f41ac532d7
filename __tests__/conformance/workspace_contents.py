"""Connections of a hub and of a project, and the project's datastores."""

import sys

from twin_workspace import open_workspace, report

hub, project = sys.argv[1:]


def connections(name, include_data_connections=None):
    listed = open_workspace(name).connections
    choice = {} if include_data_connections is None else {"include_data_connections": include_data_connections}
    return [
        {"name": connection.name, "type": connection.type, "class": type(connection).__name__}
        for connection in listed.list(**choice)
    ]


report(
    {
        "hub": connections(hub),
        "project": connections(project),
        "project_with_data": connections(project, include_data_connections=True),
        "datastores": [
            {"name": datastore.name, "type": str(datastore.type)}
            for datastore in open_workspace(project).datastores.list()
        ],
    }
)
