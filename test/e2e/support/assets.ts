import type { Page } from 'puppeteer-core';
import type { Tester } from './tester';

/** As the popup's "every site" does: in Chromium what may be granted is not yet granted. */
export async function grantEverything(tester: Tester): Promise<void> {
  if (tester.kind === 'firefox') return;
  const page = await tester.extensionPage('options/index.html');
  await page.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { permissions: { request(what: object): Promise<boolean> } };
    };
    await chrome.permissions.request({ origins: ['*://*/*'] });
  });
  await page.close();
}

/** What the replayed page shows for an element, or a property of it: the width of the picture behind its `blob:`, 0 where there is none. */
export const widthOnStage = (player: Page, selector: string, property: string): Promise<number> =>
  player.evaluate(
    async (selector: string, property: string) => {
      const frame = [...document.querySelectorAll('iframe')].find(one =>
        one.checkVisibility({ visibilityProperty: true }),
      );
      let root: Document | ShadowRoot | null | undefined = frame?.contentDocument;
      const path = selector.split(' >> ');
      const last = path.pop() ?? '';
      for (const step of path) {
        const host: Element | null | undefined = root?.querySelector(step);
        root = host?.shadowRoot ?? (host as HTMLIFrameElement | null | undefined)?.contentDocument;
      }
      const element = root?.querySelector(last);
      if (!element) return 0;
      const value = element.hasAttribute(property)
        ? (element.getAttribute(property) ?? '')
        : getComputedStyle(element).getPropertyValue(property);
      const [url] = /blob:[^"')#\s]+/.exec(value) ?? [];
      if (!url) return 0;
      const image = new Image();
      image.src = url;
      await image.decode().catch(() => {});
      return image.naturalWidth;
    },
    selector,
    property,
  );
