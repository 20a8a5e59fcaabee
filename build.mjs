/**
 * Builds the extension: `node build.mjs [--watch] [--zip] [--test]`.
 * dist/chrome and dist/firefox from one manifest; with --test also dist/test-*, which differ in `clock.js` alone;
 * with --zip the archives for the stores.
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { zipSync } from 'fflate';

const BROWSERS = ['chrome', 'firefox'];

/** Where each bundle comes from, by where it goes. */
const SCRIPTS = {
  recorder: 'src/recorder/main.ts',
  'frame-recorder': 'src/recorder/frame.ts',
  relay: 'src/relay/main.ts',
  background: 'src/background/main.ts',
};
const PAGES = { popup: 'popup', player: 'src/player', options: 'src/options' };

/**
 * What we do without of rrweb's recorder. Its canvas sampling carries a worker as a string and starts it from a Blob, which the
 * Chrome store takes for obfuscated code (rrweb #1699); we never sample through it. And it marks a password field that a page
 * shows by an attribute, which the page sees; `src/recorder/fields.ts` remembers such fields itself.
 */
const RRWEB_WITHOUT = [
  [/^const jsContent = '.*';$/m, "const jsContent = '';"],
  [/target\.setAttribute\("data-rr-is-password", "true"\);/, ''],
];

const withoutTraces = {
  name: 'without-traces',
  setup({ onLoad }) {
    onLoad({ filter: /@rrweb\/record\/dist\/record\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [what, instead] of RRWEB_WITHOUT) {
        if (!what.test(contents)) throw new Error(`rrweb has changed: ${what} was not found`);
        contents = contents.replace(what, instead);
      }
      return { contents };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  format: 'iife',
  target: 'esnext',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Firefox refuses content scripts that are not ASCII-safe in pages of other charsets.
  charset: 'ascii',
  plugins: [withoutTraces],
};

/** The manifest of one browser, from Chrome's shape. */
export function manifestFor(browser, manifest, { store = false } = {}) {
  const { key, minimum_chrome_version, message_serialization, browser_specific_settings, ...shared } = manifest;
  if (browser === 'firefox')
    return { ...shared, browser_specific_settings, background: { scripts: ['clock.js', 'background.js'] } };
  return { ...shared, minimum_chrome_version, message_serialization, ...(!store && { key }) };
}

/** Each place's texts in a file of its own; the browsers want one. */
async function writeLocales(dir) {
  for (const locale of await readdir('src/static/_locales')) {
    const files = await readdir(`src/static/_locales/${locale}`);
    const texts = await Promise.all(files.map(file => readFile(`src/static/_locales/${locale}/${file}`, 'utf8')));
    await mkdir(`${dir}/_locales/${locale}`, { recursive: true });
    const messages = Object.assign({}, ...texts.map(text => JSON.parse(text)));
    await writeFile(`${dir}/_locales/${locale}/messages.json`, JSON.stringify(messages, null, 1));
  }
}

/** What is copied rather than bundled. */
async function writeStatic(browser, dir) {
  const manifest = JSON.parse(await readFile('manifest.json', 'utf8'));
  await mkdir(dir, { recursive: true });
  await writeFile(`${dir}/manifest.json`, JSON.stringify(manifestFor(browser, manifest), null, 2));
  await cp('src/static/icons', `${dir}/icons`, { recursive: true });
  await cp('src/static/early', `${dir}/early`, { recursive: true });
  await writeLocales(dir);
  for (const [page, from] of Object.entries(PAGES)) {
    await mkdir(`${dir}/${page}`, { recursive: true });
    await cp(`${from}/index.html`, `${dir}/${page}/index.html`);
  }
}

/** The replay page: the player with everything inline and a place for a session's data. */
async function writeReplayPage(dir) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: { 'replay-page': 'src/player/replay-page.tsx' },
    outdir: dir,
    minify: true,
    write: false,
  });
  const text = ending => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const template = await readFile('src/player/replay-page.html', 'utf8');
  // A function, for `$&` and its like stand in minified code; `</` would end the element.
  const page = template
    .replace('/*STYLE*/', () => text('.css').replaceAll('</', '<\\/'))
    .replace('/*SCRIPT*/', () => text('.js').replaceAll('</script', '<\\/script'));
  // Not `.html`: it is no page of the extension, whose pages may hold no script of their own.
  await writeFile(`${dir}/player/replay-page.template`, page);
}

function bundles(browser, dir, clock) {
  const pages = Object.entries(PAGES).map(([page, from]) => [`${page}/${page}`, `${from}/main.tsx`]);
  const { background: worker, ...inPages } = SCRIPTS;
  const background = browser === 'chrome' ? { js: "importScripts('clock.js');" } : {};
  return [
    { ...common, entryPoints: { clock: `src/clock/${clock}.ts` }, outdir: dir },
    { ...common, entryPoints: { background: worker }, outdir: dir, banner: background },
    {
      ...common,
      entryPoints: {
        ...inPages,
        ...Object.fromEntries(pages),
        'player/unpack': 'src/player/engine/unpack-worker.ts',
      },
      outdir: dir,
    },
  ];
}

/** Builds everything once into `dist`. */
export async function buildAll({ test = false, zip = false } = {}) {
  await rm('dist', { recursive: true, force: true });
  for (const browser of BROWSERS) {
    const dir = `dist/${browser}`;
    await writeStatic(browser, dir);
    await Promise.all([...bundles(browser, dir, 'system').map(build), writeReplayPage(dir)]);
    if (!test) continue;
    await cp(dir, `dist/test-${browser}`, { recursive: true });
    await build({ ...common, entryPoints: { clock: 'src/clock/test.ts' }, outdir: `dist/test-${browser}` });
  }
  if (zip) for (const browser of BROWSERS) await writeZip(browser);
}

/** The archive for a store: without the key that keeps an unpacked build's id. */
async function writeZip(browser) {
  const dir = `dist/${browser}`;
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = {};
  for (const entry of entries.filter(entry => entry.isFile())) {
    const path = `${entry.parentPath}/${entry.name}`;
    files[path.slice(dir.length + 1)] = new Uint8Array(await readFile(path));
  }
  const manifest = JSON.parse(await readFile('manifest.json', 'utf8'));
  files['manifest.json'] = new TextEncoder().encode(
    JSON.stringify(manifestFor(browser, manifest, { store: true }), null, 2),
  );
  await writeFile(`dist/tapedeck-${browser}-${manifest.version}.zip`, zipSync(files));
}

async function watch() {
  for (const browser of BROWSERS) {
    for (const options of bundles(browser, `dist/${browser}`, 'system')) await (await context(options)).watch();
  }
  console.log('watching; pages, texts and the replay page are copied at start only');
}

if (process.argv[1] && import.meta.filename === process.argv[1]) {
  const has = flag => process.argv.includes(flag);
  await buildAll({ test: has('--test'), zip: has('--zip') });
  if (has('--watch')) await watch();
  else console.log(`built ${BROWSERS.map(browser => `dist/${browser}`).join(' and ')}`);
}
