import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inWords, type Verdict } from './judge';

const escaped = (text: string): string => text.replace(/[&<>"]/g, one => `&#${one.charCodeAt(0)};`);

/** Writes a page with the pictures side by side: the page, its replay, and what differs. Gives its path. */
export async function writeReport(folder: string, kind: string, verdicts: Verdict[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const parts: string[] = [];
  for (const [n, verdict] of verdicts.entries()) {
    const images: string[] = [];
    for (const part of ['live', 'replay', 'mask'] as const) {
      const file = `${kind}-${n}-${part}.png`;
      await writeFile(join(folder, file), verdict[part]);
      images.push(`<a href="${file}"><img src="${file}" alt="${part}" loading="lazy"></a>`);
    }
    parts.push(
      `<section${verdict.passes ? '' : ' class="fail"'}><h2>${escaped(inWords(verdict))}</h2>${images.join('')}</section>`,
    );
  }
  const path = join(folder, `${kind}.html`);
  const failed = verdicts.filter(({ passes }) => !passes).length;
  await writeFile(
    path,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Fidelity, ${kind}</title>
<style>body { font: 14px/1.4 system-ui; margin: 24px } h2 { font-size: 14px } section { margin-bottom: 32px }
.fail h2 { color: #b3261e } img { width: 32%; margin-right: 1%; border: 1px solid #8886; background: #fff }</style>
<h1>Fidelity in ${kind}: ${verdicts.length - failed} of ${verdicts.length} moments</h1>
<p>Left the page, in the middle its replay with the site's server stopped, right what differs.</p>
${parts.join('\n')}</html>`,
  );
  return path;
}
