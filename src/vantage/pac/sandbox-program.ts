/**
 * The program of the worker that a PAC is evaluated in. The build puts the program itself in the place of this address:
 * a bundle is one file.
 */
export const sandboxProgram = new URL("./sandbox.ts", import.meta.url);
