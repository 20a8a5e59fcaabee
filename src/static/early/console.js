globalThis.tapedeckEarly.push('console');
