globalThis.tapedeckEarly.push('network');
