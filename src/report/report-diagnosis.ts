/** What a diagnosis looked at besides the hub itself, for machines. All ids as Azure spells them. */
export interface ReportDiagnosis {
  /** Whether the machine it ran on could see a private answer at all. */
  readonly vantage: { readonly sees: "private side" | "public side" | "not known"; readonly why: string };
  /** The networks of the customer private endpoints, and whom they ask for names. */
  readonly networks: readonly {
    readonly id: string;
    readonly name: string;
    readonly dns: "Azure-provided" | "custom";
    readonly servers: readonly string[];
  }[];
  readonly names: readonly ReportName[];
  readonly doors: readonly {
    readonly name: string;
    /** "10.0.0.4", "http://proxy:3128", or "10.0.0.4 by http://proxy:3128" where the proxy was asked for an address. */
    readonly by: string;
    readonly came: "opened" | "not connected" | "another certificate";
    readonly why: string;
  }[];
  readonly waysIn: readonly {
    readonly kind: string;
    readonly id: string;
    readonly name: string;
    /** "point-to-site (OpenVPN)", "Standard", or "". */
    readonly how: string;
    /** The network that was asked about; it may stand in another, peered with this one. */
    readonly network: string;
    readonly reaches: boolean;
    readonly why: string;
  }[];
  /** The service's own diagnosis, in its words. */
  readonly opinions: readonly {
    readonly workspace: string;
    readonly category: string;
    readonly code: string;
    readonly level: "Error" | "Warning" | "Information";
    readonly message: string;
  }[];
  /** What to run elsewhere, because it couldn't be asked from here. */
  readonly toRun: readonly { readonly where: string; readonly lines: readonly string[] }[];
  /** What nobody can see from here, and how to look. */
  readonly notSeen: readonly string[];
}

/** One name of a private endpoint, and what it resolves to for whom. */
export interface ReportName {
  readonly name: string;
  readonly endpoint: string;
  readonly expected: readonly string[];
  readonly answers: readonly {
    /** "vnet-a (Azure DNS)", "10.0.0.53", "this machine". */
    readonly from: string;
    readonly said: string;
    readonly is: "right" | "wrong" | "not known";
  }[];
}
