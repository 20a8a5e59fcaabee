const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; --line: 3px solid #c8643c }
  div { height: 160px; overflow: auto; scroll-behavior: smooth; border: var(--line); border-left-color: #2f5d46 }
  p { margin: 0; padding: 4px 8px }
  p:hover { background: #f6d9a8; color: #3a2a1c }
`);
sheet.insertRule('p:nth-child(odd) { --inset: 16px; padding: 4px var(--inset); padding-right: 0 }', 0);

customElements.define(
  'scroll-box',
  class extends HTMLElement {
    connectedCallback() {
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      const lines = Array.from({ length: 40 }, (_, n) => `<p>Shadow line ${n + 1}</p>`);
      root.innerHTML = `<div>${lines.join('')}</div>`;
    }
  },
);

const dialog = document.querySelector('#dialog');
document.querySelector('[data-testid="open-dialog"]').addEventListener('click', () => dialog.showModal());
document.querySelector('[name="all"]').indeterminate = true;
