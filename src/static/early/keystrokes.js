globalThis.tapedeckEarly.push('keystrokes');
