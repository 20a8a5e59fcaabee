globalThis.tapedeckEarly.push('strict');
