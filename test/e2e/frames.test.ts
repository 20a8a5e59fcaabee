import type { Frame, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, startTester, type Tester, until } from './support/tester';

const HOSTS = ['*://www.shop.test/*', '*://pay.test/*'];

const frameAt = (page: Page, path: string): Promise<Frame> =>
  until(`the frame ${path}`, async () => page.frames().find(frame => frame.url().includes(path)));

describe.each(KINDS)('Frames in %s', kind => {
  let tester: Tester;
  beforeAll(async () => {
    tester = await startTester(kind, { hosts: HOSTS });
    // pay.test may be seen, and is no page that is to be recorded.
    const pay = await tester.visit('/', 'pay.test');
    await tester.record(pay);
    await tester.intend('stopRecording', { url: pay.url() });
    await pay.goto(tester.site.url('www.shop.test', '/counter'));
    await tester.record(pay);
    await pay.close();
  });
  afterAll(() => tester?.end());

  test('where one host is recorded, input in a frame of another site that we may see is activity', async () => {
    const page = await tester.visit('/frames');
    const inner = await frameAt(page, '/widget');
    const input = await inner.waitForSelector('[data-testid=voucher]');
    await input?.focus();
    // The relay is there a moment after the frame has loaded: each letter tries again.
    const { sessions } = await until('a session', async () => {
      await page.keyboard.type('a');
      const tape = await tester.tape();
      return tape.sessions.length > 0 && tape;
    });
    expect(sessions.map(({ site }) => site)).toEqual(['shop.test']);
    await page.close();
  });
});
