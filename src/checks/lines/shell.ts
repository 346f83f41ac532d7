/** One word as a POSIX shell takes it: quoted where it would be read as anything else. */
export function shellWord(text: string): string {
  return /^[\w./:@=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A line of `az`: the command's words as they are, then each option with its value. */
export function azLine(command: string, options: Readonly<Record<string, string>>): string {
  const words = Object.entries(options).flatMap(([option, value]) => [`--${option}`, shellWord(value)]);
  return ["az", command, ...words].join(" ");
}
