globalThis.tapedeckEarly.push('media');
