import type { Page } from 'puppeteer-core';
import { type OnTape, type Part, settle } from '../support/matrix';
import { until } from '../support/tester';

const page = ({ marks }: OnTape, path: string, label?: RegExp): boolean =>
  marks.some(
    mark =>
      mark.kind === 'page' &&
      mark.detail?.replace(/^https?:\/\/[^/]+/, '') === path &&
      (label?.test(mark.label) ?? true),
  );

const at = (where: Page, path: string) =>
  until(`the page to be at ${path}`, () =>
    where
      .evaluate(
        wanted => location.pathname + location.search + location.hash === wanted && document.readyState === 'complete',
        path,
      )
      .catch(() => false),
  );

/** The title of the page on the stage, and what stands in the address bar over it. */
const shown = (page: Document): unknown => {
  const bar = page.defaultView?.parent.document.querySelector('.browser-url');
  return [page.title, bar?.textContent?.replace(/^https?:\/\/[^/]+/, '')];
};

export const url: Part = {
  title: 'url',
  path: '/capture/url',
  rows: [
    {
      name: 'pushState',
      act: page =>
        page.evaluate(() => {
          history.pushState({}, '', '/capture/url/pushed?access_token=kookaburra-2');
          document.title = 'Pushed';
        }),
      taped: tape => page(tape, '/capture/url/pushed?access_token=redacted', /^Pushed/),
      replayed: shown,
      shown: ['Pushed', '/capture/url/pushed?access_token=redacted'],
    },
    {
      name: 'replaceState',
      act: page => page.evaluate(() => history.replaceState({}, '', '/capture/url/replaced')),
      taped: tape => page(tape, '/capture/url/replaced'),
      replayed: shown,
      shown: ['Pushed', '/capture/url/replaced'],
    },
    {
      name: 'a hash',
      act: page => page.click('#to-hash'),
      taped: tape => page(tape, '/capture/url/replaced#part'),
      replayed: shown,
      shown: ['Pushed', '/capture/url/replaced#part'],
    },
    {
      name: 'back, without a load',
      act: async page => {
        await page.evaluate(() => history.back());
        await at(page, '/capture/url/replaced');
      },
      taped: tape => page(tape, '/capture/url/replaced'),
      replayed: shown,
      shown: ['Pushed', '/capture/url/replaced'],
    },
    {
      name: 'forward, without a load',
      act: async page => {
        await page.evaluate(() => history.forward());
        await at(page, '/capture/url/replaced#part');
      },
      taped: tape => page(tape, '/capture/url/replaced#part'),
      replayed: shown,
      shown: ['Pushed', '/capture/url/replaced#part'],
    },
    {
      name: 'a full navigation',
      act: async page => {
        await page.click('#away');
        await at(page, '/capture/url/next');
        await settle(page);
      },
      taped: tape => page(tape, '/capture/url/next', /^Next/),
      replayed: shown,
      shown: ['Next · Capture', '/capture/url/next'],
    },
    {
      name: 'a redirect',
      act: async page => {
        await page.click('#redirected');
        await at(page, '/capture/url/next?token=kookaburra-1');
        await settle(page);
      },
      taped: tape => page(tape, '/capture/url/next?token=redacted', /^Next/),
      replayed: shown,
      shown: ['Next · Capture', '/capture/url/next?token=redacted'],
    },
    {
      name: 'back to a page before',
      act: async page => {
        await page.evaluate(() => history.back());
        await at(page, '/capture/url/next');
        await settle(page);
      },
      taped: tape => page(tape, '/capture/url/next', /^Next/),
      replayed: shown,
      shown: ['Next · Capture', '/capture/url/next'],
    },
    {
      name: 'forward to it again',
      act: async page => {
        await page.evaluate(() => history.forward());
        await at(page, '/capture/url/next?token=kookaburra-1');
        await settle(page);
      },
      taped: tape => page(tape, '/capture/url/next?token=redacted', /^Next/),
      replayed: shown,
      shown: ['Next · Capture', '/capture/url/next?token=redacted'],
    },
  ],
};
