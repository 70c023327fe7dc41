/** What is open around the rooms: drawers, the palette, the help. */
import { MediaQuery } from 'svelte/reactivity';
import { change, settings } from '$/data/settings.svelte';

const wide = new MediaQuery('width >= 1100px');
const narrow = new MediaQuery('width < 700px');

class Shell {
  navDrawer = $state(false);
  panelDrawer = $state(false);
  palette = $state(false);
  help = $state(false);
  /** Counts up whenever somebody wants to search: the field takes the focus. */
  searches = $state(0);

  /** Three panes and a panel side by side. */
  get wide(): boolean {
    return wide.current;
  }

  /** One pane at a time. */
  get narrow(): boolean {
    return narrow.current;
  }

  toggleNav(): void {
    if (this.wide) change({ nav_collapsed: !settings.nav_collapsed });
    else this.navDrawer = !this.navDrawer;
  }

  togglePanel(): void {
    if (this.wide) change({ panel_open: !settings.panel_open });
    else this.panelDrawer = !this.panelDrawer;
  }

  get panelShown(): boolean {
    return this.wide ? settings.panel_open : this.panelDrawer;
  }
}

export const shell = new Shell();
