import { LATE_MS, type Part, settle } from '../support/matrix';
import { until } from '../support/tester';
import { inSnapshot, stated, told } from './on-tape';

export const dom: Part = {
  title: 'dom',
  path: '/capture/dom',
  rows: [
    {
      name: 'text that changes',
      act: page =>
        page.evaluate(() => {
          const words = document.querySelector('#words')?.firstChild as Text;
          words.data = 'two';
        }),
      taped: tape => told(tape, 'mutation', '"value":"two"'),
      replayed: page => page.querySelector('#words')?.textContent,
      shown: 'two',
      stays: true,
    },
    {
      name: 'attributes set, changed and removed',
      act: page =>
        page.evaluate(() => {
          const marked = document.querySelector('#marked') as HTMLElement;
          marked.id = 'renamed';
          marked.title = 'Set';
          marked.removeAttribute('lang');
        }),
      taped: tape => told(tape, 'mutation', '"id":"renamed"', '"title":"Set"', '"lang":null'),
      replayed: page => {
        const renamed = page.querySelector<HTMLElement>('#renamed');
        return [renamed?.title, renamed?.hasAttribute('lang')];
      },
      shown: ['Set', false],
      stays: true,
    },
    {
      name: 'elements that move',
      act: page =>
        page.evaluate(() => {
          const list = document.querySelector('#list') as Element;
          list.prepend(document.querySelector('#c') as Element);
          list.append(document.querySelector('#a') as Element);
        }),
      taped: tape => told(tape, 'mutation', '"removes":[{', '"id":"c"', '"id":"a"'),
      replayed: page => page.querySelector('#list')?.textContent,
      shown: 'cba',
      stays: true,
    },
    {
      name: 'a large insert',
      act: page =>
        page.evaluate(() => {
          const table = document.createElement('table');
          for (let n = 0; n < 2_000; n++) table.insertRow().insertCell().textContent = `cell ${n}`;
          document.querySelector('#room')?.append(table);
        }),
      taped: tape => told(tape, 'mutation', 'cell 0', 'cell 1999'),
      replayed: page => [
        page.querySelectorAll('#room td').length,
        page.querySelector('#room tr:last-child')?.textContent,
      ],
      shown: [2_000, 'cell 1999'],
    },
    {
      name: 'innerHTML',
      act: page =>
        page.evaluate(() => {
          (document.querySelector('#room') as Element).innerHTML = '<b id="bold">bold</b> and <i>italic</i>';
        }),
      taped: tape => told(tape, 'mutation', '"id":"bold"', '"textContent":"italic"'),
      replayed: page => page.querySelector('#room')?.innerHTML,
      shown: '<b id="bold">bold</b> and <i>italic</i>',
      stays: true,
    },
    {
      name: 'a modal dialog in the top layer',
      act: page => page.evaluate(() => document.querySelector<HTMLDialogElement>('#modal')?.showModal()),
      taped: tape => told(tape, 'mutation', '"open":""', '"rr_open_mode":"modal"'),
      replayed: page => page.querySelector('#modal')?.matches(':modal'),
    },
    {
      name: 'a modal dialog that closes',
      act: page => page.evaluate(() => document.querySelector<HTMLDialogElement>('#modal')?.close()),
      taped: tape => told(tape, 'mutation', '"open":null'),
      replayed: page => [
        page.querySelector('#modal')?.matches(':modal'),
        page.querySelector('#modal')?.hasAttribute('open'),
      ],
      shown: [false, false],
    },
    {
      name: 'a dialog that opens again',
      act: page => page.evaluate(() => document.querySelector<HTMLDialogElement>('#modal')?.showModal()),
      taped: tape => told(tape, 'mutation', '"open":""', '"rr_open_mode":"modal"'),
      replayed: page => page.querySelector('#modal')?.matches(':modal'),
      stays: true,
    },
    {
      name: 'a dialog that is not modal',
      act: page => page.evaluate(() => document.querySelector<HTMLDialogElement>('#plain')?.show()),
      taped: tape => told(tape, 'mutation', '"open":""', '"rr_open_mode":"non-modal"'),
      replayed: page => [
        page.querySelector<HTMLDialogElement>('#plain')?.open,
        page.querySelector('#plain')?.matches(':modal'),
      ],
      shown: [true, false],
      stays: true,
    },
    {
      name: 'another popover',
      act: page => page.evaluate(() => document.querySelector<HTMLElement>('#tip')?.showPopover()),
      taped: tape => stated(tape, 'popover', '"open":true'),
      replayed: page => page.querySelector('#tip')?.matches(':popover-open'),
    },
    {
      name: 'a popover that is hidden',
      act: page => page.evaluate(() => document.querySelector<HTMLElement>('#tip')?.hidePopover()),
      taped: tape => stated(tape, 'popover', '"open":false'),
      replayed: page => page.querySelector('#tip')?.matches(':popover-open'),
      shown: false,
      stays: true,
    },
    {
      name: 'a popover in the top layer',
      act: page => page.evaluate(() => document.querySelector<HTMLElement>('#popover')?.showPopover()),
      taped: tape => stated(tape, 'popover', '"open":true'),
      replayed: page => page.querySelector('#popover')?.matches(':popover-open'),
      stays: true,
    },
    {
      name: 'details that open',
      act: page =>
        page.evaluate(() => {
          const details = document.querySelector('#details') as HTMLDetailsElement;
          details.open = true;
        }),
      taped: tape => told(tape, 'mutation', '"open":""'),
      replayed: page => page.querySelector<HTMLDetailsElement>('#details')?.open,
      stays: true,
    },
    {
      name: 'a custom element',
      act: page =>
        page.evaluate(() => {
          customElements.define(
            'capture-note',
            class extends HTMLElement {
              connectedCallback() {
                this.textContent = 'upgraded';
              }
            },
          );
          document.querySelector('main')?.append(document.createElement('capture-note'));
        }),
      taped: tape => told(tape, 'mutation', '"tagName":"capture-note"', 'upgraded'),
      replayed: page => page.querySelector('capture-note')?.textContent,
      shown: 'upgraded',
      stays: true,
    },
    {
      name: 'a shadow root filled before its host is attached',
      act: page =>
        page.evaluate(() => {
          const host = document.createElement('div');
          host.id = 'early';
          host.attachShadow({ mode: 'open' }).innerHTML = '<p>filled early</p>';
          document.querySelector('main')?.append(host);
        }),
      taped: tape => told(tape, 'mutation', '"isShadow":true', 'filled early'),
      replayed: page => page.querySelector('#early')?.shadowRoot?.textContent,
      shown: 'filled early',
      stays: true,
    },
    {
      name: 'a shadow root attached to an element of the page, and filled later',
      act: async page => {
        await page.evaluate(() => document.querySelector('#host')?.attachShadow({ mode: 'open' }));
        await settle(page);
        await page.evaluate(() => {
          const root = document.querySelector('#host')?.shadowRoot;
          if (root) root.innerHTML = '<p>filled late</p>';
        });
        await settle(page);
        await page.evaluate(() => {
          const words = document.querySelector('#host')?.shadowRoot?.querySelector('p')?.firstChild as Text;
          words.data = 'changed later';
        });
      },
      taped: tape =>
        told(tape, 'mutation', '"isShadow":true', 'filled late') && told(tape, 'mutation', '"value":"changed later"'),
      replayed: page => page.querySelector('#host')?.shadowRoot?.querySelector('p')?.textContent,
      shown: 'changed later',
      stays: true,
    },
    {
      name: 'a popover inside a shadow root',
      act: async page => {
        await page.evaluate(() => {
          const popover = Object.assign(document.createElement('div'), { popover: 'manual', textContent: 'Inside' });
          document.querySelector('#host')?.shadowRoot?.append(popover);
          popover.showPopover();
        });
        await settle(page);
      },
      taped: tape => stated(tape, 'popover', '"open":true'),
      replayed: page => page.querySelector('#host')?.shadowRoot?.querySelector('[popover]')?.matches(':popover-open'),
      stays: true,
    },
    {
      name: 'a shadow root declared in the markup, with a slot',
      act: page =>
        page.evaluate(() => {
          const inside = document.querySelector('#declared')?.shadowRoot?.querySelector('b');
          if (inside) inside.textContent = 'declared and changed';
        }),
      taped: tape => told(tape, 'mutation', '"declared and changed"'),
      replayed: page => {
        const root = page.querySelector('#declared')?.shadowRoot;
        return [root?.querySelector('b')?.textContent, root?.querySelector('slot')?.assignedNodes()[0]?.textContent];
      },
      shown: ['declared and changed', 'light'],
      stays: true,
    },
    {
      name: 'a named slot that is filled',
      act: page =>
        page.evaluate(() => {
          const root = document.querySelector('#declared')?.shadowRoot;
          root?.append(Object.assign(document.createElement('slot'), { name: 'late' }));
          document
            .querySelector('#declared')
            ?.append(Object.assign(document.createElement('i'), { slot: 'late', textContent: 'slotted' }));
        }),
      taped: tape => told(tape, 'mutation', '"name":"late"') && told(tape, 'mutation', '"slotted"'),
      replayed: page =>
        page
          .querySelector('#declared')
          ?.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=late]')
          ?.assignedNodes()[0]?.textContent,
      shown: 'slotted',
      stays: true,
    },
    {
      name: 'a closed shadow root, as a labelled box of its size',
      act: page =>
        page.evaluate(() => {
          const root = document.querySelector('#closed')?.attachShadow({ mode: 'closed' });
          if (root) root.innerHTML = '<p>closed words</p>';
        }),
      taped: tape =>
        stated(tape, 'closed', '"width":120', '"height":40') && !JSON.stringify(tape).includes('closed words'),
      replayed: page => {
        const host = page.querySelector('#closed') as HTMLElement;
        const label = getComputedStyle(host, '::before').content;
        return [
          /closed|not shown|inside/i.test(label + host.shadowRoot?.textContent),
          host.offsetWidth,
          host.offsetHeight,
        ];
      },
      shown: [true, 120, 40],
      stays: true,
    },
    {
      name: 'a closed shadow root declared in the markup',
      taped: tape => inSnapshot(tape, '"declared-closed"') && stated(tape, 'closed', '"width":140', '"height":30'),
      replayed: page => {
        const host = page.querySelector('#declared-closed') as HTMLElement;
        const label = getComputedStyle(host, '::before').content;
        return [
          /closed|not shown|inside/i.test(label + host.shadowRoot?.textContent),
          host.offsetWidth,
          host.offsetHeight,
        ];
      },
      shown: [true, 140, 30],
      stays: true,
    },
    {
      name: 'SVG',
      act: page =>
        page.evaluate(() => {
          const ns = 'http://www.w3.org/2000/svg';
          const svg = document.createElementNS(ns, 'svg');
          svg.setAttribute('viewBox', '0 0 10 10');
          svg.innerHTML =
            '<linearGradient id="shade"><stop stop-color="red"/></linearGradient><circle r="4" fill="url(#shade)"/>';
          document.querySelector('main')?.append(svg);
          svg.querySelector('circle')?.setAttribute('cx', '5');
        }),
      taped: tape => told(tape, 'mutation', '"tagName":"lineargradient"', '"cx":"5"', '"isSVG":true'),
      replayed: page => {
        const circle = page.querySelector('main > svg circle');
        return [
          page.querySelector('main > svg')?.getAttribute('viewBox'),
          circle?.namespaceURI,
          circle?.getAttribute('cx'),
          circle?.getAttribute('fill'),
          page.querySelector('#shade')?.localName,
        ];
      },
      shown: ['0 0 10 10', 'http://www.w3.org/2000/svg', '5', 'url(#shade)', 'linearGradient'],
      stays: true,
    },
    {
      name: 'MathML',
      act: page =>
        page.evaluate(() => {
          document
            .querySelector('main')
            ?.insertAdjacentHTML('beforeend', '<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>');
        }),
      taped: tape => told(tape, 'mutation', '"tagName":"mfrac"'),
      replayed: page => page.querySelector('mfrac')?.namespaceURI,
      shown: 'http://www.w3.org/1998/Math/MathML',
      stays: true,
    },
    {
      name: 'sound that plays, its volume and place',
      act: async page => {
        await page.evaluate(async () => {
          const audio = document.querySelector('audio') as HTMLAudioElement;
          audio.src = '/capture/tone.wav';
          audio.muted = true;
          await new Promise(ready => audio.addEventListener('loadeddata', ready, { once: true }));
          audio.volume = 0.25;
          audio.playbackRate = 0.5;
          await audio.play();
        });
        await until('the sound to move', () =>
          page.evaluate(() => (document.querySelector('audio')?.currentTime ?? 0) > 0),
        );
        await page.evaluate(() => document.querySelector('audio')?.pause());
        await settle(page);
      },
      taped: tape => ['"type":0', '"type":1', '"volume":0.25'].every(piece => told(tape, 'media', piece)),
      replayed: page => {
        const audio = page.querySelector('audio');
        return [audio?.volume, audio?.playbackRate, audio?.muted, audio?.paused];
      },
      shown: [0.25, 0.5, true, true],
    },
    {
      name: 'sound that goes on',
      act: async page => {
        await page.evaluate(async () => {
          const audio = document.querySelector('audio') as HTMLAudioElement;
          // So slow that it stays in its second.
          audio.playbackRate = 0.0625;
          audio.currentTime = 1;
          await audio.play();
        });
        await settle(page, LATE_MS.media);
      },
      taped: tape => told(tape, 'media', '"type":0'),
      // Where the file is not on tape Chromium stays at 0.
      replayed: page => {
        const audio = page.querySelector('audio');
        return [audio?.playbackRate, (audio?.currentTime ?? Number.NaN) < 2];
      },
      shown: [0.0625, true],
      stays: true,
    },
    {
      name: 'a font loaded by script',
      act: page =>
        page.evaluate(async () => {
          const font = new FontFace('By Script', 'url(/static/fonts/hearth-serif.woff)');
          document.fonts.add(await font.load());
        }),
      taped: tape => told(tape, 'font', '"family":"By Script"'),
      replayed: page => [...page.fonts].some(({ family }) => family.replaceAll('"', '') === 'By Script'),
      stays: true,
    },
    {
      name: 'a font given as bytes',
      act: page =>
        page.evaluate(async () => {
          const bytes = await (await fetch('/static/fonts/hearth-serif.woff')).arrayBuffer();
          const font = new FontFace('By Bytes', bytes);
          document.fonts.add(await font.load());
        }),
      taped: tape => told(tape, 'font', '"family":"By Bytes"'),
      replayed: page => [...page.fonts].some(({ family }) => family.replaceAll('"', '') === 'By Bytes'),
      stays: true,
    },
  ],
};
