import type { Asset, SessionSource } from '../../session/types';

/** More than nearly any page shows, and a small part of what a browser has. */
const MAX_BYTES = 64 * 1024 ** 2;

/** Assets that were read lately, by hash: the next window of a page shows nearly the same. */
export class HeldAssets {
  #byHash = new Map<string, Asset>();

  constructor(private readonly maxBytes = MAX_BYTES) {}

  /** The assets of a stream, by ref. Throws where they cannot be read. */
  async of(source: SessionSource, streamId: string): Promise<Map<string, Asset>> {
    const assets = await source.assets(streamId, this.#byHash);
    // What was asked for last stands last.
    for (const asset of assets.values()) {
      this.#byHash.delete(asset.hash);
      this.#byHash.set(asset.hash, asset);
    }
    let bytes = [...this.#byHash.values()].reduce((sum, asset) => sum + asset.bytes.byteLength, 0);
    for (const [hash, asset] of this.#byHash) {
      if (bytes <= this.maxBytes) break;
      this.#byHash.delete(hash);
      bytes -= asset.bytes.byteLength;
    }
    return assets;
  }
}
