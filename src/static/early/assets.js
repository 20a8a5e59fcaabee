globalThis.tapedeckEarly.push('assets');
