/**
 * Network settings of one of the hub's own services, raw: properties by name, as the service's document has them; what
 * is absent on the wire is absent here. Kept so that exactly that can be put back; PublicAccess says who gets in.
 */
export type AccessSettings = Readonly<Record<string, unknown>>;

/** The two things a rollback puts back, each by a write of its own: who gets in by the public door, and the bypass. */
export type SettingPart = "door" | "bypass";

/**
 * True where two settings say the same of a part, as far as the names go. Absent means Azure's default; the order of
 * lists, casing, empty lists and what a service adds by itself make no difference; a field nobody knows does.
 */
export function isSameSetting(
  part: SettingPart,
  names: readonly string[],
  a: AccessSettings,
  b: AccessSettings,
): boolean {
  const say = (settings: AccessSettings): string =>
    JSON.stringify(names.map((name) => meaningOf(part, name, settings[name])));
  return say(a) === say(b);
}

/** What to write so that a part is as it was before; the other part stays as it is now. */
export function settingsToPutBack(
  part: SettingPart,
  names: readonly string[],
  prior: AccessSettings,
  now: AccessSettings,
): AccessSettings {
  return Object.fromEntries(
    names.map((name) => [name, part === "door" ? doorBack(name, prior, now) : bypassBack(name, prior, now)]),
  );
}

function doorBack(name: string, prior: AccessSettings, now: AccessSettings): unknown {
  if (name === "publicNetworkAccess") return textOr(prior[name], "Enabled");
  if (name !== "networkAcls") return prior[name] ?? { defaultAction: "Allow" };
  // A PATCH can't take a field away: where there were no rules, their defaults are written out.
  const rules = isFields(prior[name]) ? prior[name] : { bypass: "AzureServices" };
  const isSameBypass = isSameSetting("bypass", [name], { [name]: rules }, now);
  const bypass = isSameBypass ? {} : { bypass: bypassIn(now[name]) };
  return { ...rules, defaultAction: textOr(rules.defaultAction, "Allow"), ...bypass };
}

function bypassBack(name: string, prior: AccessSettings, now: AccessSettings): unknown {
  if (name !== "networkAcls") return textOr(prior[name], "AzureServices");
  const rules = isFields(now[name]) ? now[name] : {};
  return { ...rules, defaultAction: textOr(rules.defaultAction, "Allow"), bypass: bypassIn(prior[name]) };
}

/** Normal form of one property, as far as it belongs to the part; undefined where it doesn't. */
function meaningOf(part: SettingPart, name: string, value: unknown): unknown {
  switch (name) {
    case "publicNetworkAccess":
      return part === "door" ? textOr(value, "Enabled").toLowerCase() : undefined;
    case "networkRuleBypassOptions":
      return part === "bypass" ? wordsOf(textOr(value, "AzureServices")) : undefined;
    case "ipAllowlist":
      return part === "door" ? normalForm(value ?? []) : undefined;
    case "networkAcls":
      return part === "door" ? rulesIn(value) : wordsOf(bypassIn(value));
    default:
      return part === "door" ? rulesIn(value) : undefined;
  }
}

function rulesIn(value: unknown): unknown {
  const rules = isFields(value) ? value : {};
  return normalForm({ ...rules, bypass: undefined, defaultAction: textOr(rules.defaultAction, "Allow") });
}

function bypassIn(rules: unknown): string {
  return textOr(isFields(rules) ? rules.bypass : undefined, "AzureServices");
}

/** A comma list ("Logging, Metrics, AzureServices") as a set; None is the empty one. */
function wordsOf(list: string): readonly string[] {
  const words = list.split(",").map((word) => word.trim().toLowerCase());
  return words.filter((word) => word !== "" && word !== "none").sort();
}

function normalForm(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(ruleForm(item))).sort();
  return isFields(value) ? fieldsForm(value, () => true) : value;
}

/** A rule allows unless it says otherwise, and `state` is the service's own word on it. */
function ruleForm(item: unknown): unknown {
  return isFields(item)
    ? fieldsForm(item, (name, value) => name !== "state" && !(name === "action" && value === "allow"))
    : normalForm(item);
}

function fieldsForm(fields: AccessSettings, isKept: (name: string, value: unknown) => boolean): unknown {
  const kept = Object.entries(fields)
    .map(([name, value]) => [name.toLowerCase(), normalForm(value)] as const)
    .filter(([name, value]) => !isNothing(value) && isKept(name, value));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}
