/**
 * The functions of a PAC that look at the clock, in ms since the epoch. Every range holds both its ends. Its text is evaluated inside the
 * sandbox: it may name nothing but what it declares and is handed.
 */
export function installTimeFunctions(global: Record<string, unknown>, nowMs: number): void {
  const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

  /** The arguments without a last "GMT", and the time they are about: local without it. */
  const taken = (args: readonly unknown[]): { readonly given: readonly unknown[]; readonly now: Date } => {
    const now = new Date(nowMs);
    if (args[args.length - 1] === "GMT") return { given: args.slice(0, -1), now };
    return { given: args, now: new Date(now.getTime() - now.getTimezoneOffset() * 60_000) };
  };
  /** -1, 0 or 1, by the first number that differs. */
  const compare = (a: readonly number[], b: readonly number[]): number =>
    a.map((number, at) => Math.sign(number - (b[at] ?? 0))).find((sign) => sign !== 0) ?? 0;
  /** A range whose end comes before its start goes round: from November to February. */
  const isWithin = (now: readonly number[], from: readonly number[], to: readonly number[]): boolean => {
    const isAfter = compare(now, from) >= 0;
    const isBefore = compare(now, to) <= 0;
    return compare(from, to) <= 0 ? isAfter && isBefore : isAfter || isBefore;
  };

  global.weekdayRange = (...args: readonly unknown[]): boolean => {
    const { given, now } = taken(args);
    const [from = -1, to = from] = given.map((day) => days.indexOf(String(day)));
    return from >= 0 && to >= 0 && isWithin([now.getUTCDay()], [from], [to]);
  };

  /** The part of a date that an argument is about, largest first: 0 year, 1 month, 2 day. */
  const partOf = (arg: unknown): { readonly part: number; readonly value: number } => {
    const number = parseInt(String(arg), 10);
    if (Number.isNaN(number)) return { part: 1, value: months.indexOf(String(arg)) };
    return { part: number < 32 ? 2 : 0, value: number };
  };
  global.dateRange = (...args: readonly unknown[]): boolean => {
    const { given, now } = taken(args);
    const parts = given.map(partOf);
    if (parts.length === 0 || parts.some(({ value }) => value < 0)) return false;
    const half = Math.max(1, parts.length >> 1);
    const valuesOf = (some: typeof parts): readonly number[] =>
      [...some].sort((a, b) => a.part - b.part).map(({ value }) => value);
    const today = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
    const asked = today.filter((_, part) => parts.slice(0, half).some((one) => one.part === part));
    return isWithin(asked, valuesOf(parts.slice(0, half)), valuesOf(parts.slice(-half)));
  };

  global.timeRange = (...args: readonly unknown[]): boolean => {
    const { given, now } = taken(args);
    const numbers = given.map(Number);
    const time = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()];
    const [first = -1, second = first] = numbers;
    // Two hours don't go round in a browser.
    if (numbers.length <= 2) return first <= now.getUTCHours() && now.getUTCHours() <= second;
    if (numbers.length !== 4 && numbers.length !== 6) throw new Error("timeRange: bad number of arguments");
    const half = numbers.length / 2;
    return isWithin(time.slice(0, half), numbers.slice(0, half), numbers.slice(half));
  };
}
