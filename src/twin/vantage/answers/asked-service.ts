import type { ArmDocument, CloudName, Json } from "../../estate.ts";
import { isSameText, textAt } from "../../reach/json.ts";

/** A request without credentials at a service's door. */
export interface AskedService {
  readonly service: ArmDocument;
  /** The private-link sub-resource, e.g. `blob`. */
  readonly subresource: string;
  /** The name it was reached by. */
  readonly host: string;
  /** Path and query. */
  readonly path: string;
  /** The address that the service sees. */
  readonly client: string;
  readonly cloud: CloudName;
  readonly tenantId: string;
}

/** What is sent back, whole. */
export interface DoorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one kind of service answers somebody without credentials. */
export interface ServiceAnswers {
  /** Where the network lets the request in. */
  readonly greet: (asked: AskedService) => DoorAnswer;
  /** Where the firewall of the public endpoint does not. */
  readonly refuse: (asked: AskedService) => DoorAnswer;
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): DoorAnswer {
  const type = { "Content-Type": "application/json; charset=utf-8" };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

/** Whether public access is off, and not merely narrowed by rules. */
export function isPublicAccessOff({ service }: AskedService): boolean {
  return isSameText(textAt(service, "properties", "publicNetworkAccess"), "Disabled");
}
