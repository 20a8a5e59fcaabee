for (const level of ['debug', 'log', 'info', 'warn', 'error'])
  console[level](`A line on level ${level}, while loading`);

throw new Error('Thrown while loading');
