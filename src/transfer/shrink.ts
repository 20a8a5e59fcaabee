import type { Asset, SessionSource } from '../session/types';
import { toBase64 } from './base64';
import { sha256 } from './bytes';

/** Pictures of pixels; an animation would be stopped. */
const PIXELS = /^image\/(png|jpeg|webp|avif|bmp)\b/i;
/** Smaller ones are icons. */
const FROM_BYTES = 20_000;
const SCALE = 0.5;
const QUALITY = 0.6;

/** A picture with a quarter of its points that takes the same room on a page: it lies in an SVG of the old size. */
export async function shrink(asset: Asset): Promise<Asset> {
  if (!PIXELS.test(asset.type) || asset.bytes.length < FROM_BYTES) return asset;
  try {
    const image = await createImageBitmap(new Blob([asset.bytes], { type: asset.type }));
    const { width, height } = image;
    const canvas = new OffscreenCanvas(Math.ceil(width * SCALE), Math.ceil(height * SCALE));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const small = await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
    const data = `data:${small.type};base64,${toBase64(new Uint8Array(await small.arrayBuffer()))}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${data}" width="${width}" height="${height}"/></svg>`;
    const bytes = new TextEncoder().encode(svg);
    return bytes.length < asset.bytes.length ? { type: 'image/svg+xml', bytes, hash: await sha256(bytes) } : asset;
  } catch {
    return asset; // what the browser cannot draw stays as it is
  }
}

/** A source whose pictures are smaller; each is made once. */
export function withSmallPictures(
  source: SessionSource,
  smaller: (asset: Asset) => Promise<Asset> = shrink,
): SessionSource {
  const made = new Map<string, Promise<Asset>>();
  const small = (asset: Asset) => {
    const known = made.get(asset.hash) ?? smaller(asset);
    made.set(asset.hash, known);
    return known;
  };
  return {
    ...source,
    assets: async streamId => {
      const all = [...(await source.assets(streamId))];
      return new Map(await Promise.all(all.map(async ([ref, asset]) => [ref, await small(asset)] as const)));
    },
  };
}
