import { type Part, settle } from '../support/matrix';
import { inSnapshot, stated, told } from './on-tape';

export const css: Part = {
  title: 'css',
  path: '/capture/css',
  rows: [
    {
      name: 'a class',
      act: page => page.evaluate(() => document.querySelector('#plain')?.classList.add('loud')),
      taped: tape => told(tape, 'mutation', '"class":"loud"'),
      replayed: page => getComputedStyle(page.querySelector('#plain') as Element).letterSpacing,
      shown: '3px',
      stays: true,
    },
    {
      name: 'an inline style',
      act: page =>
        page.evaluate(() => {
          const { style } = document.querySelector('#plain') as HTMLElement;
          style.color = 'rgb(1, 1, 1)';
          style.setProperty('margin-left', '7px', 'important');
        }),
      taped: tape => told(tape, 'mutation', 'color: rgb(1, 1, 1); margin-left: 7px !important'),
      replayed: page => {
        const { color, marginLeft } = getComputedStyle(page.querySelector('#plain') as Element);
        return [color, marginLeft];
      },
      shown: ['rgb(1, 1, 1)', '7px'],
      stays: true,
    },
    {
      name: 'insertRule',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#sheet') as HTMLStyleElement;
          sheet?.insertRule('.ruled { letter-spacing: 5px }', sheet.cssRules.length);
        }),
      taped: tape => told(tape, 'rule', '.ruled { letter-spacing: 5px }'),
      replayed: page => getComputedStyle(page.querySelector('#ruled') as Element).letterSpacing,
      shown: '5px',
      stays: true,
    },
    {
      name: 'insertRule into a media rule',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#sheet') as HTMLStyleElement;
          ((sheet as CSSStyleSheet).cssRules[1] as CSSMediaRule).insertRule('.grouped { letter-spacing: 6px }', 1);
        }),
      taped: tape => told(tape, 'rule', '.grouped { letter-spacing: 6px }', '"index":[1,1]'),
      replayed: page => getComputedStyle(page.querySelector('#grouped') as Element).letterSpacing,
      shown: '6px',
      stays: true,
    },
    {
      name: 'rule.style',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#sheet') as HTMLStyleElement;
          const { style } = (sheet as CSSStyleSheet).cssRules[0] as CSSStyleRule;
          style.setProperty('color', 'rgb(3, 3, 3)');
        }),
      taped: tape => told(tape, 'declaration', '"value":"rgb(3, 3, 3)"'),
      replayed: page => getComputedStyle(page.querySelector('#ruled') as Element).color,
      shown: 'rgb(3, 3, 3)',
    },
    {
      name: 'rule.style by its property',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#sheet') as HTMLStyleElement;
          const { style } = (sheet as CSSStyleSheet).cssRules[0] as CSSStyleRule;
          style.color = 'rgb(4, 4, 4)';
        }),
      taped: tape => told(tape, 'rule', 'rgb(4, 4, 4)'),
      replayed: page => getComputedStyle(page.querySelector('#ruled') as Element).color,
      shown: 'rgb(4, 4, 4)',
    },
    {
      name: 'rule.style as a text',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#sheet') as HTMLStyleElement;
          const { style } = (sheet as CSSStyleSheet).cssRules[0] as CSSStyleRule;
          style.cssText = 'color: rgb(5, 5, 5); word-spacing: 4px';
        }),
      taped: tape => told(tape, 'rule', 'rgb(5, 5, 5)', 'word-spacing: 4px'),
      replayed: page => {
        const { color, wordSpacing } = getComputedStyle(page.querySelector('#ruled') as Element);
        return [color, wordSpacing];
      },
      shown: ['rgb(5, 5, 5)', '4px'],
    },
    {
      name: 'another selector for a rule',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#sheet') as HTMLStyleElement;
          ((sheet as CSSStyleSheet).cssRules[0] as CSSStyleRule).selectorText = '#plain';
        }),
      taped: tape => told(tape, 'rule', '#plain {'),
      replayed: page => ['#ruled', '#plain'].map(id => getComputedStyle(page.querySelector(id) as Element).wordSpacing),
      shown: ['0px', '4px'],
      stays: true,
    },
    {
      name: 'deleteRule',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#doomed') as HTMLStyleElement;
          sheet?.deleteRule(0);
        }),
      taped: tape => told(tape, 'rule', '"removes":[{"index":0}]'),
      replayed: page => getComputedStyle(page.querySelector('#plain') as Element).textIndent,
      shown: '0px',
      stays: true,
    },
    {
      name: 'a style sheet that is switched off',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#switched') as HTMLStyleElement;
          if (sheet) sheet.disabled = true;
        }),
      taped: tape => stated(tape, 'sheet', '"disabled":true'),
      replayed: page => getComputedStyle(page.querySelector('#plain') as Element).textTransform,
      shown: 'none',
      stays: true,
    },
    {
      name: 'CSS-in-JS in production mode',
      act: async page => {
        await page.addScriptTag({ url: '/capture/styled.js' });
        await page.waitForSelector('#styled-box');
        await page.click('#styled-box');
        await settle(page);
      },
      taped: tape => told(tape, 'mutation', '"Clicked"') && told(tape, 'rule', 'rgb(11, 12, 13)'),
      replayed: page => {
        const box = page.querySelector('#styled-box') as Element;
        const { color, borderTopWidth } = getComputedStyle(box);
        return [box.textContent, color, borderTopWidth];
      },
      shown: ['Clicked', 'rgb(11, 12, 13)', '5px'],
      stays: true,
    },
    {
      name: 'a constructed sheet adopted by the page',
      act: page =>
        page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('.adopted { color: rgb(1, 2, 1) }');
          document.adoptedStyleSheets = [sheet];
        }),
      taped: tape => told(tape, 'adopted', 'rgb(1, 2, 1)'),
      replayed: page => getComputedStyle(page.querySelector('#adopted') as Element).color,
      shown: 'rgb(1, 2, 1)',
    },
    {
      name: 'replaceSync and insertRule on it',
      act: page =>
        page.evaluate(() => {
          const [sheet] = document.adoptedStyleSheets;
          sheet?.replaceSync('.adopted { color: rgb(2, 3, 2) }');
          sheet?.insertRule('.adopted { letter-spacing: 2px }', 1);
        }),
      taped: tape => told(tape, 'rule', '"replaceSync":', 'rgb(2, 3, 2)') && told(tape, 'rule', 'letter-spacing: 2px'),
      replayed: page => {
        const { color, letterSpacing } = getComputedStyle(page.querySelector('#adopted') as Element);
        return [color, letterSpacing];
      },
      shown: ['rgb(2, 3, 2)', '2px'],
      stays: true,
    },
    {
      name: 'adoptedStyleSheets.push',
      act: page =>
        page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('.pushed { color: rgb(2, 2, 2) }');
          document.adoptedStyleSheets.push(sheet);
        }),
      taped: tape => told(tape, 'adopted', 'rgb(2, 2, 2)'),
      replayed: page => getComputedStyle(page.querySelector('#pushed') as Element).color,
      shown: 'rgb(2, 2, 2)',
    },
    {
      name: 'adoptedStyleSheets.pop, then another by its place',
      act: page =>
        page.evaluate(() => {
          document.adoptedStyleSheets.pop();
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('.pushed { letter-spacing: 4px }');
          document.adoptedStyleSheets[1] = sheet;
        }),
      taped: tape => told(tape, 'adopted', 'letter-spacing: 4px'),
      replayed: page => {
        const { color, letterSpacing } = getComputedStyle(page.querySelector('#pushed') as Element);
        return [color, letterSpacing];
      },
      shown: ['rgb(0, 0, 0)', '4px'],
      stays: true,
    },
    {
      name: 'a shadow root that adopts before its host is attached, and pushes after',
      act: async page => {
        await page.evaluate(() => {
          const host = document.createElement('div');
          host.id = 'adopting';
          const root = host.attachShadow({ mode: 'open' });
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('p { color: rgb(7, 8, 7) }');
          root.adoptedStyleSheets = [sheet];
          root.innerHTML = '<p>adopted</p>';
          document.querySelector('#room')?.append(host);
        });
        await settle(page);
        await page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('p { letter-spacing: 8px }');
          document.querySelector('#adopting')?.shadowRoot?.adoptedStyleSheets.push(sheet);
        });
      },
      taped: tape => told(tape, 'adopted', 'rgb(7, 8, 7)') && told(tape, 'adopted', 'letter-spacing: 8px'),
      replayed: page => {
        const inside = page.querySelector('#adopting')?.shadowRoot?.querySelector('p') as Element;
        const { color, letterSpacing } = getComputedStyle(inside);
        return [color, letterSpacing];
      },
      shown: ['rgb(7, 8, 7)', '8px'],
      stays: true,
    },
    {
      name: 'a shadow root that adopts nothing any more',
      act: page =>
        page.evaluate(() => {
          const root = document.querySelector('#shadowed')?.attachShadow({ mode: 'open' }) as ShadowRoot;
          root.innerHTML = '<p>plain again</p>';
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('p { letter-spacing: 9px }');
          root.adoptedStyleSheets = [sheet];
          return new Promise(done =>
            setTimeout(() => {
              root.adoptedStyleSheets = [];
              done(undefined);
            }, 50),
          );
        }),
      taped: tape => told(tape, 'adopted', 'letter-spacing: 9px') && told(tape, 'adopted', '"styleIds":[]'),
      replayed: page =>
        getComputedStyle(page.querySelector('#shadowed')?.shadowRoot?.querySelector('p') as Element).letterSpacing,
      shown: 'normal',
      stays: true,
    },
    {
      name: 'a shorthand with var() that is partly overridden, in a style element',
      taped: tape => inSnapshot(tape, 'border: var(--line); border-left-color: rgb(6, 5, 4)'),
      replayed: page => {
        const { borderTopWidth, borderLeftColor } = getComputedStyle(page.querySelector('#bordered') as Element);
        return [borderTopWidth, borderLeftColor];
      },
      shown: ['3px', 'rgb(6, 5, 4)'],
      stays: true,
    },
    {
      name: 'the same in a style sheet that is linked',
      // By a ref: its text is fetched.
      taped: tape => inSnapshot(tape, '"tagName":"link"', '"tapedeck:'),
      replayed: page => {
        const { borderTopWidth, borderLeftColor } = getComputedStyle(page.querySelector('#linked') as Element);
        return [borderTopWidth, borderLeftColor];
      },
      shown: ['4px', 'rgb(7, 7, 7)'],
      stays: true,
    },
    {
      name: 'the same in a constructed sheet',
      act: page =>
        page.evaluate(() => {
          const host = document.createElement('div');
          host.id = 'constructed';
          const root = host.attachShadow({ mode: 'open' });
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(
            'p { --line: 6px solid rgb(1, 1, 1); border: var(--line); border-left-color: rgb(2, 2, 2) }',
          );
          root.adoptedStyleSheets = [sheet];
          root.innerHTML = '<p>bordered</p>';
          document.querySelector('#room')?.append(host);
          return new Promise(done => setTimeout(done, 50));
        }),
      taped: tape => told(tape, 'rule', '"replaceSync":', 'border: var(--line)'),
      replayed: page => {
        const inside = page.querySelector('#constructed')?.shadowRoot?.querySelector('p') as Element;
        const { borderTopWidth, borderLeftColor } = getComputedStyle(inside);
        return [borderTopWidth, borderLeftColor];
      },
      shown: ['6px', 'rgb(2, 2, 2)'],
      stays: true,
    },
    {
      name: 'custom properties',
      act: page => page.evaluate(() => document.documentElement.style.setProperty('--accent', 'rgb(20, 30, 40)')),
      taped: tape => told(tape, 'mutation', '--accent: rgb(20, 30, 40)'),
      replayed: page => getComputedStyle(page.querySelector('#accented') as Element).color,
      shown: 'rgb(20, 30, 40)',
      stays: true,
    },
    {
      name: 'nesting, @layer and @container',
      taped: tape => inSnapshot(tape, '& b {', '@layer high', '@container'),
      replayed: page =>
        ['#nested b', '#layered', '#contained b'].map(
          one => getComputedStyle(page.querySelector(one) as Element).color,
        ),
      shown: ['rgb(21, 0, 0)', 'rgb(22, 0, 0)', 'rgb(23, 0, 0)'],
      stays: true,
    },
    {
      name: 'a nested rule that is inserted',
      act: page =>
        page.evaluate(() => {
          const { sheet } = document.querySelector('#modern') as HTMLStyleElement;
          ((sheet as CSSStyleSheet).cssRules[0] as unknown as CSSGroupingRule).insertRule(
            'i { color: rgb(24, 0, 0) }',
            0,
          );
        }),
      taped: tape => told(tape, 'rule', 'rgb(24, 0, 0)'),
      replayed: page => getComputedStyle(page.querySelector('#nested i') as Element).color,
      shown: 'rgb(24, 0, 0)',
      stays: true,
    },
    {
      name: 'a change of the colour scheme',
      only: 'chromium',
      act: async page => {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
        await settle(page, 250);
      },
      taped: tape => stated(tape, 'scheme', '"dark":true'),
      replayed: page => {
        const schemed = getComputedStyle(page.querySelector('#schemed') as Element);
        return [schemed.color, schemed.backgroundColor];
      },
      shown: ['rgb(26, 0, 0)', 'rgb(0, 0, 26)'],
      stays: true,
    },
  ],
};
