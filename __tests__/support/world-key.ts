/** A text for a twin's documents that is equal for two worlds that differ only in when things happened. */
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";

/** Tells worlds that began as this estate apart: everything that changed, came or went, without times and made-up names. */
export function worldKeyer(estate: EstateDocument): (documents: readonly ArmDocument[]) => string {
  const before = new Set<ArmDocument>(estate.resources);
  return (documents) => {
    const unchanged = new Set(documents);
    const changed = documents.filter((document) => !before.has(document)).map(timeless);
    const gone = estate.resources.filter((document) => !unchanged.has(document)).map(({ id }) => `not ${id}`);
    return [...changed, ...gone].sort().join("\n");
  };
}

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)/g;
/** The service makes up the names and etags of connections; who approved one may say so in his own words. */
const madeUp = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|"description":"[^"]*"/g;

function timeless(document: ArmDocument): string {
  const text = JSON.stringify(document).replace(time, "<time>");
  return /\/privateEndpointConnections\//i.test(document.id) ? text.replace(madeUp, "<made up>") : text;
}
