declare module 'virtual:icons' {
  /** The sprite's address; an icon is `#name` in it. */
  const address: string;
  export default address;
}

declare module 'virtual:locales' {
  const locales: Record<string, Record<string, () => Promise<{ default: string }>>>;
  export default locales;
}

declare module 'virtual:actions' {
  /** Every action that the sources register; see tools/actions.ts. */
  const actions: { id: string; group: string; keys: string[] }[];
  export default actions;
}
