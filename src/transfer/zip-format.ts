/** The few facts of the ZIP format (APPNOTE 6.3) that both its writer and its reader need. */

export const LOCAL = { signature: 0x04034b50, bytes: 30 };
export const CENTRAL = { signature: 0x02014b50, bytes: 46 };
export const END = { signature: 0x06054b50, bytes: 22 };
export const END64 = { signature: 0x06064b50, bytes: 56 };
export const LOCATOR64 = { signature: 0x07064b50, bytes: 20 };

export const STORED = 0;
export const DEFLATED = 8;

export const FLAG_ENCRYPTED = 0x1;
export const FLAG_UTF8 = 0x800;

/** A field that says "too large for me": the value is in the Zip64 extra field or end record. */
export const IN_ZIP64 = 0xffffffff;
export const IN_ZIP64_COUNT = 0xffff;
export const EXTRA_ZIP64 = 0x0001;
