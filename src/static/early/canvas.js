globalThis.tapedeckEarly.push('canvas');
