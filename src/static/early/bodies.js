globalThis.tapedeckEarly.push('bodies');
