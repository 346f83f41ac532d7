/** The private DNS zones that a private endpoint to one sub-resource of a service needs, as the service itself says. */
export interface RequiredZones {
  /** The sub-resource, lower case. */
  readonly groupId: string;
  /** Lower case. */
  readonly zones: readonly string[];
}
