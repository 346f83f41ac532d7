/** Built-in roles and policies, and Azure's "everyone": the same in every tenant, and of no use masked. */
const publicIds: readonly string[] = [
  "00000000-0000-0000-0000-000000000000",
  // Reader, Contributor, Owner.
  "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  // Azure AI Enterprise Network Connection Approver, Azure AI Administrator.
  "b556d68e-0be0-4f35-a333-ad7ee1ce17ea",
  "b78c5d69-af96-48a3-bf8d-a8b4d589de94",
  // User Access Administrator, Role Based Access Control Administrator.
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
  // Built-in policies that rules of ours name as the same.
  "a06d0189-92e8-4dba-b0c4-08d7669fce7d",
  "6ddb1705-c8cf-450e-aa4b-19ad6703c440",
];

const guid = /(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])/gi;

/**
 * The ids in texts that tell whose they are: subscriptions, tenants, applications, principals, and whatever else is a GUID.
 * A mask counts case by case, and Azure writes ids in any: each comes as it stands, in small and in capital letters.
 */
export function idsToMask(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) => text.match(guid) ?? []);
  const own = found.filter((id) => !publicIds.includes(id.toLowerCase()));
  return [...new Set(own.flatMap((id) => [id, id.toLowerCase(), id.toUpperCase()]))];
}

/** Masks the ids in what is given, before any of it is shown; does nothing where that isn't asked for. */
export type Mask = (...texts: readonly string[]) => void;

/** `wanted` is the input masked-ids; `setSecret` tells the runner. Each id is told once. */
export function createMask(wanted: string, setSecret: (id: string) => void): Mask {
  if (wanted.toLowerCase() !== "true") return () => undefined;
  const masked = new Set<string>();
  return (...texts) => {
    for (const id of idsToMask(texts)) {
      if (!masked.has(id)) setSecret(id);
      masked.add(id);
    }
  };
}

/** What the environment says of whom to sign in as, and where. */
export function azureValues(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => (/^(AZURE|ARM)_/.test(name) ? [value] : []));
}
