import { mapRead } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ActionSet } from "../snapshot/role.ts";
import type { Arm } from "./arm.ts";
import { textAt } from "./document.ts";
import { parseDataActions, parseRole } from "./role-documents.ts";

export interface RoleDefinition {
  readonly name: string;
  readonly allows: readonly ActionSet[];
  /** Patterns of actions on data, exceptions left out: a role that names any counts as one that has it. */
  readonly dataActions: readonly string[];
}

/**
 * Reads a role definition, each once per run: they don't change under it, and every scope names the same few. One that
 * could not be read is asked for again: one bad answer would stand for the whole run.
 */
export type ReadRoleDefinition = (id: ResourceId) => Promise<Read<RoleDefinition>>;

export function createRoleDefinitionReader(arm: Arm): ReadRoleDefinition {
  const definitions = new Map<string, Promise<Read<RoleDefinition>>>();
  return async (id) => {
    const asked = definitions.get(idKey(id)) ?? readDefinition(arm, id);
    definitions.set(idKey(id), asked);
    let isKnown = false;
    try {
      const read = await asked;
      isKnown = read.is === "known";
      return read;
    } finally {
      if (!isKnown) definitions.delete(idKey(id));
    }
  };
}

async function readDefinition(arm: Arm, id: ResourceId): Promise<Read<RoleDefinition>> {
  return mapRead(await arm.read(id), (definition) => ({
    name: textAt(definition, "properties", "roleName"),
    allows: parseRole(definition),
    dataActions: parseDataActions(definition),
  }));
}
