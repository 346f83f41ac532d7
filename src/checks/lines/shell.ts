/** One word as a POSIX shell takes it: quoted where it would be read as anything else. */
export function shellWord(text: string): string {
  return /^[\w./:@=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A line of `az`: the command's words as they are, then each option with its value or values. */
export function azLine(command: string, options: Readonly<Record<string, string | readonly string[]>>): string {
  const words = Object.entries(options).flatMap(([option, value]) => [
    `--${option}`,
    ...(typeof value === "string" ? [value] : value).map(shellWord),
  ]);
  return ["az", command, ...words].join(" ");
}
