import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { DoorTry } from "../snapshot/evidence.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { ReportDiagnosis } from "./report-diagnosis.ts";

/** The diagnosis in the words of a report. */
export function reportDiagnosis(diagnosis: Diagnosis): ReportDiagnosis {
  const { standing, names, toRun, notSeen } = diagnosis;
  return {
    vantage: { sees: standing.sees, why: standing.why },
    networks: networksOf(diagnosis),
    names,
    doors: doorsOf(diagnosis),
    waysIn: waysInOf(diagnosis),
    opinions: opinionsOf(diagnosis),
    toRun,
    notSeen,
  };
}

function networksOf({ snapshot }: Diagnosis): ReportDiagnosis["networks"] {
  return snapshot.networks
    .filter((network) => snapshot.privateEndpoints.some((endpoint) => isSameId(endpoint.network, network.id)))
    .map(({ id, name, dnsServers }) => ({
      id,
      name,
      dns: dnsServers.length === 0 ? "Azure-provided" : "custom",
      servers: dnsServers,
    }));
}

function doorsOf({ evidence }: Diagnosis): ReportDiagnosis["doors"] {
  return evidence.doors.map(({ name, by, knock }) => ({
    name,
    by: describeWay(by),
    came: knock.is,
    why: knock.is === "opened" ? "" : knock.why,
  }));
}

function describeWay(by: DoorTry["by"]): string {
  switch (by.is) {
    case "direct":
      return by.address;
    case "proxy":
      return by.at;
    case "proxy by address":
      return `${by.address} by ${by.at}`;
  }
}

function waysInOf({ evidence }: Diagnosis): ReportDiagnosis["waysIn"] {
  return evidence.waysIn.flatMap(({ network, ways }) =>
    valueOr(ways, []).map(({ kind, id, name, how, reaches }) => ({
      ...{ kind, id, name, how, network },
      reaches: reaches.is === "yes",
      why: reaches.is === "yes" ? "" : reaches.why,
    })),
  );
}

function opinionsOf({ evidence }: Diagnosis): ReportDiagnosis["opinions"] {
  return evidence.opinions.flatMap(({ workspace, opinions }) =>
    valueOr(opinions, []).map(({ category, code, level, message }) => ({ workspace, category, code, level, message })),
  );
}
