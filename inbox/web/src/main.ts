import './styles/index.css';
import { mount, unmount } from 'svelte';
import App from '$/app/App.svelte';
import Failed from '$/app/Failed.svelte';
import { boot } from '$/data/boot';
import { dress } from '$/data/settings.svelte';
import { speak } from '$/i18n/i18n.svelte';

const target = document.getElementById('app') as HTMLElement;

async function start(): Promise<void> {
  try {
    await boot();
    dress(document.documentElement);
    await speak();
    mount(App, { target });
  } catch (error) {
    await speak();
    const failed = mount(Failed, { target, props: { error, retry: () => void unmount(failed).then(start) } });
  }
}

void start();
