import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";

/** The config file that is read when none is named. */
export const defaultConfigFile = "secure-foundry-hub.yml";

/** Keys and list positions from the root of the config, outermost first. */
export type ConfigPath = readonly PropertyKey[];

/** Where in a config file things stand. */
export interface ConfigPlaces {
  /** The file's path from the repository's root, with forward slashes; as it was given where it is in no repository. */
  readonly file: string;
  /** The line of the key or list item at the path, or of the nearest thing around it that is there; 1 in an empty file. */
  readonly lineOf: (path: ConfigPath) => number;
  /** True where the key or list item itself is there. */
  readonly has: (path: ConfigPath) => boolean;
}

/** A config file as text and as what it says, whether or not that makes sense. */
export interface ConfigDocument {
  readonly document: Document;
  readonly places: ConfigPlaces;
}

/** Takes the text apart. Never throws: what is wrong with it is in the document's errors. */
export function openConfig(text: string, file: string): ConfigDocument {
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: ConfigPath): number => {
    const start = startOf(document, path);
    if (start !== undefined) return Math.max(1, lines.linePos(start).line);
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const places = { file, lineOf, has: (path: ConfigPath) => startOf(document, path) !== undefined };
  return { document, places };
}

/** The places in a config file's text. */
export function findPlaces(text: string, file: string): ConfigPlaces {
  return openConfig(text, file).places;
}

/** Where no config file was read: the one that would be, which says nothing yet. */
export const noConfig: ConfigPlaces = findPlaces("", defaultConfigFile);

/** The offset at which the key or list item at the path begins; undefined where it isn't there. */
function startOf(document: Document, path: ConfigPath): number | undefined {
  const last = path.at(-1);
  if (last === undefined) return startOfNode(document.contents);
  const around: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(around)) return startOfNode(document.getIn(path, true));
  const pair = around.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
  return startOfNode(pair?.key);
}

function startOfNode(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
