import type { Command } from "commander";

/** The options given on the command line, ready to be pasted; what came from variables and defaults is left out. */
export function describeGivenOptions(command: Command): string {
  return command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
    .flatMap((option) => {
      const flag = option.long ?? option.flags;
      const value: unknown = command.getOptionValue(option.attributeName());
      if (value === true) return [flag];
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return values.map((one) => `${flag} ${quote(String(one))}`);
    })
    .join(" ");
}

/** For a POSIX shell. */
function quote(value: string): string {
  return /^[\w/:=.,@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
