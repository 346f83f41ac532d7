import type { LeastRole } from "../plan/least-roles.ts";
import { groupOf, nameOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** A custom role as Azure's clients take it (`az role definition create --role-definition`). */
export interface CustomRole {
  readonly Name: string;
  readonly IsCustom: true;
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions: readonly string[];
  readonly DataActions: readonly string[];
  readonly NotDataActions: readonly string[];
  readonly AssignableScopes: readonly string[];
}

/** A custom role with where to assign it, and to whom. */
export interface PrintedRole {
  readonly holder: LeastRole["holder"];
  readonly purpose: LeastRole["purpose"];
  readonly definition: CustomRole;
  /** Object id of who is to hold it; "" for the runner, who need not be the one who asks. */
  readonly principalId: string;
  readonly scopes: readonly string[];
  /** What keeps a role that grants roles to the one it is for; "" for the others. */
  readonly condition: string;
  /** The az lines that make and assign it. */
  readonly commands: readonly string[];
}

/** What `permissions` says, for machines. */
export interface PermissionsReport {
  readonly schema: "secure-foundry-hub/permissions/1";
  readonly hub: string;
  readonly roles: readonly PrintedRole[];
  /** What could not be read: the roles may lack what is out of sight. */
  readonly unread: readonly { readonly resourceId: string; readonly what: string; readonly why: string }[];
}

export function buildPermissionsReport(snapshot: Snapshot, roles: readonly LeastRole[]): PermissionsReport {
  const counts = new Map<string, number>();
  return {
    schema: "secure-foundry-hub/permissions/1",
    hub: snapshot.hub.id,
    roles: roles.map((role) => {
      const number = (counts.get(role.purpose) ?? 0) + 1;
      counts.set(role.purpose, number);
      return printedRole(snapshot, role, number);
    }),
    unread: snapshot.unread.map(({ id, what, why }) => ({ resourceId: id, what, why })),
  };
}

const purposes: Readonly<Record<LeastRole["purpose"], string>> = {
  read: "reads the hub, its services and what is around them",
  write: "writes what the plan of secure-foundry-hub holds, and nothing else",
  grant: "grants Reader on the storage private endpoints to the hub's and its projects' identities",
  approve: "approves the managed network's private endpoints on their targets",
};

function printedRole({ hub }: Snapshot, role: LeastRole, number: number): PrintedRole {
  const group = nameOf(groupOf(hub.id));
  const suffix = number === 1 ? "" : ` ${String(number)}`;
  const definition: CustomRole = {
    // Azure takes 128 characters.
    Name: `secure-foundry-hub ${role.purpose}${suffix}: ${hub.name} in ${group}`.slice(0, 128),
    IsCustom: true,
    Description: `For the ${role.holder}: ${purposes[role.purpose]}.`,
    Actions: role.actions,
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: assignableScopes(role.scopes),
  };
  const principalId = role.holder === "runner" ? "" : (hub.approvingIdentity?.principalId ?? "");
  const printed = { holder: role.holder, purpose: role.purpose, definition, principalId, scopes: role.scopes };
  const condition = conditionOf(role);
  return { ...printed, condition, commands: commandsOf(definition, printed.scopes, principalId, condition) };
}

/** A custom role can be made for subscriptions and resource groups only, and then be assigned on what lies in them. */
function assignableScopes(scopes: readonly string[]): readonly string[] {
  const wide = scopes.map((scope) => (groupOf(scope) === "" ? scope : groupOf(scope)));
  return [...new Map(wide.map((scope) => [scope.toLowerCase(), scope])).values()];
}

/** The built-in role Reader. */
const readerId = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** Whoever may assign roles may assign any, unless a condition says which and to whom. */
function conditionOf({ purpose, grantees }: LeastRole): string {
  if (purpose !== "grant") return "";
  const request = "@Request[Microsoft.Authorization/roleAssignments:";
  return (
    "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR " +
    `(${request}RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${readerId}} AND ` +
    `${request}PrincipalId] ForAnyOfAnyValues:GuidEquals {${grantees.join(", ")}}))`
  );
}

function commandsOf(
  { Name }: CustomRole,
  scopes: readonly string[],
  principalId: string,
  condition: string,
): readonly string[] {
  const who = principalId === "" ? "<object id of the runner>" : principalId;
  const limited = condition === "" ? "" : ` --condition "${condition}" --condition-version 2.0`;
  return [
    "az role definition create --role-definition @role.json",
    ...scopes.map(
      (scope) =>
        `az role assignment create --assignee-object-id ${who} --assignee-principal-type ServicePrincipal --role "${Name}" --scope "${scope}"${limited}`,
    ),
  ];
}

/** Every role with its JSON to put into role.json, and the lines that make and assign it. */
export function renderPermissions({ hub, roles, unread }: PermissionsReport): string {
  const doubt =
    unread.length === 0
      ? []
      : [
          `Not everything could be read; the roles may lack what is out of sight: ${unread.map((u) => u.what).join(", ")}.`,
        ];
  const sections = roles.map(({ definition, commands }) =>
    [
      `# ${definition.Description} Put this into role.json:`,
      JSON.stringify(definition, undefined, 2),
      ...commands,
    ].join("\n"),
  );
  return `${[`# Roles for the plan of ${hub}`, ...doubt.map((line) => `# ${line}`), ...sections].join("\n\n")}\n`;
}
