/**
 * The three functions of the metadata proposal that tsyringe, below @peculiar/x509, insists on at load. To be
 * replaced by the package reflect-metadata once it is a dependency.
 */
function installMetadata(): void {
  const metadata = new WeakMap<object, Map<unknown, unknown>>();
  const defineMetadata = (key: unknown, value: unknown, target: object): void => {
    const own = metadata.get(target) ?? new Map<unknown, unknown>();
    metadata.set(target, own.set(key, value));
  };
  const getOwnMetadata = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);
  Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata: getOwnMetadata });
}

if (!("getMetadata" in Reflect)) installMetadata();
