// @ts-nocheck: Firefox's own globals have no types here.
// Functions that are sent as text into Firefox's own window (see runInChrome) and use nothing from around them.

export async function openPopup(id, contextId) {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(id);
  const window = NavigableManager.getBrowsingContextById(contextId).embedderElement.ownerDocument.defaultView;
  const shown = () =>
    [...window.document.querySelectorAll('browser.webextension-popup-browser')].find(
      popup => popup.closest('panel')?.state === 'open' && popup.browsingContext?.currentURI?.schemeIs('moz-extension'),
    );
  const until = async (condition, what, patienceMs = 30_000) => {
    const deadline = Date.now() + patienceMs;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Waited too long until ${what}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const hidePanel = async () => {
    const panel = window.document.getElementById('customizationui-widget-panel');
    panel?.hidePopup();
    await until(() => !panel?.isConnected || panel.state === 'closed', 'the last popup closed');
  };
  const trigger = () => ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);

  await hidePanel();
  await until(() => Services.focus.activeWindow === window, 'the window had the focus');
  trigger();
  try {
    await until(shown, 'the popup opened', 2000);
  } catch {
    // After a reload of the extension Firefox may show an empty panel once.
    await hidePanel();
    trigger();
    await until(shown, 'the popup opened');
  }
  return shown().browsingContext.id;
}

/** Presses a command's keys in the window of a page, as the system would: the page hears of them first. */
export async function pressShortcut(id, contextId, command) {
  const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
  const window = NavigableManager.getBrowsingContextById(contextId).embedderElement.ownerDocument.defaultView;
  const commands = await WebExtensionPolicy.getByID(id).extension.shortcuts.allCommands();
  const names = commands.find(({ name }) => name === command).shortcut.split('+');
  // Firefox tells a command's digit by its number, whatever the keyboard writes with it.
  const codeOf = key => (/^\d$/.test(key) ? { code: `Digit${key}`, keyCode: key.charCodeAt(0) } : {});
  const keys = names.map(key => new window.KeyboardEvent('', { key, ...codeOf(key) }));
  const keyboard = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
  keyboard.beginInputTransactionForTests(window);
  for (const key of keys) keyboard.keydown(key);
  for (const key of keys.reverse()) keyboard.keyup(key);
}

export async function changeHost(id, method, pattern) {
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(id);
  await ExtensionPermissions[method](id, { permissions: [], origins: [pattern] }, extension);
}

export async function pinButton(id) {
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(id);
  const button = ExtensionParent.apiManager.global.browserActionFor(extension).widget.id;
  CustomizableUI.addWidgetToArea(button, CustomizableUI.AREA_NAVBAR);
}

export async function drawPopup(id) {
  const popup = BrowsingContext.get(id);
  const scale = 2;
  const bitmap = await popup.currentWindowGlobal.drawSnapshot(null, scale, 'white');
  const canvas = popup.embedderElement.ownerDocument.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
}

export async function stopBackground(id) {
  const { extension } = WebExtensionPolicy.getByID(id);
  await extension.terminateBackground({ ignoreDevToolsAttached: true });
}

export async function openPrivateWindow() {
  const window = OpenBrowserWindow({ private: true });
  await new Promise(resolve => window.addEventListener('load', resolve, { once: true }));
  await window.delayedStartupPromise;
}

export async function reloadExtension(id) {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  await (await AddonManager.getAddonByID(id)).reload();
  // It starts again in its own time.
  const { extension } = WebExtensionPolicy.getByID(id);
  while (extension.backgroundState !== 'running') await new Promise(resolve => setTimeout(resolve, 20));
}

export const isPopupGone = id => !BrowsingContext.get(id)?.embedderElement;

export async function hidePopup(id) {
  const panel = BrowsingContext.get(id)?.embedderElement?.closest('panel');
  panel?.hidePopup();
  while (panel?.isConnected && panel.state !== 'closed') await new Promise(resolve => setTimeout(resolve, 20));
}

/** Runs a script beside the popup's page and returns what it returns, as {value} or {error}. */
export function sendScript(id, script) {
  const popup = BrowsingContext.get(id)?.embedderElement;
  if (!popup) return { error: 'The popup is closed.' };
  const name = `tapedeck:${Math.random()}`;
  return new Promise(resolve => {
    // A popup that closes while we work (it may, on a click) never answers.
    const watch = setInterval(() => popup.isConnected || done({}), 20);
    const done = reply => {
      clearInterval(watch);
      resolve(reply);
    };
    popup.messageManager.addMessageListener(name, ({ data }) => done(data));
    const body = `${script}.then(value => ({ value }), error => ({ error: String(error) })).then(reply => sendAsyncMessage('${name}', reply))`;
    popup.messageManager.loadFrameScript(`data:text/javascript;charset=utf-8,${encodeURIComponent(body)}`, false);
  });
}

/** The one function that runs beside the popup's page instead of in the window; `content` is the page's window. */
export async function inPopup({ op, selector, code, text, patienceMs }) {
  const { document } = content;
  if (op === 'evaluate') {
    const sandbox = new Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
    const json = await Cu.evalInSandbox(`(async () => JSON.stringify(await ${code}))()`, sandbox);
    return json && JSON.parse(json);
  }
  if (op === 'press') {
    const keyboard = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
    keyboard.beginInputTransactionForTests(content);
    const key = new content.KeyboardEvent('', { key: text });
    keyboard.keydown(key);
    keyboard.keyup(key);
    return;
  }

  const accessibility = Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const find = () => {
    if (!selector.startsWith('aria/')) return document.querySelector(selector);
    const name = selector.slice('aria/'.length);
    return [...document.querySelectorAll('*')].find(element => accessibility.getAccessibleFor(element)?.name === name);
  };
  const deadline = Date.now() + patienceMs;
  let element = find();
  while (!element?.getClientRects().length) {
    if (Date.now() > deadline) throw new Error(`Waited too long in the popup for ${selector}`);
    await new Promise(resolve => content.setTimeout(resolve, 20));
    element = find();
  }

  if (op === 'click') {
    element.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = element.getBoundingClientRect();
    for (const [type, clickCount] of [
      ['mousemove', 0],
      ['mousedown', 1],
      ['mouseup', 1],
    ])
      content.synthesizeMouseEvent(type, x + width / 2, y + height / 2, { button: 0, clickCount }, {});
  }
  if (op === 'type') {
    element.focus();
    content.wrappedJSObject.document.execCommand('insertText', false, text);
  }
}
