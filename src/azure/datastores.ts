import type { Datastore } from "../snapshot/hub-connection.ts";
import { documentAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

/** A datastore; file shares stand under `fileShareName` (older versions) or `containerName`. */
export function parseDatastore(document: Document): Datastore {
  const properties = documentAt(document, "properties");
  return {
    name: textAt(document, "name"),
    type: wordAt(properties, "datastoreType"),
    accountName: textAt(properties, "accountName"),
    containerName: textAt(properties, "containerName") || textAt(properties, "fileShareName"),
  };
}
