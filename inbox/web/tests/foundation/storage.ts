/** A localStorage for tests. */
export function storage(): Storage {
  const there = new Map<string, string>();
  return new Proxy({} as Storage, {
    get: (_, name) => ({
      getItem: (key: string) => there.get(key) ?? null,
      setItem: (key: string, value: string) => { there.set(key, value); },
      removeItem: (key: string) => { there.delete(key); },
      clear: () => { there.clear(); },
    })[name as string],
    ownKeys: () => [...there.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
}
