const shared = new CSSStyleSheet();
shared.replaceSync(`
  :host { display: block; font-family: inherit }
  button { font: 28px/1 system-ui; border: 0; background: none; color: #b9b3a5; cursor: pointer; padding: 2px 4px }
  button[aria-checked="true"] { color: #d98a2b }
  .tag { display: inline-flex; gap: 12px; padding: 8px 16px; border-radius: 999px; background: #2f5d46; color: #fff }
  .box { border: 2px solid #c8643c; border-radius: 10px; padding: 10px }
`);

const page = new CSSStyleSheet();
page.replaceSync('.adopted { background: #f6d9a8; color: #3a2a1c; padding: 10px 14px; border-radius: 10px }');
document.adoptedStyleSheets = [page];

function shadowOf(element, markup) {
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [shared];
  root.innerHTML = markup;
  return root;
}

class StarRating extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    const stars = [1, 2, 3, 4, 5].map(n => `<button role="radio" aria-label="${n} stars" data-value="${n}">★</button>`);
    const root = shadowOf(this, `<div role="radiogroup">${stars.join('')}</div>`);
    root.firstChild.setAttribute('aria-label', this.getAttribute('label'));
    root.addEventListener('click', event => {
      const { value } = event.target.dataset;
      if (value) this.setAttribute('value', value);
    });
    this.paint();
  }
  static observedAttributes = ['value'];
  attributeChangedCallback() {
    if (this.shadowRoot) this.paint();
  }
  paint() {
    const value = Number(this.getAttribute('value'));
    for (const star of this.shadowRoot.querySelectorAll('button')) {
      star.setAttribute('aria-checked', Number(star.dataset.value) <= value);
    }
  }
}

class PriceTag extends HTMLElement {
  connectedCallback() {
    shadowOf(this, '<span class="tag"><slot name="name"></slot><strong><slot></slot></strong></span>');
  }
}

class NestedBox extends HTMLElement {
  connectedCallback() {
    const depth = Number(this.getAttribute('depth'));
    const inside =
      depth > 1
        ? `<nested-box depth="${depth - 1}"></nested-box>`
        : '<star-rating value="5" label="Deep"></star-rating>';
    shadowOf(this, `<div class="box">Level ${depth} ${inside}</div>`);
  }
}

customElements.define('star-rating', StarRating);
customElements.define('price-tag', PriceTag);
customElements.define('nested-box', NestedBox);

const drawn = document.querySelector('#drawn').getContext('2d');
function paint(colour) {
  drawn.fillStyle = colour;
  drawn.fillRect(0, 0, 200, 100);
}
paint('#2f5d46');
const picture = new Image();
const tainted = document.querySelector('#tainted');
picture.onload = () => tainted.getContext('2d').drawImage(picture, 0, 0, 200, 100);
picture.src = tainted.dataset.image;

const actions = {
  'paint-red': () => paint('#f00'),
  'paint-blue': () => paint('#00f'),
  'replace-sheet': () =>
    page.replaceSync('.adopted { background: #bfe0cc; color: #14301f; padding: 10px 14px; border-radius: 10px }'),
  'insert-rule': () => page.insertRule('.adopted { outline: 3px dashed #c8643c }', page.cssRules.length),
  'add-component': () => {
    const rating = document.createElement('star-rating');
    rating.setAttribute('value', '1');
    rating.setAttribute('label', 'Added later');
    document.querySelector('[data-testid=rating]').after(rating);
  },
};

document.querySelector('main').addEventListener('click', event => actions[event.target.dataset.action]?.());
