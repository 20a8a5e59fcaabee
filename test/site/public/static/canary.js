/** What a page does with its secrets while it runs; `data-testid=sing` sets it off. */
const text = document.querySelector('#secrets').textContent; // as written, entities and all
const s = JSON.parse(new DOMParser().parseFromString(text, 'text/html').body.textContent);
const one = testid => document.querySelector(`[data-testid=${testid}]`);
const turn = (input, type) => {
  input.type = type;
};

one('toggle').addEventListener('click', () =>
  turn(one('toggled'), one('toggled').type === 'password' ? 'text' : 'password'),
);
// Before any recorder sees the event, the field is one of text.
window.addEventListener(
  'input',
  ({ target }) => {
    if (target === one('sameTick')) turn(target, 'text');
  },
  true,
);

function fill() {
  document.querySelector('#hidden-by-script').value = s.hiddenByScript;
  document.querySelector('#hidden-by-attribute').setAttribute('value', s.hiddenByAttribute);
  // As a password manager does, with a page that shows it at once.
  const known = one('scriptFilled');
  known.value = s.scriptFilled;
  turn(known, 'text');
  known.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const fresh = Object.assign(document.createElement('input'), { type: 'password' });
  one('form').append(fresh);
  fresh.value = s.scriptFilledNew;
  turn(fresh, 'text');
  fresh.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

function change() {
  one('text').dataset.secret = s.jwtInMutation;
  one('text').append(` And ${s.jwtInMutation}.`);
  const box = document.createElement('div');
  box.innerHTML = `<select><option value="${s.jwtInOption}">One</option></select><b title="${s.jwtInInnerHtml}">Bold</b>`;
  one('form').append(box);
  document.title = `The canary’s cage sings ${s.jwtInTitle}`;
  history.pushState({}, '', `?page=push-of-a-button&token=${s.keyInPush}`);
}

function log() {
  console.log('a harmless line of the console');
  console.log(`signed in with ${s.jwtInLog}`, { password: s.passInLog, deep: [{ apiKey: s.keyInObjectLog }] });
  console.warn(`from https://api.shop.test/x?token=${s.keyInLogUrl}`);
  console.error(new Error(`an error that may be told, not Bearer ${s.keyInError}`));
  console.info(JSON.stringify({ token: s.keyInReferrer, nested: JSON.stringify({ password: s.passInLog }) }));
  const failing = new Function(
    `throw new Error('thrown')\n//# sourceURL=https://www.shop.test/app.js?token=${s.keyInStack}`,
  );
  setTimeout(failing);
  Promise.reject(new Error(`a rejection that may be told, not token=${s.keyInRejection}`));
}

async function ask() {
  const headers = { Authorization: `Bearer ${s.keyInAuthorization}`, 'X-Api-Key': s.keyInApiKey };
  const body = JSON.stringify({ password: s.passInBody, jwt: s.jwtInBody });
  navigator.sendBeacon(`/api/beacon?token=${s.keyInBeacon}`, body);
  for (const open of [
    () => new WebSocket(`ws://${location.host}/socket?token=${s.keyInSocket}`),
    () => new EventSource(`/api/echo?token=${s.keyInSource}`),
  ]) {
    const opened = open();
    opened.onerror = () => opened.close();
  }
  await fetch(`/api/echo?song=fetched&token=${s.keyInFetch}`, { method: 'POST', headers, body }).then(r => r.text());
  await fetch('/canary/answer', { method: 'POST', body: `user=me&password=${s.passInBody}` }).then(r => r.text());
  await fetch(`http://${s.userInHref}:${s.passInFetch}@${location.host}/api/echo`).catch(() => {}); // refused by every browser
  await fetch('/api/status/418');
  await new Promise(resolve => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', `/api/echo?song=xhr&token=${s.keyInXhr}`);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.onloadend = resolve;
    xhr.send(body);
  });
}

one('sing').addEventListener('click', async () => {
  fill();
  change();
  await new Promise(resolve => setTimeout(resolve)); // so that both addresses were the page's
  history.replaceState({}, '', `?tune=the-third-verse&token=${s.keyInReplace}#access_token=${s.jwtInHash}`);
  log();
  await ask();
  document.querySelector('#done').textContent = 'Sung to the end';
});
