/**
 * What the language offers and this code base does without, as selectors of `no-restricted-syntax`.
 *
 * @typedef {{ selector: string, message: string }} Restriction
 */

/** @type {readonly Restriction[]} */
export const everywhere = [
  {
    selector: "ClassDeclaration[id.name=/(Manager|Helper|Helpers|Util|Utils|Factory|Impl)$/]",
    message: "Name a class for what it is in Azure's words or ours, not for the pattern it follows.",
  },
];

const stateSelectors = [
  { of: "VariableDeclaration[kind=/^(let|var)$/]", message: "No mutable state at module level" },
  {
    of: "VariableDeclaration > VariableDeclarator > NewExpression[callee.name=/^(Weak)?(Map|Set)$/][arguments.length=0]",
    message: "A collection that starts empty at module level is mutable state",
  },
];

/** @type {readonly Restriction[]} */
export const moduleState = stateSelectors.flatMap(({ of, message }) =>
  ["Program", "Program > ExportNamedDeclaration"].map((place) => ({
    selector: `${place} > ${of}`,
    message: `${message}: hand it in, or keep it in what a function returns.`,
  })),
);

/** Below the composition roots: @type {readonly Restriction[]} */
export const handedIn = [
  {
    selector: "MemberExpression[object.name='process'][property.name=/^(env|exit|exitCode|argv|stdin|stdout|stderr)$/]",
    message: "The process belongs to action/ and src/cli: hand the value in.",
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: "The clock is handed in by a composition root.",
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "The clock is handed in by a composition root.",
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: "The clock is handed in by a composition root.",
  },
  {
    selector: "CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]",
    message: "Sleep is handed in by a composition root.",
  },
];

/** In the pure core, on top of the above: @type {readonly Restriction[]} */
export const pureOnly = [
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "The pure core gives the same answer twice: hand randomness in.",
  },
  {
    selector: "Identifier[name=/^(randomUUID|randomBytes|randomInt|getRandomValues)$/]",
    message: "The pure core gives the same answer twice: hand randomness in.",
  },
];

/** Names that the pure core can't even mention. */
export const impureGlobals = [
  "process",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "console",
  "performance",
  "WebSocket",
  "EventSource",
  "globalThis",
  "require",
].map((name) => ({ name, message: "The pure core does no I/O and has no clock: it is handed data." }));

/** @type {readonly Restriction[]} */
export const inTests = [
  {
    selector: "MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo)$/]",
    message: "A test runs, or it isn't there. One that needs what isn't everywhere says so with skipIf and its name.",
  },
  {
    selector: "MemberExpression[object.name='vi'][property.name=/^(mock|doMock|hoisted)$/]",
    message: "No mocks of modules: drive the real one, on the twin where it needs Azure.",
  },
  {
    selector: "MemberExpression[property.name=/^toHave(BeenCalled|BeenLastCalled|BeenNthCalled|Returned)/]",
    message: "Assert the state of the world, not the calls made.",
  },
];
