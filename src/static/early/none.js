// In front of the relay: what is switched on is what the scripts after this one say.
globalThis.tapedeckEarly = [];
