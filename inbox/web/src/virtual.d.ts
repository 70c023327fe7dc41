declare module 'virtual:icons' {
  /** The drawing of each icon: the data of its path, in a box of 24 × 24. */
  const drawings: Record<string, string>;
  export default drawings;
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
