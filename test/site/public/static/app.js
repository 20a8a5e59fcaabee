// A small single-page application: the address decides what is shown, and styles are rules inserted as they are needed.
const root = document.querySelector('#app');
const { base, images } = root.dataset;

const sheet = document.head.appendChild(document.createElement('style')).sheet;
const classes = new Map();

function css(declarations) {
  if (!classes.has(declarations)) {
    const name = `css-${classes.size.toString(36)}`;
    sheet.insertRule(`.${name} { ${declarations} }`, sheet.cssRules.length);
    classes.set(declarations, name);
  }
  return classes.get(declarations);
}

function el(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  element.append(...children);
  return element;
}

const colours = { Delivered: '#2f5d46', 'On its way': '#a05a1a', Packed: '#4a5a86', Paid: '#4a5a86' };
let placed = [];

function line(testid, product, text, state) {
  const row = css(
    'display: flex; align-items: center; gap: 16px; padding: 14px 18px; border-bottom: 1px solid var(--line)',
  );
  const colour = colours[state] ?? '#8a3b3b';
  const pill = css(`margin-left: auto; padding: 3px 12px; border-radius: 99px; color: #fff; background: ${colour}`);
  const thumb = el('img', { src: `${images}${product}.svg`, width: 56, height: 56, alt: '' });
  return el('div', { className: row, dataset: { testid } }, thumb, text, el('span', { className: pill }, state));
}

const orders = () => placed.map(({ id, product, state }) => line(`order-${id}`, product, `Order ${id}`, state));

function returns() {
  const list = el('div');
  const add = el('button', { className: 'button', dataset: { testid: 'new-return' } }, 'New return');
  add.addEventListener('click', () => {
    const n = list.children.length + 1;
    list.append(line(`return-${n}`, 'mug', `Return ${n}`, 'Open'));
  });
  return [list, el('div', { className: css('padding: 18px') }, add)];
}

function settings() {
  const sections = { profile: 'Name on parcels', notifications: 'Where to send news' };
  const shown = location.hash.slice(1) || 'profile';
  const links = Object.keys(sections).map(id => {
    const ariaCurrent = id === shown ? 'true' : null;
    return el('a', { href: `#${id}`, className: 'tab', ariaCurrent, dataset: { testid: `settings-${id}` } }, id);
  });
  const label = el('label', { htmlFor: 'setting' }, sections[shown] ?? 'Nothing here');
  const input = el('input', { id: 'setting', dataset: { testid: 'setting' } });
  return [
    el(
      'nav',
      { className: css('display: flex; padding: 18px 18px 0; text-transform: capitalize'), ariaLabel: 'Settings' },
      ...links,
    ),
    el('div', { className: css('padding: 18px; max-width: 420px') }, el('div', { className: 'field' }, label, input)),
  ];
}

const tabs = { '': ['Orders', orders], returns: ['Returns', returns], settings: ['Settings', settings] };

function render() {
  const current = location.pathname.slice(base.length);
  const [title, view] = tabs[current] ?? tabs[''];
  document.title = `${title} · Hearth & Fern`;
  const nav = Object.entries(tabs).map(([path, [label]]) => {
    const ariaCurrent = label === title ? 'page' : null;
    const dataset = { route: '', testid: `tab-${label.toLowerCase()}` };
    return el('a', { href: base + path, className: 'tab', ariaCurrent, dataset }, label);
  });
  root.replaceChildren(
    el('nav', { className: 'tabs', ariaLabel: 'My orders' }, ...nav),
    el('section', { className: 'card', dataset: { testid: 'view' } }, ...view()),
  );
}

root.addEventListener('click', event => {
  const link = event.target.closest('a[data-route]');
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  render();
});
// Fired by back, forward and a changed hash alike.
addEventListener('popstate', render);

async function start() {
  placed = await (await fetch('/api/orders')).json();
  render();
}
start();
