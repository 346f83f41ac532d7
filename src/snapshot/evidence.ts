import type { Browser } from "./browser.ts";
import type { NameAnswer } from "./network.ts";
import type { WorkspaceOpinion } from "./opinion.ts";
import type { PacFacts, ProxySettings } from "./proxy.ts";
import type { Read } from "./read.ts";
import type { RequiredZones } from "./required-zones.ts";
import type { ResourceId } from "./resource-id.ts";
import type { NetworkWaysIn } from "./way-in.ts";

/** What a diagnosis asks the world, besides what every run reads. */
export interface Asked {
  /** Lower case; those of the hub, of its own services, and of every customer private endpoint. */
  readonly names: readonly string[];
  /** The networks of customer private endpoints. */
  readonly networks: readonly ResourceId[];
  /** The services that customer private endpoints lead to. */
  readonly targets: readonly ResourceId[];
  /** The hub and its projects. */
  readonly workspaces: readonly { readonly id: ResourceId; readonly name: string }[];
}

/** What came of connecting to port 443 in a service's name. */
export type Knock =
  /** TCP, and TLS with a trusted certificate that is good for the name. Says nothing about what an HTTP request would get. */
  | { readonly is: "opened" }
  /** Refused, lost, or a proxy that won't; `status` is what that answered. */
  | { readonly is: "not connected"; readonly why: string; readonly status?: number }
  /** Somebody answers with a certificate that isn't good for the name, or that isn't trusted. */
  | { readonly is: "another certificate"; readonly why: string };

/** What this machine's own resolver says of a name, hosts file and all. */
export interface NameHere {
  /** Lower case. */
  readonly name: string;
  readonly answer: NameAnswer["answer"];
}

/** One try of a door. */
export interface DoorTry {
  /** Lower case. */
  readonly name: string;
  /** Direct to an address that this machine resolved, or through a proxy, which resolves by itself. */
  readonly by:
    | { readonly is: "direct"; readonly address: string }
    | { readonly is: "proxy"; readonly at: string }
    /** Through a proxy that was asked for an address instead of the name: shows whether it gets there at all. */
    | { readonly is: "proxy by address"; readonly at: string; readonly address: string };
  readonly knock: Knock;
}

/** An answer of a name server that somebody else asked, as they noted it. */
export interface GivenAnswer extends NameAnswer {
  /** An address ("10.0.0.4", "127.0.0.1:5353"); empty where it isn't told. */
  readonly server: string;
  /** Where it stands: "answers.txt:12". */
  readonly at: string;
}

/** What a diagnosis looks at besides the snapshot: the network from where it runs, and what it was given. */
export interface Evidence {
  readonly names: readonly NameHere[];
  readonly doors: readonly DoorTry[];
  /** Undefined: the environment names none. */
  readonly proxy: ProxySettings | undefined;
  /** Undefined: none was given. */
  readonly pac: PacFacts | undefined;
  readonly browsers: readonly Browser[];
  readonly waysIn: readonly NetworkWaysIn[];
  readonly opinions: readonly WorkspaceOpinion[];
  /** Of each service that a customer private endpoint leads to. */
  readonly requiredZones: readonly { readonly target: ResourceId; readonly zones: Read<readonly RequiredZones[]> }[];
  /** Answers of servers that somebody asked elsewhere. */
  readonly givenAnswers: readonly GivenAnswer[];
  /** Addresses and CIDR ranges that clients come from. */
  readonly clientRanges: readonly string[];
}
