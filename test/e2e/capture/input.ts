import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import type { Part } from '../support/matrix';
import { labels, stated, told } from './on-tape';

const FILE = fileURLToPath(new URL('../../site/public/static/capture.css', import.meta.url));

const press = async (page: Page, ...keys: Parameters<Page['keyboard']['press']>[0][]) => {
  for (const key of keys) await page.keyboard.press(key);
};

export const input: Part = {
  title: 'input',
  path: '/capture/input',
  rows: [
    {
      name: 'typing into a field',
      act: page => page.type('#text', 'wombat'),
      taped: tape => labels(tape, 'input').join() === 'Text' && told(tape, 'input', '"text":"wombat"'),
      replayed: page => page.querySelector<HTMLInputElement>('#text')?.value,
      shown: 'wombat',
      stays: true,
    },
    {
      name: 'paste',
      act: async page => {
        await page.evaluate(() => document.querySelector<HTMLInputElement>('#text')?.select());
        await page.keyboard.down('Control');
        await press(page, 'c');
        await page.keyboard.up('Control');
        await page.focus('#paste');
        await page.keyboard.down('Control');
        await press(page, 'v');
        await page.keyboard.up('Control');
      },
      taped: tape =>
        labels(tape, 'key').includes('Ctrl+v') &&
        labels(tape, 'input').includes('Paste') &&
        told(tape, 'input', '"text":"wombat"'),
      replayed: page => page.querySelector<HTMLInputElement>('#paste')?.value,
      shown: 'wombat',
      stays: true,
    },
    {
      name: 'a value set by script',
      act: page =>
        page.evaluate(() => {
          const field = document.querySelector('#scripted') as HTMLInputElement;
          field.value = 'by script';
        }),
      taped: tape => labels(tape, 'input').length === 0 && told(tape, 'input', '"text":"by script"'),
      replayed: page => page.querySelector<HTMLInputElement>('#scripted')?.value,
      shown: 'by script',
      stays: true,
    },
    {
      name: 'a checkbox',
      act: page => page.click('#check'),
      taped: tape => labels(tape, 'click').join() === 'Check' && told(tape, 'input', '"isChecked":true'),
      replayed: page => page.querySelector<HTMLInputElement>('#check')?.checked,
      stays: true,
    },
    {
      name: 'a radio button, and the one it switches off',
      act: page => page.click('#large'),
      taped: tape => told(tape, 'input', '"isChecked":true') && told(tape, 'input', '"isChecked":false'),
      replayed: page => [...page.querySelectorAll<HTMLInputElement>('[name=size]')].map(({ checked }) => checked),
      shown: [false, true],
      stays: true,
    },
    {
      name: 'a select',
      act: async page => {
        await page.focus('#one');
        await press(page, 'ArrowDown', 'ArrowDown');
        await page.select('#one', 'blue');
      },
      taped: tape => told(tape, 'input', '"text":"blue"'),
      replayed: page => page.querySelector<HTMLSelectElement>('#one')?.value,
      shown: 'blue',
      stays: true,
    },
    {
      name: 'a multi-select by the keyboard',
      act: async page => {
        await page.click('#many option:nth-child(1)');
        await page.keyboard.down('Shift');
        await press(page, 'ArrowDown');
        await page.keyboard.up('Shift');
      },
      taped: tape => stated(tape, 'selected', '"options":[0,1]'),
      replayed: page =>
        [...(page.querySelector<HTMLSelectElement>('#many')?.selectedOptions ?? [])].map(({ text }) => text),
      shown: ['ash', 'beech'],
    },
    {
      name: 'a multi-select by script',
      act: page => page.select('#many', 'ash', 'cedar', 'date'),
      taped: tape => stated(tape, 'selected', '"options":[0,2,3]'),
      replayed: page =>
        [...(page.querySelector<HTMLSelectElement>('#many')?.selectedOptions ?? [])].map(({ text }) => text),
      shown: ['ash', 'cedar', 'date'],
    },
    {
      name: 'an option switched off by script',
      act: page =>
        page.evaluate(() => {
          const select = document.querySelector('#many') as HTMLSelectElement;
          if (select.options[3]) select.options[3].selected = false;
        }),
      taped: tape => stated(tape, 'selected', '"options":[0,2]'),
      replayed: page =>
        [...(page.querySelector<HTMLSelectElement>('#many')?.selectedOptions ?? [])].map(({ text }) => text),
      shown: ['ash', 'cedar'],
      stays: true,
    },
    {
      name: 'a range by the keyboard',
      act: async page => {
        await page.focus('#range');
        await press(page, 'ArrowRight', 'ArrowRight');
      },
      taped: tape => labels(tape, 'input').join() === 'Range' && told(tape, 'input', '"text":"7"'),
      replayed: page => page.querySelector<HTMLInputElement>('#range')?.value,
      shown: '7',
      stays: true,
    },
    {
      name: 'a range by stepUp',
      act: page => page.evaluate(() => document.querySelector<HTMLInputElement>('#stepped')?.stepUp(3)),
      taped: tape => told(tape, 'input', '"text":"8"'),
      replayed: page => page.querySelector<HTMLInputElement>('#stepped')?.value,
      shown: '8',
      stays: true,
    },
    {
      name: 'a date',
      act: page =>
        page.evaluate(() => {
          const date = document.querySelector('#date') as HTMLInputElement;
          date.valueAsDate = new Date('2026-11-23');
          date.dispatchEvent(new Event('change', { bubbles: true }));
        }),
      taped: tape => told(tape, 'input', '"text":"2026-11-23"'),
      replayed: page => page.querySelector<HTMLInputElement>('#date')?.value,
      shown: '2026-11-23',
      stays: true,
    },
    {
      name: 'a number by script, without an event',
      act: page =>
        page.evaluate(() => {
          const number = document.querySelector('#number') as HTMLInputElement;
          number.valueAsNumber = 42;
        }),
      taped: tape => told(tape, 'input', '"text":"42"'),
      replayed: page => page.querySelector<HTMLInputElement>('#number')?.value,
      shown: '42',
      stays: true,
    },
    {
      name: 'setRangeText',
      act: page => page.evaluate(() => document.querySelector<HTMLTextAreaElement>('#area')?.setRangeText('inserted')),
      taped: tape => told(tape, 'input', '"text":"inserted"'),
      replayed: page => page.querySelector<HTMLTextAreaElement>('#area')?.value,
      shown: 'inserted',
    },
    {
      name: 'a textarea of several lines',
      act: async page => {
        await page.evaluate(() => {
          const area = document.querySelector('#area') as HTMLTextAreaElement;
          area.value = '';
        });
        await page.type('#area', 'first\nsecond');
      },
      taped: tape => labels(tape, 'input').includes('Area') && told(tape, 'input', '"text":"first\\nsecond"'),
      replayed: page => page.querySelector<HTMLTextAreaElement>('#area')?.value,
      shown: 'first\nsecond',
      stays: true,
    },
    {
      name: 'contenteditable',
      act: page => page.type('#editable', 'marsupial'),
      taped: tape => labels(tape, 'input').join() === 'Editable' && told(tape, 'mutation', '"marsupial"'),
      replayed: page => page.querySelector('#editable')?.textContent?.trim(),
      shown: 'marsupial',
      stays: true,
    },
    {
      name: 'a file by its name',
      act: async page => {
        const field = await page.$('#file');
        await (field as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(FILE);
      },
      taped: tape => {
        const text = JSON.stringify(tape.events);
        return (
          stated(tape, 'files', '"names":["capture.css"]') &&
          !text.includes('rgb(3, 4, 5)') &&
          !text.includes('/test/site/')
        );
      },
      replayed: page => page.querySelector<HTMLInputElement>('#file')?.files?.[0]?.name,
      shown: 'capture.css',
      stays: true,
    },
    {
      name: 'a form that is filled in',
      act: async page => {
        await page.type('#kept', 'second');
        await page.click('#agreed');
        await page.select('#colour', 'black');
      },
      taped: tape => told(tape, 'input', '"isChecked":true') && told(tape, 'input', '"text":"black"'),
      replayed: page => {
        const field = (id: string) => page.querySelector<HTMLInputElement>(id);
        return [field('#kept')?.value.length, field('#agreed')?.checked, field('#colour')?.value];
      },
      shown: [11, true, 'black'],
    },
    {
      name: 'a form reset',
      act: page => page.click('#reset'),
      taped: tape =>
        told(tape, 'input', '"text":"first"') &&
        told(tape, 'input', '"text":"on"', '"isChecked":false') &&
        stated(tape, 'selected', '"options":[0]'),
      replayed: page => {
        const field = (id: string) => page.querySelector<HTMLInputElement>(id);
        return [field('#kept')?.value, field('#agreed')?.checked, field('#colour')?.value];
      },
      shown: ['first', false, 'white'],
      stays: true,
    },
    {
      name: 'Enter, Escape, Tab and shortcuts, and no other key',
      act: async page => {
        await page.focus('#before-last');
        await press(page, 'Escape', 'Tab', 'x', 'Enter');
        await page.keyboard.down('Control');
        await press(page, 'b');
        await page.keyboard.up('Control');
        await page.keyboard.down('Shift');
        await press(page, 'X');
        await page.keyboard.up('Shift');
      },
      taped: tape => labels(tape, 'key').join(' ') === 'Escape Tab Enter Ctrl+b',
      replayed: page => page.querySelector('#keys')?.textContent?.endsWith('Escape Tab x Enter Control b Shift X '),
    },
  ],
};
