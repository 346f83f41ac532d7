import type { ArmDocument, EstateDocument } from "../estate.ts";
import { keyOf, parentOf, typeOf } from "./arm-id.ts";

/** An estate with its documents found by id, by type and by parent. All keys are lower case. */
export interface EstateIndex {
  readonly estate: EstateDocument;
  readonly byId: ReadonlyMap<string, ArmDocument>;
  readonly byType: ReadonlyMap<string, readonly ArmDocument[]>;
  readonly byParent: ReadonlyMap<string, readonly ArmDocument[]>;
}

export function indexEstate(estate: EstateDocument): EstateIndex {
  const byId = new Map<string, ArmDocument>();
  const byType = new Map<string, ArmDocument[]>();
  const byParent = new Map<string, ArmDocument[]>();
  for (const document of estate.resources) {
    const key = keyOf(document.id);
    byId.set(key, document);
    addTo(byType, typeOf(key), document);
    addTo(byParent, parentOf(key), document);
  }
  return { estate, byId, byType, byParent };
}

export function findDocument(index: EstateIndex, id: string): ArmDocument | undefined {
  return index.byId.get(keyOf(id));
}

/** All documents of one type, e.g. `Microsoft.Network/virtualNetworks`. */
export function documentsOf(index: EstateIndex, type: string): readonly ArmDocument[] {
  return index.byType.get(type.toLowerCase()) ?? [];
}

/** The children of one kind under a document, e.g. its `outboundRules`. */
export function childrenOf(index: EstateIndex, parentId: string, kind: string): readonly ArmDocument[] {
  const parent = keyOf(parentId);
  const segment = `${kind.toLowerCase()}/`;
  return (index.byParent.get(parent) ?? []).filter(({ id }) => keyOf(id).startsWith(segment, parent.length + 1));
}

function addTo(groups: Map<string, ArmDocument[]>, key: string, document: ArmDocument): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [document]);
  else group.push(document);
}
