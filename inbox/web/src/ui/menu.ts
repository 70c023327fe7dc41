import type { IconName } from './icons';

export type MenuItem = 'separator' | { group: string } | {
  label: string;
  icon?: IconName;
  keys?: string;
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
  run: () => void;
};
