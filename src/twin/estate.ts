/** An estate file (docs/estate.md): an Azure estate as the plain ARM documents that a GET of each id answers. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** One ARM document. `id` is its address; every other field is as it is on the wire, or absent. */
export interface ArmDocument extends JsonObject {
  readonly id: string;
  readonly name?: string | null;
  readonly type?: string | null;
  readonly location?: string | null;
  readonly properties?: JsonObject;
}

export type CloudName = "AzureCloud" | "AzureUSGovernment" | "AzureChinaCloud";

/** What a custom DNS server answers. `[]` is NXDOMAIN; `azure` answers as Azure DNS does in the VNet that asks. */
export interface NameServerFacts {
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly otherwise: "public" | "nxdomain" | "timeout" | "azure";
}

export interface PolicyFact {
  readonly name?: string;
  readonly scope: string;
  readonly effect: "deny";
  readonly when: { readonly type: string; readonly property: string; readonly equals: Json };
}

/** Whom Entra takes an assertion of as the caller's: without any, every issuer and subject. `audience`: the cloud's. */
export interface FederatedCredentialFact {
  readonly issuer: string;
  readonly subject: string;
  readonly audience?: string;
}

/** Somebody who works with a service by an identity of their own, and from where: no GET of Azure's tells. */
export interface ClientFact {
  /** Object id. */
  readonly principalId: string;
  /** The service's id. */
  readonly uses: string;
  readonly from: { readonly kind: "public" } | { readonly kind: "vnet"; readonly vnet: string };
}

/** A result of a workspace's own diagnosis besides those the twin finds: for every workspace that no id is given. */
export interface DiagnosisFact {
  readonly workspace?: string;
  /** As on the wire: "networkSecurityRuleResults". */
  readonly list: string;
  readonly code: string;
  readonly level: string;
  readonly message: string;
}

/** What no GET shows, but the platform knows. */
export interface EstateFacts {
  readonly managedVnetSubscription: string;
  readonly resolvers?: Readonly<Record<string, NameServerFacts>>;
  readonly vantage?:
    { readonly kind: "public"; readonly ip?: string } | { readonly kind: "vnet"; readonly subnet: string };
  readonly policies?: readonly PolicyFact[];
  readonly clients?: readonly ClientFact[];
  readonly federatedCredentials?: readonly FederatedCredentialFact[];
  readonly diagnosis?: readonly DiagnosisFact[];
}

export interface EstateDocument {
  readonly schema: "secure-foundry-hub/estate/1";
  readonly description: string;
  readonly cloud: CloudName;
  readonly tenantId: string;
  readonly hub: string;
  readonly caller: { readonly objectId: string; readonly appId: string };
  readonly subscriptions: readonly {
    readonly subscriptionId: string;
    readonly displayName: string;
    readonly state: string;
  }[];
  readonly providers: Readonly<Record<string, readonly string[]>>;
  readonly resources: readonly ArmDocument[];
  readonly facts: EstateFacts;
}
