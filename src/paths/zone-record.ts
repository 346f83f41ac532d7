type Records = ReadonlyMap<string, readonly string[]>;

/**
 * The addresses a zone answers with for a record name (relative to it, lower case, "@" its own): the record's, else those
 * of the wildcard that applies; none where neither is. After RFC 4592 the closest name above that exists decides alone,
 * a name that only others hang below too, and no wildcard stands for the zone itself.
 */
export function addressesAt(records: Records, record: string): readonly string[] {
  const own = records.get(record);
  if (own !== undefined) return own;
  if (record === "@" || exists(records, record)) return [];
  const labels = record.split(".").slice(1);
  const above = labels.map((_, depth) => labels.slice(depth).join("."));
  const closest = above.find((ancestor) => exists(records, ancestor));
  return records.get(closest === undefined ? "*" : `*.${closest}`) ?? [];
}

function exists(records: Records, name: string): boolean {
  return [...records.keys()].some((key) => key === name || key.endsWith(`.${name}`));
}
