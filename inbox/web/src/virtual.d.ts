declare module 'virtual:icons' {
  const sprite: string;
  export default sprite;
}

declare module 'virtual:locales' {
  const locales: Record<string, Record<string, () => Promise<{ default: string }>>>;
  export default locales;
}
